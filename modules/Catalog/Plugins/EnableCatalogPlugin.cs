using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Catalog.Plugins;

/// <summary>Lets an entry of the local repository be used.</summary>
public sealed record EnableCatalogPlugin(string PluginId, string? RepositoryId) : ICommand<Plugin>
{
    string? ICommand.AuditTarget => PluginId;
}

[MutationType]
public static partial class EnableCatalogPluginMutation
{
    /// <summary>Allows an entry of the local repository to be installed and used. Enabling an enabled one changes nothing.</summary>
    /// <param name="pluginId">Which one.</param>
    /// <param name="repositoryId">Where to look for it; without, the first repository that has it.</param>
    [Authorize("catalog:write")]
    [Error<InputInvalidException>]
    [Error<PluginNotFoundException>]
    [Error<RepositoryNotFoundException>]
    [Error<RepositoryReadOnlyException>]
    public static Task<Plugin> EnableCatalogPluginAsync(string pluginId, string? repositoryId, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new EnableCatalogPlugin(pluginId, repositoryId), ct);
}

internal sealed class EnableCatalogPluginHandler(CatalogDb db, UnitOfWork work, TimeProvider clock) : IRequestHandler<EnableCatalogPlugin, Plugin>
{
    public async Task<Plugin> Handle(EnableCatalogPlugin request, CancellationToken ct)
    {
        var plugin = await db.TakePluginAsync(request.PluginId, request.RepositoryId, ct);
        plugin.Repository.EnsureWritable();
        if (plugin.Enable(clock.Now()))
            work.AfterCommit(new CatalogChanged(plugin.Repository.RepositoryId, plugin.PluginId, CatalogAction.PluginUpdated, plugin.UpdatedAt));
        return plugin;
    }
}
