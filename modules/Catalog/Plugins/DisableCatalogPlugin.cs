using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Catalog.Plugins;

/// <summary>Keeps an entry of the local repository from being used.</summary>
public sealed record DisableCatalogPlugin(string PluginId, string? RepositoryId) : ICommand<Plugin>
{
    string? ICommand.AuditTarget => PluginId;
}

[MutationType]
public static partial class DisableCatalogPluginMutation
{
    /// <summary>Forbids the installation and use of an entry of the local repository. Disabling a disabled one changes nothing.</summary>
    /// <param name="pluginId">Which one.</param>
    /// <param name="repositoryId">Where to look for it; without, the first repository that has it.</param>
    [Authorize("catalog:write")]
    [Error<InputInvalidException>]
    [Error<PluginNotFoundException>]
    [Error<RepositoryNotFoundException>]
    [Error<RepositoryReadOnlyException>]
    public static Task<Plugin> DisableCatalogPluginAsync(string pluginId, string? repositoryId, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new DisableCatalogPlugin(pluginId, repositoryId), ct);
}

internal sealed class DisableCatalogPluginHandler(CatalogDb db, UnitOfWork work, TimeProvider clock) : IRequestHandler<DisableCatalogPlugin, Plugin>
{
    public async Task<Plugin> Handle(DisableCatalogPlugin request, CancellationToken ct)
    {
        var plugin = await db.TakePluginAsync(request.PluginId, request.RepositoryId, ct);
        plugin.Repository.EnsureWritable();
        if (plugin.Disable(clock.Now()))
            work.AfterCommit(new CatalogChanged(plugin.Repository.RepositoryId, plugin.PluginId, CatalogAction.PluginUpdated, plugin.UpdatedAt));
        return plugin;
    }
}
