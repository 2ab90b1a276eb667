using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using GraphQLPlugins.Testing;
using Npgsql;

namespace GraphQLPlugins.Host.Tests.Commands;

/// <summary>The host ends without warning while many write options.</summary>
public sealed class CrashTests
{
    private const int Calls = 1000;
    private const int Sets = 20;
    private const int AtOnce = 64;

    [Fact]
    public async Task Every_acknowledged_option_is_there_after_a_crash_and_none_is_there_by_half()
    {
        await using var data = new DataDirectory();
        await using var database = await PostgresServer.CreateDatabaseAsync();
        var storage = new Dictionary<string, string> { ["Storage__Provider"] = "PostgreSql", ["ConnectionStrings__Default"] = new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxPoolSize = 20 }.ConnectionString };
        var acknowledged = new ConcurrentDictionary<string, string>();
        await ImportAsync(data, storage);
        await using (var host = await HostProcess.StartAsync(data.Path, environment: storage))
        {
            host.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await data.TokenAsync());
            var projects = await ProjectsAsync(host);
            using var places = new SemaphoreSlim(AtOnce);
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var calls = Enumerable.Range(0, Calls).Select(i => Task.Run(async () =>
            {
                await places.WaitAsync();
                try
                {
                    var (project, key, value) = (projects[i % Sets], $"K{i / Sets}", $"value {i}");
                    var answer = await PostAsync(host, "mutation($input: SetOptionInput!) { setOption(input: $input) { errors { __typename } optionSet { etag } } }",
                        new { input = new { pluginId = "crash", key, value, scope = new { kind = "PROJECT", projectId = project } } });
                    Assert.Equal(JsonValueKind.Null, answer.GetProperty("setOption").GetProperty("errors").ValueKind);
                    acknowledged[$"{project} {key}"] = value;
                    if (acknowledged.Count == Calls / 3) enough.TrySetResult();
                }
                catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
                {
                    // The host is gone: nobody knows of this one.
                }
                finally
                {
                    places.Release();
                }
            })).ToArray();
            await Task.WhenAny(enough.Task, Task.WhenAll(calls));
            await host.KillAsync();
            await Task.WhenAll(calls);
        }
        Assert.InRange(acknowledged.Count, Calls / 3, Calls - 1);

        await using var next = await HostProcess.StartAsync(data.Path, environment: storage);
        next.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await data.TokenAsync());
        var stored = await StoredAsync(next, acknowledged.Keys.Select(k => k.Split(' ')[0]).Distinct());
        foreach (var (place, value) in acknowledged) Assert.Equal(value, stored.GetValueOrDefault(place));
        // Each value has one revision, one audit entry and one event, and there are none without a value.
        const string counts = """
            SELECT (SELECT count(*) FROM options.option_values) || ' ' || (SELECT count(*) FROM options.option_revisions)
                || ' ' || (SELECT sum(last) FROM (SELECT max(revision) AS last FROM options.option_values GROUP BY organization_id, conf_key, scope_key) s)
                || ' ' || (SELECT count(*) FROM kernel.audit_entries WHERE action = 'setOption') || ' ' || (SELECT count(*) FROM kernel.outbox WHERE type = 'options.changed')
            """;
        var written = (await database.ScalarAsync("SELECT count(*) FROM options.option_values"))!;
        Assert.Equal($"{written} {written} {written} {written} {written}", await database.ScalarAsync(counts));
        Assert.Equal(written, await database.ScalarAsync("""
            SELECT count(*) FROM options.option_values v JOIN options.option_revisions r
            ON r.conf_key = v.conf_key AND r.scope_key = v.scope_key AND r.changes_json @> jsonb_build_array(jsonb_build_object('key', v.key, 'after', v.json))
            """));
    }

    private static async Task ImportAsync(DataDirectory data, Dictionary<string, string> storage)
    {
        var settings = Enumerable.Range(0, Calls / Sets).Select(i => new { key = $"K{i}", type = "text" });
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { ecosystem = "e", pluginId = "crash", settingsSchema = new { settings }, versions = new[] { new { version = "1.0" } } }) + "\n");
            var (exitCode, output) = await HostProcess.RunAsync(data.Path, ["import", file, "--format", "ndjson"], storage);
            Assert.True(exitCode == 0, output);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<string[]> ProjectsAsync(HostProcess host)
    {
        var projects = new string[Sets];
        for (var i = 0; i < Sets; i++)
        {
            var made = await PostAsync(host, "mutation($input: CreateProjectInput!) { createProject(input: $input) { project { id } } }", new { input = new { name = $"project {i}" } });
            projects[i] = made.GetProperty("createProject").GetProperty("project").GetProperty("id").GetString()!;
        }
        return projects;
    }

    private static async Task<Dictionary<string, string?>> StoredAsync(HostProcess host, IEnumerable<string> projects)
    {
        var stored = new Dictionary<string, string?>();
        foreach (var project in projects)
        {
            var set = await PostAsync(host, "query($scope: OptionScopeInput) { optionSet(pluginId: \"crash\", scope: $scope) { items { definition { key } ... on PlainOption { configured } } } }",
                new { scope = new { kind = "PROJECT", projectId = project } });
            foreach (var item in set.GetProperty("optionSet").GetProperty("items").EnumerateArray())
                stored[$"{project} {item.GetProperty("definition").GetProperty("key").GetString()}"] = item.GetProperty("configured") is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
        }
        return stored;
    }

    private static async Task<JsonElement> PostAsync(HostProcess host, string query, object variables)
    {
        using var response = await host.Http.PostAsJsonAsync("/graphql", new { query, variables });
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return answer.TryGetProperty("errors", out var errors) ? throw new InvalidOperationException(errors.ToString()) : answer.GetProperty("data");
    }
}
