using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Catalog.Versions;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Dependencies;

/// <summary>What resolving needs to know of an installation.</summary>
internal sealed record InstalledPlugin(
    Guid Id, string Name, string? Version, InstallationState State, bool Pinned, IReadOnlyList<string> SkippedVersions, Guid? PluginKey, Guid? VersionKey, string? ArtifactDigest)
{
    private string? _sortKey;

    /// <summary>What its file says it needs; empty where the catalog knows its version.</summary>
    public IReadOnlyList<GraphDependency> Needs { get; init; } = [];

    /// <summary>Null when the version is unknown; then it will do for everybody.</summary>
    public string? SortKey => Version is null ? null : _sortKey ??= VersionOrder.SortKey(Version);

    public bool IsRunning => State is InstallationState.Running or InstallationState.Updating;

    public bool Meets(VersionRange range) => SortKey is null || range.Holds(SortKey);

    /// <summary>What a file says that it needs.</summary>
    public static IReadOnlyList<GraphDependency> NeedsOf(IReadOnlyList<ManifestDependency>? needs) =>
        [.. (needs ?? []).Select(need => new GraphDependency(need.PluginId, PluginDependency.RangeOf(null, need.MinVersion), need.Optional))];

    public static async Task<List<InstalledPlugin>> AllAsync(CatalogDb db, Guid organizationId, CancellationToken ct) => [.. (await db.Installations.AsNoTracking()
        .Where(installation => installation.OrganizationId == organizationId && installation.State != InstallationState.Removing)
        .OrderBy(installation => installation.Name)
        .Select(i => new { Plugin = new InstalledPlugin(i.Id, i.Name, i.Version, i.State, i.Pinned, i.SkippedVersions, i.PluginKey, i.VersionKey, i.ArtifactDigest), i.Needs })
        .ToListAsync(ct))
        .Select(row => row.Needs is null ? row.Plugin : row.Plugin with { Needs = NeedsOf(row.Needs) })];
}
