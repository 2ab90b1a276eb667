using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Remotes;
using GraphQLPlugins.Catalog.Repositories;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Catalog.Versions;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Plugins;

[QueryType]
public static partial class PluginQueries
{
    private static readonly PreparedQuery<Plugin> Seen = new(plugins => plugins
        .Where(PluginLookup.InEnabledRepository).OrderBy(plugin => plugin.Name).ThenBy(plugin => plugin.Id));

    /// <summary>
    /// Plugins of all enabled repositories, by name unless another order is given. Those of remote repositories are copies; where one may be out of date,
    /// the answer's warnings tell.
    /// </summary>
    /// <param name="search">Only those that have every one of these words somewhere in id, name, provider, labels or description, whatever their case.</param>
    /// <param name="repositoryId">Only those of one repository.</param>
    /// <param name="hostVersion">
    /// Only those of which an offered version runs on a host of this version, and those without versions. Every ecosystem counts its hosts in its own way, so
    /// filter by <c>provider</c> too where the catalog has several.
    /// </param>
    [Authorize("catalog:read")]
    [UsePaging(IncludeTotalCount = true)]
    [UseFiltering]
    [UseSorting]
    public static async Task<IQueryable<Plugin>> GetPluginsAsync(string? search, string? repositoryId, string? hostVersion, CatalogDb db, IResolverContext context, CancellationToken ct)
    {
        if (repositoryId is not null) await db.RequireRepositoryAsync(repositoryId, ct);
        await context.Service<RemoteHealth>().WarnAsync(repositoryId, context, ct);
        return Seen.Over(db.Plugins).OfRepository(repositoryId).Matching(search).RunningOn(hostVersion, db);
    }

    /// <summary>The same plugins by number: leaves out as many as <c>skip</c> says, and lists as many as <c>take</c> says. For pages that a person turns; programs page by cursor.</summary>
    /// <param name="search">As for <c>plugins</c>.</param>
    /// <param name="repositoryId">As for <c>plugins</c>.</param>
    /// <param name="hostVersion">As for <c>plugins</c>.</param>
    [Authorize("catalog:read")]
    [UseOffsetPaging(IncludeTotalCount = true)]
    [UseFiltering]
    [UseSorting]
    public static Task<IQueryable<Plugin>> GetPluginsPageAsync(string? search, string? repositoryId, string? hostVersion, CatalogDb db, IResolverContext context, CancellationToken ct) =>
        GetPluginsAsync(search, repositoryId, hostVersion, db, context, ct);

    /// <summary>One plugin by its id; null when no repository has it. While a remote repository that may have it gives no answer, that is an error instead.</summary>
    /// <param name="pluginId">Its id, exactly.</param>
    /// <param name="repositoryId">Where to look for it; without, the first repository that has it.</param>
    [Authorize("catalog:read")]
    [UseFirstOrDefault]
    public static async Task<IQueryable<Plugin>> GetPluginAsync(string pluginId, string? repositoryId, CatalogDb db, IResolverContext context, CancellationToken ct)
    {
        if (repositoryId is not null) await db.RequireRepositoryAsync(repositoryId, ct);
        await context.Service<RemoteEntries>().EnsureAsync(pluginId, repositoryId, db, ct);
        return db.Plugins.Named(pluginId, repositoryId);
    }

    /// <summary>The plugins that are seen, of one repository or of all.</summary>
    internal static IQueryable<Plugin> Listed(this IQueryable<Plugin> plugins, string? repositoryId) => plugins.Where(PluginLookup.InEnabledRepository).OfRepository(repositoryId);

    private static IQueryable<Plugin> OfRepository(this IQueryable<Plugin> plugins, string? repositoryId)
    {
        if (repositoryId is null)
            return plugins;
        Text.Findable(repositoryId, nameof(repositoryId));
        return plugins.Where(plugin => plugin.Repository.RepositoryId == repositoryId);
    }

    private static IQueryable<Plugin> RunningOn(this IQueryable<Plugin> plugins, string? hostVersion, CatalogDb db)
    {
        if (HostCompatibility.RunsOn(hostVersion) is not { } runs)
            return plugins;
        var running = db.Versions.Where(version => version.State == VersionState.Active).Where(runs);
        return plugins.Where(plugin => plugin.LatestVersionKey == null || running.Any(version => version.PluginKey == plugin.Id));
    }

    internal static IQueryable<Plugin> Matching(this IQueryable<Plugin> plugins, string? search)
    {
        foreach (var word in (Text.Optional(search, "search", 500) ?? "").ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            plugins = plugins.Where(plugin => plugin.SearchText.Contains(word));
        return plugins;
    }
}
