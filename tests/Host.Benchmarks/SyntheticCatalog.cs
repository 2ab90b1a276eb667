using Npgsql;

namespace GraphQLPlugins.Host.Benchmarks;

/// <summary>Rows for the workloads: plugins in the local repository, each with six versions, made by the database itself.</summary>
internal static class SyntheticCatalog
{
    /// <summary>How many options the plugin of <see cref="PluginWithOptions"/> has.</summary>
    public const int Options = 50;

    /// <summary>The one plugin that declares options.</summary>
    public const string PluginWithOptions = "plugin-with-options";

    private const int Many = 100_000;

    public static string OptionKey(int number) => $"option{number:D2}";

    public static async Task FillAsync(string connectionString, int plugins)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, "DELETE FROM catalog.plugins");
        var later = plugins >= Many ? await WithoutIndexesAsync(connection) : [];
        const string columns = """
            id, plugin_id, normalized_id, name, description, provider, labels, authors, state, stage, hidden, can_disable, project_default_enabled, conf_key, api_type,
            installs, deprecated, created_at, updated_at, repository_key, search_text, revision
            """;
        await CopyAsync(
            connectionString, connection, "catalog.plugins", columns,
            $"""
            SELECT ('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 'plugin-' || lpad(i::text, 7, '0'), 'plugin-' || lpad(i::text, 7, '0'),
                'Plugin ' || lpad((i * 7919::bigint % {plugins})::text, 7, '0'), 'A plugin for measuring, number ' || i, (ARRAY['aws','azure','gcp'])[1 + i % 3],
                ARRAY['label-' || i % 50, 'label-' || (i * 7) % 50], ARRAY['somebody'], 'Enabled', 'Stable', false, true, false,
                'plugin_' || lpad(i::text, 7, '0'), 'Extension', (i * 104729::bigint % 500000)::int, false, now(), now(),
                (SELECT id FROM catalog.repositories WHERE type = 'Local'), 'plugin ' || i, 0
            FROM generate_series(0, {plugins - 1}) i
            """);
        await CopyAsync(
            connectionString, connection, "catalog.versions", "id, version, channel, state, released_at, reload_mode, load_priority, plugin_key, sort_key, artifacts",
            $"""
            SELECT ('10000000-0000-7000-8000-' || lpad(to_hex(i * 6 + v), 12, '0'))::uuid, v || '.0.' || i % 10, 'Stable', 'Active', now() - (v || ' days')::interval,
                'Reload', 0, ('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, lpad(v::text, 4, '0'), '[]'::jsonb
            FROM generate_series(0, {plugins - 1}) i, generate_series(1, 6) v
            """);
        // Without it the check of a foreign key takes the tables for empty and joins them row by row.
        await ExecuteAsync(connection, "ANALYZE catalog.plugins, catalog.versions");
        foreach (var statement in later) await ExecuteAsync(connection, statement);
        var declared = string.Join(',', Enumerable.Range(0, Options).Select(i => $$"""{"key":"{{OptionKey(i)}}","label":"Option {{i}}","type":"string"}"""));
        await ExecuteAsync(
            connection,
            $"""
            INSERT INTO catalog.plugins ({columns}, template)
            SELECT gen_random_uuid(), '{PluginWithOptions}', '{PluginWithOptions}', 'Z', '', 'aws', labels, authors, state, stage, hidden, can_disable, project_default_enabled,
                'plugin_with_options', api_type, 0, false, now(), now(), repository_key, '', 0, '[{declared}]'::jsonb
            FROM catalog.plugins WHERE plugin_id = 'plugin-0000000'
            """);
        await ExecuteAsync(connection, "VACUUM ANALYZE catalog.plugins, catalog.versions");
    }

    /// <summary>The id of the project that a workload made, as the database has it.</summary>
    public static async Task<string> ProjectAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT id::text FROM kernel.projects WHERE name = 'measured'", connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Takes indexes and foreign keys away, which cost more row by row than at once.</summary>
    /// <returns>What brings them back.</returns>
    private static async Task<List<string>> WithoutIndexesAsync(NpgsqlConnection connection)
    {
        var (drop, create) = (new List<string>(), new List<string>());
        const string find = """
            SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname), format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
            FROM pg_constraint WHERE contype = 'f' AND conrelid IN ('catalog.plugins'::regclass, 'catalog.versions'::regclass)
            UNION ALL
            SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
            FROM pg_index WHERE indrelid IN ('catalog.plugins'::regclass, 'catalog.versions'::regclass) AND NOT indisprimary
            """;
        await using (var command = new NpgsqlCommand(find, connection))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                drop.Add(reader.GetString(0));
                create.Add(reader.GetString(1));
            }
        }
        foreach (var statement in drop) await ExecuteAsync(connection, statement);
        return create;
    }

    /// <summary>The database makes the rows and takes them in again by COPY, in its binary format.</summary>
    private static async Task CopyAsync(string connectionString, NpgsqlConnection target, string table, string columns, string rows)
    {
        await using var source = new NpgsqlConnection(connectionString);
        await source.OpenAsync();
        await using var read = await source.BeginRawBinaryCopyAsync($"COPY ({rows}) TO STDOUT (FORMAT BINARY)");
        await using var write = await target.BeginRawBinaryCopyAsync($"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)");
        await read.CopyToAsync(write, 1 << 16);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
