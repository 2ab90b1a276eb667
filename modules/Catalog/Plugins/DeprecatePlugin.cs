using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Catalog.Plugins;

/// <summary>Advises against an entry of the local repository.</summary>
public sealed record DeprecatePlugin(string PluginId, string? Reason, string? ReplacedBy, bool InstallDisallowed, bool Undo, string? RepositoryId, string? ExpectedEtag, bool DryRun) : ICommand<Plugin>
{
    string? ICommand.AuditTarget => PluginId;
}

[MutationType]
public static partial class DeprecatePluginMutation
{
    /// <summary>Advises against a plugin, and says what to use instead. Where it is installed it stays.</summary>
    /// <param name="pluginId">Which one.</param>
    /// <param name="reason">Why; at most 1000 characters.</param>
    /// <param name="replacedBy">The id of the plugin to use instead; some repository must have it.</param>
    /// <param name="repositoryId">Where to look for it; without, the first repository that has it.</param>
    /// <param name="expectedEtag">Refuses the change when the entry is no longer what the caller read.</param>
    /// <param name="installDisallowed">Whether it may no longer be installed.</param>
    /// <param name="undo">Takes the advice back; the other arguments do not count then.</param>
    /// <param name="dryRun">Only find out whether it would be accepted.</param>
    [Authorize("catalog:write")]
    [Error<InputInvalidException>]
    [Error<PluginNotFoundException>]
    [Error<RepositoryNotFoundException>]
    [Error<RepositoryReadOnlyException>]
    [Error<PluginNotOwnedException>]
    [Error<EtagMismatchException>]
    public static Task<Plugin> DeprecatePluginAsync(
        string pluginId, string? reason, string? replacedBy, string? repositoryId, string? expectedEtag, IMediator mediator, CancellationToken ct,
        bool installDisallowed = false, bool undo = false, bool dryRun = false) =>
        mediator.Send(new DeprecatePlugin(pluginId, reason, replacedBy, installDisallowed, undo, repositoryId, expectedEtag, dryRun), ct);
}

internal sealed class DeprecatePluginHandler(CatalogDb db, UnitOfWork work, Actor actor, TimeProvider clock) : IRequestHandler<DeprecatePlugin, Plugin>
{
    public async Task<Plugin> Handle(DeprecatePlugin request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var plugin = await db.TakeWritableAsync(request.PluginId, request.RepositoryId, actor, request.ExpectedEtag, ct);
        if (request is { Undo: false, ReplacedBy: { } replacement })
        {
            if (replacement == plugin.PluginId)
                throw new InputInvalidException("replacedBy", "A plugin does not replace itself.");
            if (await db.FindPluginAsync(replacement, null, ct) is null)
                throw new PluginNotFoundException(replacement, "replacedBy");
        }
        if (plugin.Deprecate(request, clock.Now()))
            work.AfterCommit(new CatalogChanged(plugin.Repository.RepositoryId, plugin.PluginId, CatalogAction.PluginUpdated, plugin.UpdatedAt));
        return plugin;
    }
}
