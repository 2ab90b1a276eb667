using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Catalog.Plugins;

/// <summary>Lets an entry of the local repository be used.</summary>
public sealed record EnableCatalogPlugin(string PluginId, string? RepositoryId, string? ExpectedEtag, bool DryRun) : ICommand<Plugin>
{
    string? ICommand.AuditTarget => PluginId;
}

[MutationType]
public static partial class EnableCatalogPluginMutation
{
    /// <summary>Allows an entry of the local repository to be installed and used. Enabling an enabled one changes nothing.</summary>
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
    public static Task<Plugin> EnableCatalogPluginAsync(
        string pluginId, string? repositoryId, string? expectedEtag, IMediator mediator, CancellationToken ct, bool dryRun = false) =>
        mediator.Send(new EnableCatalogPlugin(pluginId, repositoryId, expectedEtag, dryRun), ct);
}

internal sealed class EnableCatalogPluginHandler(CatalogDb db, UnitOfWork work, Actor actor, TimeProvider clock) : IRequestHandler<EnableCatalogPlugin, Plugin>
{
    public async Task<Plugin> Handle(EnableCatalogPlugin request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var plugin = await db.TakeWritableAsync(request.PluginId, request.RepositoryId, actor, request.ExpectedEtag, ct);
        if (plugin.Enable(clock.Now()))
            work.AfterCommit(new CatalogChanged(plugin.Repository.RepositoryId, plugin.PluginId, CatalogAction.PluginUpdated, plugin.UpdatedAt));
        return plugin;
    }
}
