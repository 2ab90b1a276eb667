using System.Collections.Concurrent;
using System.Data.Common;
using GraphQLPlugins.Catalog.Contracts;

namespace GraphQLPlugins.Catalog.Plugins;

/// <summary>What a declaration needs of the catalog, read by hand: it is looked up with nearly every request that has to do with options.</summary>
internal sealed record DeclarationRow(
    Guid Id, string PluginId, string ConfKey, bool IsEnabled, bool CanDisable, bool ProjectDefaultEnabled, string? RequiredField, int Revision, bool HasTemplate, bool IsRunning,
    Guid? Version)
{
    /// <summary>Whether the entry or the installed version declares options; <see cref="Version"/> is that one, where it says something of its own.</summary>
    public bool Declares => HasTemplate || Version is not null;

    public PluginDeclaration With(DeclaredOptions declared) => new(PluginId, ConfKey, IsEnabled, IsRunning, CanDisable, ProjectDefaultEnabled, RequiredField, declared);

    /// <summary>How many columns the statement has.</summary>
    public const int Columns = 10;

    // $1 is the organization, $2 the plugin's id. The entry that is installed counts, else the first repository in the order of priority.
    private const string PostgreSql = """
        SELECT p.id, p.conf_key, p.state = 'Enabled' AS is_enabled, p.can_disable, p.project_default_enabled, p.required_field, p.revision, p.template IS NOT NULL AS has_template,
            COALESCE(i.state = 'Running', FALSE) AS is_running, v.id AS version
        FROM catalog.plugins p JOIN catalog.repositories r ON r.id = p.repository_key
        LEFT JOIN catalog.installations i ON i.organization_id = $1 AND i.name = p.plugin_id
        LEFT JOIN catalog.versions v ON i.plugin_key = p.id AND v.id = i.version_key AND v.template IS NOT NULL
        WHERE p.plugin_id = $2 AND r.state = 'Enabled' ORDER BY CASE WHEN i.plugin_key = p.id THEN 0 ELSE 1 END, r.priority, r.name LIMIT 1
        """;

    private const string SqlServer = """
        SELECT TOP (1) p.id, p.conf_key, CAST(IIF(p.state = 'Enabled', 1, 0) AS bit) AS is_enabled, p.can_disable, p.project_default_enabled, p.required_field, p.revision,
            CAST(IIF(p.template IS NULL, 0, 1) AS bit) AS has_template,
            CAST(IIF(i.state = 'Running', 1, 0) AS bit) AS is_running, v.id AS version
        FROM catalog.plugins p JOIN catalog.repositories r ON r.id = p.repository_key
        LEFT JOIN catalog.installations i ON i.organization_id = $1 AND i.name = p.plugin_id
        LEFT JOIN catalog.versions v ON i.plugin_key = p.id AND v.id = i.version_key AND v.template IS NOT NULL
        WHERE p.plugin_id = $2 AND r.state = 'Enabled' ORDER BY CASE WHEN i.plugin_key = p.id THEN 0 ELSE 1 END, r.priority, r.name
        """;

    private static readonly ConcurrentDictionary<string, string> Statements = new();

    /// <summary>The statement, with the attached rows after the plugin's, whose columns are null in the plugin's and the other way round.</summary>
    public static string Statement(bool isPostgreSql, AttachedRows? attached)
    {
        var plugin = isPostgreSql ? PostgreSql : SqlServer;
        // There are as many as there are places that attach something.
        return attached is null ? plugin : Statements.GetOrAdd(isPostgreSql ? attached.PostgreSql : attached.SqlServer, static (rows, given) => $"""
            WITH plugin AS ({given.plugin})
            SELECT p.*{Nulls(given.attached.Columns)} FROM plugin p
            UNION ALL
            SELECT NULL{Nulls(Columns - 1)}, rows.* FROM ({rows}) rows
            """, (plugin, attached));
    }

    /// <summary>The row; null when it is an attached one.</summary>
    public static DeclarationRow? Read(DbDataReader reader, string pluginId) => reader.IsDBNull(0) ? null : new DeclarationRow(
        reader.GetGuid(0), pluginId, reader.GetString(1), reader.GetBoolean(2), reader.GetBoolean(3), reader.GetBoolean(4), reader.IsDBNull(5) ? null : reader.GetString(5), reader.GetInt32(6),
        reader.GetBoolean(7), reader.GetBoolean(8), reader.IsDBNull(9) ? null : reader.GetGuid(9));

    private static string Nulls(int count) => string.Concat(Enumerable.Repeat(", NULL", count));
}
