using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Versions;

[QueryType]
public static partial class VersionQueries
{
    /// <summary>The versions of a plugin, newest first unless another order is given; null when there is no such plugin.</summary>
    /// <param name="pluginId">The plugin's id.</param>
    /// <param name="repositoryId">Where to look for it; without, the first repository that has it.</param>
    /// <param name="includePrerelease">Whether to list versions that are not final.</param>
    /// <param name="includeYanked">Whether to list versions that were withdrawn.</param>
    [Authorize("catalog:read")]
    [UsePaging(IncludeTotalCount = true)]
    [UseFiltering]
    [UseSorting]
    public static async Task<IQueryable<PluginVersion>?> GetPluginVersionsAsync(
        string pluginId, string? repositoryId, CatalogDb db, CancellationToken ct, bool includePrerelease = true, bool includeYanked = false)
    {
        if (await db.FindPluginAsync(pluginId, repositoryId, ct) is not { Id: var key })
            return null;
        return db.Versions.AsNoTracking()
            .Where(version => version.PluginKey == key)
            .Where(version => includePrerelease || version.Channel == VersionChannel.Stable)
            .Where(version => version.State == VersionState.Active || (includeYanked && version.State == VersionState.Yanked))
            .OrderByDescending(version => version.SortKey).ThenByDescending(version => version.Id);
    }
}

public static partial class VersionLoaders
{
    [DataLoader]
    public static async Task<Dictionary<Guid, PluginVersion>> GetVersionByKeyAsync(IReadOnlyList<Guid> keys, IDbContextFactory<CatalogDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Versions.Where(version => keys.Contains(version.Id)).ToDictionaryAsync(version => version.Id, ct);
    }

    /// <summary>A page of each, newest first.</summary>
    [DataLoader]
    public static async Task<Dictionary<Guid, Page<PluginVersion>>> GetVersionsByPluginAsync(
        IReadOnlyList<Guid> keys, PagingArguments paging, IDbContextFactory<CatalogDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Versions.AsNoTracking().Where(version => keys.Contains(version.PluginKey))
            .OrderByDescending(version => version.SortKey).ThenByDescending(version => version.Id)
            .ToBatchPageAsync(version => version.PluginKey, paging, ct);
    }
}
