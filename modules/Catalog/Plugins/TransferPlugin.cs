using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Plugins;

/// <summary>Gives an entry of the local repository to another organization.</summary>
public sealed record TransferPlugin(string PluginId, Guid OrganizationId, string? RepositoryId, string? ExpectedEtag, bool DryRun) : ICommand<Plugin>
{
    string? ICommand.AuditTarget => PluginId;
}

[MutationType]
public static partial class TransferPluginMutation
{
    /// <summary>Gives an entry of the local repository to another organization, which alone may change it from then on. Installations stay as they are.</summary>
    /// <param name="pluginId">Which one.</param>
    /// <param name="organizationId">The id of the organization that receives it.</param>
    /// <param name="repositoryId">Where to look for it; without, the first repository that has it.</param>
    /// <param name="expectedEtag">Refuses the change when the entry is no longer what the caller read.</param>
    /// <param name="dryRun">Only find out whether it would be accepted.</param>
    [Authorize("catalog:admin")]
    [Error<InputInvalidException>]
    [Error<PluginNotFoundException>]
    [Error<RepositoryNotFoundException>]
    [Error<RepositoryReadOnlyException>]
    [Error<PluginNotOwnedException>]
    [Error<EtagMismatchException>]
    public static Task<Plugin> TransferPluginAsync(
        string pluginId, [ID<Organization>] Guid organizationId, string? repositoryId, string? expectedEtag, IMediator mediator, CancellationToken ct, bool dryRun = false) =>
        mediator.Send(new TransferPlugin(pluginId, organizationId, repositoryId, expectedEtag, dryRun), ct);
}

internal sealed class TransferPluginHandler(CatalogDb db, KernelDb kernel, UnitOfWork work, Actor actor, TimeProvider clock) : IRequestHandler<TransferPlugin, Plugin>
{
    public async Task<Plugin> Handle(TransferPlugin request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var plugin = await db.TakeWritableAsync(request.PluginId, request.RepositoryId, actor, request.ExpectedEtag, ct);
        if (!await kernel.Organizations.AnyAsync(organization => organization.Id == request.OrganizationId, ct))
            throw new InputInvalidException("organizationId", "There is no such organization.");
        if (plugin.OrganizationId == request.OrganizationId)
            return plugin;
        plugin.Transfer(request.OrganizationId, clock.Now());
        work.AfterCommit(new CatalogChanged(plugin.Repository.RepositoryId, plugin.PluginId, CatalogAction.PluginUpdated, plugin.UpdatedAt));
        return plugin;
    }
}
