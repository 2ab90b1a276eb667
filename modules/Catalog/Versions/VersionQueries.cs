using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Remotes;
using GraphQLPlugins.Catalog.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Versions;

[QueryType]
public static partial class VersionQueries
{
    /// <summary>
    /// The versions of a plugin, newest first unless another order is given; null when there is no such plugin. Of a registered image they are what
    /// its registry has; while that gives no answer they are those from before, which the answer's warnings tell, and without any the field is an error.
    /// </summary>
    /// <param name="pluginId">The plugin's id.</param>
    /// <param name="repositoryId">Where to look for it; without, the first repository that has it.</param>
    /// <param name="includePrerelease">Whether to list versions that are not final.</param>
    /// <param name="includeYanked">Whether to list versions that were withdrawn.</param>
    /// <param name="hostVersion">Only those that run on a host of this version.</param>
    [Authorize("catalog:read")]
    [UsePaging(IncludeTotalCount = true)]
    [UseFiltering]
    [UseSorting]
    public static async Task<IQueryable<PluginVersion>?> GetPluginVersionsAsync(
        string pluginId, string? repositoryId, string? hostVersion, CatalogDb db, IResolverContext context, CancellationToken ct,
        bool includePrerelease = true, bool includeYanked = false)
    {
        if (await context.Service<PluginFreshness>().FindAsync(pluginId, repositoryId, db, context, ct) is not { Id: var key })
            return null;
        return db.Versions.AsNoTracking()
            .Where(version => version.PluginKey == key)
            .RunningOn(hostVersion)
            .Where(version => includePrerelease || version.Channel == VersionChannel.Stable)
            .Where(version => version.State == VersionState.Active || (includeYanked && version.State == VersionState.Yanked))
            .OrderByDescending(version => version.SortKey).ThenByDescending(version => version.Id);
    }

    /// <summary>The texts of all versions of a plugin that are offered, newest first; null when there is no such plugin. As <c>pluginVersions</c>, in one list.</summary>
    /// <param name="pluginId">The plugin's id.</param>
    /// <param name="repositoryId">Where to look for it; without, the first repository that has it.</param>
    [Authorize("catalog:read")]
    public static async Task<VersionsInfo?> GetVersionsAsync(string pluginId, string? repositoryId, CatalogDb db, IResolverContext context, CancellationToken ct)
    {
        if (await context.Service<PluginFreshness>().FindAsync(pluginId, repositoryId, db, context, ct) is not { Id: var key })
            return null;
        return new VersionsInfo(await db.Versions
            .Where(version => version.PluginKey == key && version.State == VersionState.Active)
            .OrderByDescending(version => version.SortKey).ThenByDescending(version => version.Id)
            .Select(version => version.Version)
            .ToListAsync(ct));
    }

    private static IQueryable<PluginVersion> RunningOn(this IQueryable<PluginVersion> versions, string? hostVersion) =>
        HostCompatibility.RunsOn(hostVersion) is { } runs ? versions.Where(runs) : versions;
}

public static partial class VersionLoaders
{
    [DataLoader]
    public static async Task<Dictionary<Guid, PluginVersion>> GetVersionByKeyAsync(IReadOnlyList<Guid> keys, IDbContextFactory<CatalogDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Versions.Where(version => keys.Contains(version.Id)).ToDictionaryAsync(version => version.Id, ct);
    }

    /// <summary>A page of each, newest first unless the query has another order.</summary>
    [DataLoader]
    public static async Task<Dictionary<Guid, Page<PluginVersion>>> GetVersionsByPluginAsync(
        IReadOnlyList<Guid> keys, PagingArguments paging, QueryContext<PluginVersion> query, IDbContextFactory<CatalogDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Versions.AsNoTracking().Where(version => keys.Contains(version.PluginKey))
            .With(query, order => order.IfEmpty(newest => newest.AddDescending(version => version.SortKey)).AddDescending(version => version.Id))
            .ToBatchPageAsync(version => version.PluginKey, paging, ct);
    }

    /// <summary>The version to offer to a host: active, running on it, final before pre-release, then newest.</summary>
    [DataLoader]
    public static async Task<Dictionary<VersionForHost, PluginVersion>> GetVersionForHostAsync(IReadOnlyList<VersionForHost> keys, IDbContextFactory<CatalogDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var found = new Dictionary<VersionForHost, PluginVersion>();
        foreach (var host in keys.GroupBy(key => key.HostVersion))
        {
            var plugins = host.Select(key => key.PluginKey).ToList();
            var best = await db.Versions.AsNoTracking().Where(version => plugins.Contains(version.PluginKey) && version.State == VersionState.Active)
                .Where(HostCompatibility.RunsOn(host.Key)!)
                .GroupBy(version => version.PluginKey)
                .Select(versions => versions.OrderBy(version => version.Channel == VersionChannel.Stable ? 0 : 1).ThenByDescending(version => version.SortKey).ThenByDescending(version => version.Id).First())
                .ToListAsync(ct);
            foreach (var version in best)
                found[new VersionForHost(version.PluginKey, host.Key)] = version;
        }
        return found;
    }
}

/// <summary>A plugin on a host.</summary>
/// <param name="PluginKey">The plugin.</param>
/// <param name="HostVersion">The host's version.</param>
public readonly record struct VersionForHost(Guid PluginKey, string HostVersion);
