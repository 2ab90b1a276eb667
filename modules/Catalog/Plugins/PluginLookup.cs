using System.Linq.Expressions;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Repositories;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Plugins;

/// <summary>Finds an entry by its id: in one repository, or in the first of all in their order of priority (S21, S22).</summary>
internal static class PluginLookup
{
    /// <summary>The plugins that are seen.</summary>
    public static readonly Expression<Func<Plugin, bool>> InEnabledRepository = plugin => plugin.Repository.State == RepositoryState.Enabled;

    private static readonly PreparedQuery<Plugin, string> ById = new((plugins, id) => plugins
        .Where(plugin => plugin.PluginId == id).Where(InEnabledRepository)
        .OrderBy(plugin => plugin.Repository.Priority).ThenBy(plugin => plugin.Repository.Name));

    private static readonly PreparedQuery<Plugin, Place> ByPlace = new((plugins, place) => plugins
        .Where(plugin => plugin.PluginId == place.PluginId && plugin.Repository.RepositoryId == place.RepositoryId).Where(InEnabledRepository));

    /// <exception cref="RepositoryNotFoundException">A repository was named that does not exist.</exception>
    public static async Task<Plugin?> FindPluginAsync(this CatalogDb db, string pluginId, string? repositoryId, CancellationToken ct)
    {
        var plugin = await db.Plugins.Include(plugin => plugin.Repository).Named(pluginId, repositoryId).FirstOrDefaultAsync(ct);
        if (plugin is null && repositoryId is not null)
            await db.RequireRepositoryAsync(repositoryId, ct);
        return plugin;
    }

    /// <summary>For commands that change the entry: waits until no other one does.</summary>
    /// <exception cref="PluginNotFoundException">No repository has it.</exception>
    /// <exception cref="RepositoryNotFoundException">A repository was named that does not exist.</exception>
    public static async Task<Plugin> TakePluginAsync(this CatalogDb db, string pluginId, string? repositoryId, CancellationToken ct)
    {
        await db.LockAsync($"plugin:{pluginId}", ct);
        return await db.RequirePluginAsync(pluginId, repositoryId, ct);
    }

    /// <summary>For commands of people: also refuses entries that the caller's organization may not change, or that are no longer what the caller read.</summary>
    public static async Task<Plugin> TakeWritableAsync(this CatalogDb db, string pluginId, string? repositoryId, Actor actor, string? expectedEtag, CancellationToken ct)
    {
        var plugin = await db.TakePluginAsync(pluginId, repositoryId, ct);
        plugin.EnsureWritableBy(actor.OrganizationId);
        return expectedEtag is null || expectedEtag == plugin.Etag ? plugin : throw new EtagMismatchException(expectedEtag, plugin.Etag);
    }

    /// <returns>The version, and all of the plugin.</returns>
    /// <exception cref="VersionNotFoundException">The plugin does not have it.</exception>
    public static async Task<(PluginVersion Version, List<PluginVersion> All)> RequireVersionAsync(this CatalogDb db, Plugin plugin, string version, CancellationToken ct)
    {
        Text.Findable(version, nameof(version));
        var all = await db.Versions.Where(other => other.PluginKey == plugin.Id).ToListAsync(ct);
        return (all.Find(other => other.Version == version) ?? throw new VersionNotFoundException(plugin.PluginId, version), all);
    }

    /// <exception cref="PluginNotFoundException">No repository has it.</exception>
    /// <exception cref="RepositoryNotFoundException">A repository was named that does not exist.</exception>
    public static async Task<Plugin> RequirePluginAsync(this CatalogDb db, string pluginId, string? repositoryId, CancellationToken ct) =>
        await db.FindPluginAsync(pluginId, repositoryId, ct) ?? throw new PluginNotFoundException(pluginId);

    /// <exception cref="RepositoryNotFoundException">It does not exist.</exception>
    public static async Task<Repository> RequireRepositoryAsync(this CatalogDb db, string repositoryId, CancellationToken ct)
    {
        Text.Findable(repositoryId, nameof(repositoryId));
        return await db.Repositories.FirstOrDefaultAsync(repository => repository.RepositoryId == repositoryId && repository.DeletedAt == null, ct)
            ?? throw new RepositoryNotFoundException(repositoryId);
    }

    /// <summary>The plugins of an id in all enabled repositories, or in one of them, the one that counts first.</summary>
    public static IQueryable<Plugin> Named(this IQueryable<Plugin> plugins, string pluginId, string? repositoryId)
    {
        Text.Findable(pluginId, nameof(pluginId));
        if (repositoryId is null)
            return ById.Over(plugins, pluginId);
        Text.Findable(repositoryId, nameof(repositoryId));
        return ByPlace.Over(plugins, new Place(pluginId, repositoryId));
    }

    private sealed record Place(string PluginId, string RepositoryId);
}
