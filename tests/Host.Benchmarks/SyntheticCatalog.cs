using Npgsql;

namespace GraphQLPlugins.Host.Benchmarks;

/// <summary>Rows for the workloads: plugins in the local repository, each with six versions, made by the database itself.</summary>
internal static class SyntheticCatalog
{
    public static async Task FillAsync(string connectionString, int plugins)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, "DELETE FROM catalog.plugins");
        await ExecuteAsync(connection,
            $"""
            INSERT INTO catalog.plugins (id, plugin_id, normalized_id, name, description, provider, labels, authors, state, stage, hidden, can_disable,
                project_default_enabled, conf_key, api_type, installs, deprecated, created_at, updated_at, repository_key, search_text, revision)
            SELECT ('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 'plugin-' || lpad(i::text, 7, '0'), 'plugin-' || lpad(i::text, 7, '0'),
                'Plugin ' || lpad((i * 7919::bigint % {plugins})::text, 7, '0'), 'A plugin for measuring, number ' || i, (ARRAY['aws','azure','gcp'])[1 + i % 3],
                ARRAY['label-' || i % 50, 'label-' || (i * 7) % 50], ARRAY['somebody'], 'Enabled', 'Stable', false, true, false,
                'plugin_' || lpad(i::text, 7, '0'), 'Extension', (i * 104729::bigint % 500000)::int, false, now(), now(),
                (SELECT id FROM catalog.repositories WHERE type = 'Local'), 'plugin ' || i, 0
            FROM generate_series(0, {plugins - 1}) i
            """);
        await ExecuteAsync(connection,
            $"""
            INSERT INTO catalog.versions (id, version, channel, state, released_at, reload_mode, load_priority, plugin_key, sort_key, artifacts)
            SELECT ('10000000-0000-7000-8000-' || lpad(to_hex(i * 6 + v), 12, '0'))::uuid, v || '.0.' || i % 10, 'Stable', 'Active', now() - (v || ' days')::interval,
                'Reload', 0, ('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, lpad(v::text, 4, '0'), '[]'
            FROM generate_series(0, {plugins - 1}) i, generate_series(1, 6) v
            """);
        await ExecuteAsync(connection, "ANALYZE catalog.plugins, catalog.versions");
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
