using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Catalog.Versions;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Dependencies;

[QueryType]
public static partial class DependencyQueries
{
    /// <summary>What a version of a plugin needs, in its publisher's order; null when there is no such plugin or version.</summary>
    /// <param name="pluginId">The plugin's id.</param>
    /// <param name="version">The version; without, the latest one.</param>
    /// <param name="repositoryId">Where to look for the plugin; without, the first repository that has it.</param>
    [Authorize("catalog:read")]
    public static async Task<IReadOnlyList<PluginDependency>?> GetPluginDependenciesAsync(string pluginId, string? version, string? repositoryId, CatalogDb db, CancellationToken ct)
    {
        if (version is not null)
            Text.Findable(version, nameof(version));
        if (await db.FindPluginAsync(pluginId, repositoryId, ct) is not { } plugin)
            return null;
        var key = version is null
            ? plugin.LatestVersionKey
            : await db.Versions.Where(candidate => candidate.PluginKey == plugin.Id && candidate.Version == version).Select(candidate => (Guid?)candidate.Id).FirstOrDefaultAsync(ct);
        return key is null ? null : await db.Dependencies.Where(dependency => dependency.VersionKey == key).OrderBy(dependency => dependency.Ordinal).ToListAsync(ct);
    }

    /// <summary>The plugins of the same repository whose latest version needs a plugin, by name unless another order is given; null when there is no such plugin.</summary>
    /// <param name="pluginId">The plugin's id.</param>
    /// <param name="repositoryId">Where to look for the plugin; without, the first repository that has it.</param>
    /// <param name="includeOptional">Whether to list those that also work without it.</param>
    [Authorize("catalog:read")]
    [UsePaging(IncludeTotalCount = true)]
    [UseFiltering]
    [UseSorting]
    public static async Task<IQueryable<Plugin>?> GetPluginDependentsAsync(
        string pluginId, string? repositoryId, CatalogDb db, CancellationToken ct, bool includeOptional = true)
    {
        if (await db.FindPluginAsync(pluginId, repositoryId, ct) is not { RepositoryKey: var repository })
            return null;
        return db.Plugins.AsNoTracking()
            .Where(dependent => dependent.RepositoryKey == repository && db.Dependencies.Any(dependency =>
                dependency.PluginId == pluginId && dependency.VersionKey == dependent.LatestVersionKey && (includeOptional || !dependency.Optional)))
            .OrderBy(dependent => dependent.Name).ThenBy(dependent => dependent.Id);
    }
}

[ObjectType<PluginDependency>]
public static partial class PluginDependencyNode
{
    /// <summary>The plugin that is needed; null when no repository has it.</summary>
    public static Task<Plugin?> GetPluginAsync([Parent] PluginDependency dependency, IPluginByReferenceDataLoader plugins, CancellationToken ct) =>
        plugins.LoadAsync(new PluginReference(dependency.RepositoryKey, dependency.PluginId), ct);

    /// <summary>The versions that will do, such as <c>&gt;=1.2</c> or <c>[1.0,2.0)</c>; <c>*</c> is any.</summary>
    public static string GetRange([Parent(requires: $"{nameof(PluginDependency.RangeText)} {nameof(PluginDependency.MinVersion)}")] PluginDependency dependency) => dependency.Range.Text;

    /// <summary>The version that needs it.</summary>
    [BindMember(nameof(PluginDependency.DependentVersion))]
    public static Task<PluginVersion> GetDependentVersionAsync([Parent] PluginDependency dependency, IVersionByKeyDataLoader versions, CancellationToken ct) =>
        versions.LoadRequiredAsync(dependency.VersionKey, ct);
}

public static partial class DependencyLoaders
{
    [DataLoader]
    public static async Task<ILookup<Guid, PluginDependency>> GetDependenciesByVersionAsync(IReadOnlyList<Guid> keys, IDbContextFactory<CatalogDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return (await db.Dependencies.Where(dependency => keys.Contains(dependency.VersionKey)).OrderBy(dependency => dependency.Ordinal).ToListAsync(ct))
            .ToLookup(dependency => dependency.VersionKey);
    }
}
