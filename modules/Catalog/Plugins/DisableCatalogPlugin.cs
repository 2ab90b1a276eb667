using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Catalog.Plugins;

/// <summary>Keeps an entry of the local repository from being used.</summary>
public sealed record DisableCatalogPlugin(string PluginId, string? RepositoryId, string? ExpectedEtag, bool DryRun) : ICommand<Plugin>
{
    string? ICommand.AuditTarget => PluginId;
}

[MutationType]
public static partial class DisableCatalogPluginMutation
{
    /// <summary>Forbids the installation and use of an entry of the local repository. Disabling a disabled one changes nothing.</summary>
    /// <param name="pluginId">Which one.</param>
    /// <param name="repositoryId">Where to look for it; without, the first repository that has it.</param>
    /// <param name="expectedEtag">Refuses the change when the entry is no longer what the caller read.</param>
    /// <param name="dryRun">Only find out whether it would be accepted.</param>
    [Authorize("catalog:write")]
    [Error<InputInvalidException>]
    [Error<PluginNotFoundException>]
    [Error<RepositoryNotFoundException>]
    [Error<RepositoryReadOnlyException>]
    [Error<PluginNotOwnedException>]
    [Error<EtagMismatchException>]
    public static Task<Plugin> DisableCatalogPluginAsync(
        string pluginId, string? repositoryId, string? expectedEtag, IMediator mediator, CancellationToken ct, bool dryRun = false) =>
        mediator.Send(new DisableCatalogPlugin(pluginId, repositoryId, expectedEtag, dryRun), ct);
}

internal sealed class DisableCatalogPluginHandler(CatalogDb db, UnitOfWork work, Actor actor, TimeProvider clock) : IRequestHandler<DisableCatalogPlugin, Plugin>
{
    public async Task<Plugin> Handle(DisableCatalogPlugin request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var plugin = await db.TakeWritableAsync(request.PluginId, request.RepositoryId, actor, request.ExpectedEtag, ct);
        if (plugin.Disable(clock.Now()))
            work.AfterCommit(new CatalogChanged(plugin.Repository.RepositoryId, plugin.PluginId, CatalogAction.PluginUpdated, plugin.UpdatedAt));
        return plugin;
    }
}
