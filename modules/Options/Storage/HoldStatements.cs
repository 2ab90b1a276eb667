using GraphQLPlugins.Catalog.Contracts;

namespace GraphQLPlugins.Options.Storage;

/// <summary>The statements that lock an option set by its head, and count the change at once, whether the set was written before or not.</summary>
internal static class HoldStatements
{
    private const string ConflictPostgreSql = "ON CONFLICT (organization_id, conf_key, scope_key) DO UPDATE SET revision = h.revision + 1 RETURNING h.revision";

    // What parameters are made into has the database's collation.
    private const string MatchSqlServer = """
        ON h.organization_id = s.organization_id AND h.conf_key = s.conf_key COLLATE Latin1_General_100_BIN2 AND h.scope_key = s.scope_key COLLATE Latin1_General_100_BIN2
        WHEN MATCHED THEN UPDATE SET revision = h.revision + 1
        WHEN NOT MATCHED THEN INSERT (organization_id, conf_key, scope_key, revision) VALUES (s.organization_id, s.conf_key, s.scope_key, 1)
        """;

    /// <summary>Of a prefix: <c>$1</c> is the organization, <c>$2</c> the prefix, <c>$3</c> the scope. Gives the number.</summary>
    public static string Text(bool isPostgreSql) => isPostgreSql
        ? $"INSERT INTO options.option_set_heads AS h (organization_id, conf_key, scope_key, revision) VALUES ($1, $2, $3, 1) {ConflictPostgreSql}"
        : $"""
            MERGE options.option_set_heads WITH (HOLDLOCK) AS h USING (VALUES ($1, $2, $3)) AS s (organization_id, conf_key, scope_key)
            {MatchSqlServer} OUTPUT inserted.revision;
            """;

    /// <summary>Of a plugin: <c>$2</c> is its id. Gives the plugin's columns and the number; nothing when the catalog has no such plugin.</summary>
    public static string TextWithPlugin(bool isPostgreSql) => isPostgreSql
        ? $"""
            WITH plugin AS ({PluginDeclarations.Query(isPostgreSql)}),
            head AS (INSERT INTO options.option_set_heads AS h (organization_id, conf_key, scope_key, revision) SELECT $1, p.conf_key, $3, 1 FROM plugin p {ConflictPostgreSql})
            SELECT p.*, h.revision FROM plugin p CROSS JOIN head h
            """
        : $"""
            MERGE options.option_set_heads WITH (HOLDLOCK) AS h
            USING (SELECT p.*, CAST($1 AS uniqueidentifier) AS organization_id, CAST($3 AS nvarchar(100)) AS scope_key FROM ({PluginDeclarations.Query(isPostgreSql)}) p) AS s
            {MatchSqlServer}
            OUTPUT s.id, s.conf_key, s.is_enabled, s.can_disable, s.project_default_enabled, s.required_field, s.revision, s.has_template, s.is_running, s.version, inserted.revision;
            """;
}
