using System.Data.Common;
using System.Text;
using GraphQLPlugins.Catalog.Contracts;

namespace GraphQLPlugins.Catalog.Plugins;

/// <summary>What a declaration needs of the catalog, read by hand: it is looked up with nearly every request that has to do with options.</summary>
/// <param name="Version">The version that is installed from the entry; null when none is, and when it declares nothing.</param>
internal sealed record DeclarationRow(
    Guid Id, string PluginId, string ConfKey, bool IsEnabled, bool CanDisable, bool ProjectDefaultEnabled, string? RequiredField, int Revision, bool HasTemplate, bool IsRunning,
    Guid? Version)
{
    // $1 is the organization, $2 the plugin's id. There are as many rows as repositories have the plugin: which of them counts is found out here, since sorting one row costs more than reading it.
    private const string Text = """
        SELECT p.id, p.conf_key, p.state, p.can_disable, p.project_default_enabled, p.required_field, p.revision, CASE WHEN p.template IS NULL THEN 0 ELSE 1 END AS has_template,
            r.priority, r.name, i.state AS installed, i.plugin_key,
            CASE WHEN i.plugin_key = p.id AND EXISTS (SELECT 1 FROM catalog.versions v WHERE v.id = i.version_key AND v.template IS NOT NULL) THEN i.version_key END AS declares
        FROM catalog.plugins p JOIN catalog.repositories r ON r.id = p.repository_key
        LEFT JOIN catalog.installations i ON i.organization_id = $1 AND i.name = $2
        WHERE p.plugin_id = $2 AND r.state = 'Enabled'
        """;

    /// <summary>Whether the entry or the installed version declares options; <see cref="Version"/> is that one, where it says something of its own.</summary>
    public bool Declares => HasTemplate || Version is not null;

    public PluginDeclaration With(DeclaredOptions declared) => new(PluginId, ConfKey, IsEnabled, IsRunning, CanDisable, ProjectDefaultEnabled, RequiredField, declared);

    /// <summary>The statement, for either provider.</summary>
    public static (string Text, object?[] Values) Statement(Guid organization, string pluginId) => (Text, [organization, pluginId]);

    /// <summary>Reads all rows of the statement: the entry that is installed counts, else that of the first repository in the order of priority and name.</summary>
    public static async Task<DeclarationRow?> ReadAsync(DbDataReader reader, string pluginId, CancellationToken ct)
    {
        (DeclarationRow Row, Rank Rank)? first = null;
        while (await reader.ReadAsync(ct))
        {
            var row = Read(reader, pluginId);
            var rank = new Rank(!reader.IsDBNull(11) && reader.GetGuid(11) == row.Id ? 0 : 1, reader.GetInt32(8), reader.GetString(9));
            if (first is null || rank.CompareTo(first.Value.Rank) < 0) first = (row, rank);
        }
        return first?.Row;
    }

    private static DeclarationRow Read(DbDataReader reader, string pluginId) => new(
        reader.GetGuid(0), pluginId, reader.GetString(1), reader.GetString(2) == nameof(PluginState.Enabled), reader.GetBoolean(3), reader.GetBoolean(4), reader.IsDBNull(5) ? null : reader.GetString(5), reader.GetInt32(6),
        reader.GetInt32(7) != 0, !reader.IsDBNull(10) && reader.GetString(10) == nameof(Installations.InstallationState.Running), reader.IsDBNull(12) ? null : reader.GetGuid(12));

    /// <summary>Names compare by code point, as they do in the database.</summary>
    private readonly record struct Rank(int Installed, int Priority, string Name) : IComparable<Rank>
    {
        public int CompareTo(Rank other) =>
            Installed != other.Installed ? Installed.CompareTo(other.Installed)
            : Priority != other.Priority ? Priority.CompareTo(other.Priority)
            : Encoding.UTF8.GetBytes(Name).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other.Name));
    }
}
