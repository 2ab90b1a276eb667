using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace GraphQLPlugins.Host.Benchmarks;

/// <summary>The least that a server can do for the same bytes: one prepared statement, one reader, one writer. The path names the workload.</summary>
internal static class FloorServer
{
    private const string Columns = "p.plugin_id, p.name, p.state, p.installs, p.labels, p.updated_at";

    public static async Task RunAsync(string urls, string connectionString)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(urls);
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 64 });
        var app = builder.Build();
        app.MapPost("/{workload}", (string workload, HttpContext http) => AnswerAsync(workload, http, source));
        await app.RunAsync();
    }

    private static async Task AnswerAsync(string workload, HttpContext http, NpgsqlDataSource source)
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body);
        var variables = body.RootElement.GetProperty("variables");
        http.Response.ContentType = "application/graphql-response+json; charset=utf-8";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteStartObject("data");
        await using var connection = workload == "typename" ? null! : await source.OpenConnectionAsync();
        switch (workload)
        {
            case "typename": json.WriteString("__typename", "Query"); break;
            case "plugin": await PluginAsync(connection, json, variables); break;
            case "list": await ListAsync(connection, json, variables, nested: false); break;
            case "nested": await ListAsync(connection, json, variables, nested: true); break;
            case "effectiveOptions": await EffectiveOptionsAsync(connection, json, variables); break;
            case "setOption": await SetOptionAsync(connection, json, variables); break;
            default: await PageAsync(connection, json, variables); break;
        }
        json.WriteEndObject();
        json.WriteEndObject();
        await json.FlushAsync();
    }

    private static async Task PluginAsync(NpgsqlConnection connection, Utf8JsonWriter json, JsonElement variables)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT p.plugin_id, p.name, p.state, p.installs, p.labels, p.updated_at, p.provider, p.conf_key FROM catalog.plugins p
            JOIN catalog.repositories r ON r.id = p.repository_key
            WHERE p.plugin_id = $1 AND r.deleted_at IS NULL AND r.state = 'Enabled' ORDER BY r.priority, r.name LIMIT 1
            """, connection) { Parameters = { new() { Value = variables.GetProperty("id").GetString()! } } };
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        json.WriteStartObject("plugin");
        Row(json, reader);
        json.WriteString("provider", reader.IsDBNull(6) ? null : reader.GetString(6));
        json.WriteString("confKey", reader.GetString(7));
        json.WriteEndObject();
    }

    private static async Task ListAsync(NpgsqlConnection connection, Utf8JsonWriter json, JsonElement variables, bool nested)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT {Columns}, p.id FROM catalog.plugins p JOIN catalog.repositories r ON r.id = p.repository_key
            WHERE r.deleted_at IS NULL AND r.state = 'Enabled' AND p.labels @> ARRAY[$1]::text[] AND p.installs >= $2
            ORDER BY p.installs DESC, p.id LIMIT 21
            """, connection)
        { Parameters = { new() { Value = variables.GetProperty("label").GetString()! }, new() { Value = variables.GetProperty("min").GetInt32() } } };
        json.WriteStartObject("plugins");
        json.WriteStartArray("nodes");
        if (!nested)
        {
            await using var reader = await command.ExecuteReaderAsync();
            for (var i = 0; i < 20 && await reader.ReadAsync(); i++)
            {
                json.WriteStartObject();
                Row(json, reader);
                json.WriteEndObject();
            }
        }
        else
        {
            await NestedAsync(command, connection, json);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static async Task NestedAsync(NpgsqlCommand command, NpgsqlConnection connection, Utf8JsonWriter json)
    {
        var rows = new List<(Guid Id, string PluginId, string Name, string State, int Installs, string[] Labels, DateTime UpdatedAt)>(20);
        await using (var reader = await command.ExecuteReaderAsync())
        {
            for (var i = 0; i < 20 && await reader.ReadAsync(); i++)
                rows.Add((reader.GetGuid(6), reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3), reader.GetFieldValue<string[]>(4), reader.GetDateTime(5)));
        }
        await using var versions = new NpgsqlCommand(
            """
            SELECT k.id, v.version, v.channel, v.released_at FROM unnest($1::uuid[]) AS k(id)
            CROSS JOIN LATERAL (SELECT version, channel, released_at FROM catalog.versions v WHERE v.plugin_key = k.id ORDER BY v.sort_key DESC, v.id DESC LIMIT 5) v
            """, connection) { Parameters = { new() { Value = rows.Select(r => r.Id).ToArray() } } };
        var byPlugin = new Dictionary<Guid, List<(string Version, string Channel, DateTime? At)>>();
        await using (var reader = await versions.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                if (!byPlugin.TryGetValue(reader.GetGuid(0), out var list)) byPlugin[reader.GetGuid(0)] = list = new(5);
                list.Add((reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetDateTime(3)));
            }
        }
        foreach (var row in rows)
        {
            json.WriteStartObject();
            Row(json, row.PluginId, row.Name, row.State, row.Installs, row.Labels, row.UpdatedAt);
            json.WriteStartObject("versions");
            json.WriteStartArray("nodes");
            foreach (var (version, channel, at) in byPlugin.GetValueOrDefault(row.Id) ?? [])
            {
                json.WriteStartObject();
                json.WriteString("version", version);
                json.WriteString("channel", channel.ToUpperInvariant());
                if (at is { } time) json.WriteString("releasedAt", time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ"));
                else json.WriteNull("releasedAt");
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }
    }

    private static async Task PageAsync(NpgsqlConnection connection, Utf8JsonWriter json, JsonElement variables)
    {
        var after = variables.TryGetProperty("after", out var cursor) && cursor.ValueKind == JsonValueKind.String ? cursor.GetString() : null;
        await using var command = new NpgsqlCommand(
            $"""
            SELECT {Columns}, p.id FROM catalog.plugins p JOIN catalog.repositories r ON r.id = p.repository_key
            WHERE r.deleted_at IS NULL AND r.state = 'Enabled' {(after is null ? "" : "AND (p.name, p.id) > ($1, $2)")}
            ORDER BY p.name, p.id LIMIT 21
            """, connection);
        if (after is not null)
        {
            var parts = after.Split('|');
            command.Parameters.Add(new() { Value = parts[0] });
            command.Parameters.Add(new() { Value = Guid.Parse(parts[1]) });
        }
        await using var reader = await command.ExecuteReaderAsync();
        json.WriteStartObject("plugins");
        json.WriteStartArray("nodes");
        string? last = null;
        var count = 0;
        while (await reader.ReadAsync())
        {
            if (++count == 21) break;
            json.WriteStartObject();
            Row(json, reader);
            json.WriteEndObject();
            last = $"{reader.GetString(1)}|{reader.GetGuid(6)}";
        }
        json.WriteEndArray();
        json.WriteStartObject("pageInfo");
        json.WriteString("endCursor", last);
        json.WriteBoolean("hasNextPage", count == 21);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The plugin is looked up, the value checked to be what the option takes, and value and audit entry are written in one transaction; no lock, revision or event.</summary>
    private static async Task SetOptionAsync(NpgsqlConnection connection, Utf8JsonWriter json, JsonElement variables)
    {
        var value = variables.GetProperty("v");
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) throw new BadHttpRequestException("The value must be true or false.");
        var pluginId = variables.GetProperty("id").GetString()!;
        await using var transaction = await connection.BeginTransactionAsync();
        await using var plugin = new NpgsqlCommand(
            """
            SELECT p.conf_key FROM catalog.plugins p JOIN catalog.repositories r ON r.id = p.repository_key
            WHERE p.plugin_id = $1 AND r.state = 'Enabled' ORDER BY r.priority, r.name LIMIT 1
            """, connection) { Parameters = { new() { Value = pluginId } } };
        var confKey = await plugin.ExecuteScalarAsync() as string ?? throw new BadHttpRequestException("There is no such plugin.");
        var (organization, now) = (new Guid("01900000-0000-7000-8000-000000000001"), DateTime.UtcNow);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(
                    """
                    INSERT INTO options.option_values (id, organization_id, conf_key, scope_key, key, storage_key, json, updated_by, updated_at)
                    VALUES ($1, $2, $3, 'instance', 'enabled', $4, $5::jsonb, 'floor', $6)
                    ON CONFLICT (organization_id, conf_key, scope_key, key) DO UPDATE SET json = EXCLUDED.json, updated_at = EXCLUDED.updated_at
                    """)
                {
                    Parameters =
                    {
                        new() { Value = Guid.CreateVersion7() }, new() { Value = organization }, new() { Value = confKey }, new() { Value = $"{confKey}:enabled" },
                        new() { Value = value.GetRawText() }, new() { Value = now },
                    },
                },
                new(
                    """
                    INSERT INTO kernel.audit_entries (id, at, organization_id, actor, action, target, scope, after_digest, correlation_id)
                    VALUES ($1, $2, $3, 'floor', 'setOption', $4, 'Instance', $5, $6)
                    """)
                {
                    Parameters =
                    {
                        new() { Value = Guid.CreateVersion7() }, new() { Value = now }, new() { Value = organization }, new() { Value = $"{pluginId}:enabled" },
                        new() { Value = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{confKey}:enabled={value.GetRawText()}"))) },
                        new() { Value = Guid.NewGuid().ToString("N") },
                    },
                },
            },
        };
        await batch.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        json.WriteStartObject("setOption");
        json.WriteStartObject("optionSet");
        json.WriteString("etag", confKey);
        json.WriteEndObject();
        json.WriteNull("errors");
        json.WriteEndObject();
    }

    private static async Task EffectiveOptionsAsync(NpgsqlConnection connection, Utf8JsonWriter json, JsonElement variables)
    {
        const string organization = "01900000000070008000000000000001", user = "01900000000070008000000000000002";
        var project = variables.GetProperty("scope").GetProperty("projectId").GetGuid();
        await using var lineage = new NpgsqlCommand("SELECT lineage FROM kernel.projects WHERE id = $1", connection) { Parameters = { new() { Value = project } } };
        var projects = ((string)(await lineage.ExecuteScalarAsync())!).Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse();
        string[] scopes = [$"user:{user}/project:{project:N}", $"user:{user}", .. projects.Select(p => $"project:{p}"), $"organization:{organization}", "instance"];
        await using var command = new NpgsqlCommand(
            """
            SELECT DISTINCT ON (v.key) v.key, v.json, v.scope_key FROM options.option_values v JOIN catalog.plugins p ON p.conf_key = v.conf_key
            WHERE p.plugin_id = $1 AND v.organization_id = $2 AND v.scope_key = ANY($3) ORDER BY v.key, array_position($3, v.scope_key)
            """, connection)
        { Parameters = { new() { Value = variables.GetProperty("id").GetString()! }, new() { Value = new Guid(organization) }, new() { Value = scopes } } };
        await using var reader = await command.ExecuteReaderAsync();
        json.WriteStartArray("effectiveOptions");
        while (await reader.ReadAsync())
        {
            json.WriteStartObject();
            json.WriteStartObject("definition");
            json.WriteString("key", reader.GetString(0));
            json.WriteEndObject();
            json.WriteString("provenance", reader.GetString(2).Split(':')[0].ToUpperInvariant());
            json.WritePropertyName("effective");
            json.WriteRawValue(reader.GetString(1));
            json.WriteEndObject();
        }
        // The switch that every plugin has, which nobody has set.
        json.WriteRawValue("""{"definition":{"key":"enabled"},"provenance":"DEFAULT","effective":false}"""u8);
        json.WriteEndArray();
    }

    private static void Row(Utf8JsonWriter json, NpgsqlDataReader reader) =>
        Row(json, reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3), reader.GetFieldValue<string[]>(4), reader.GetDateTime(5));

    private static void Row(Utf8JsonWriter json, string pluginId, string name, string state, int installs, string[] labels, DateTime updatedAt)
    {
        json.WriteString("pluginId", pluginId);
        json.WriteString("name", name);
        json.WriteString("state", state.ToUpperInvariant());
        json.WriteNumber("installs", installs);
        json.WriteStartArray("labels");
        foreach (var label in labels) json.WriteStringValue(label);
        json.WriteEndArray();
        json.WriteString("updatedAt", updatedAt.ToString("yyyy-MM-ddTHH:mm:ss.fffZ"));
    }
}
