using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Registries;
using GraphQLPlugins.Catalog.Repositories;
using GraphQLPlugins.Catalog.Storage;

namespace GraphQLPlugins.Catalog.Remotes;

/// <summary>Finds an entry with its versions as new as they can be had, and tells in the answer's warnings where they cannot.</summary>
internal sealed class PluginFreshness(RemoteEntries remotes, RegistryVersions registry, Warnings warnings)
{
    /// <returns>Null when no repository has it; then all were asked.</returns>
    /// <exception cref="UpstreamUnavailableException">No repository that answered has it, and one did not answer.</exception>
    public async Task<Plugin?> FindAsync(string pluginId, string? repositoryId, CatalogDb db, IResolverContext context, CancellationToken ct)
    {
        var plugin = await db.FindPluginAsync(pluginId, repositoryId, ct);
        if (plugin is null && await remotes.FetchAsync(pluginId, repositoryId, ct))
            plugin = await db.FindPluginAsync(pluginId, repositoryId, ct);
        else if (plugin is { Repository.Type: RepositoryType.Remote })
            await remotes.RefreshAsync(plugin, warnings, ct);
        else if (plugin is not null)
            await registry.RefreshAsync(plugin, warnings, ct);
        warnings.Tell(context);
        return plugin;
    }
}
