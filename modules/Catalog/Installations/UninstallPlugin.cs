using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>Removes an installed plugin.</summary>
public sealed record UninstallPlugin(string Name, string? ExpectedEtag, bool DryRun) : ICommand<PluginInstallation>
{
    string? ICommand.AuditTarget => Name;
}

[MutationType]
public static partial class UninstallPluginMutation
{
    /// <summary>Removes an installed plugin, and returns it as it was. A mandatory one is refused.</summary>
    /// <param name="name">The installation's name.</param>
    /// <param name="expectedEtag">Refuses the change when the installation is no longer what the caller read.</param>
    /// <param name="dryRun">Only find out what would happen.</param>
    [Authorize("catalog:admin")]
    [UseMutationConvention(PayloadFieldName = "installation")]
    [Error<InputInvalidException>]
    [Error<PluginNotFoundException>]
    [Error<RemoteAdminDisabledException>]
    [Error<PluginMandatoryException>]
    [Error<EtagMismatchException>]
    public static Task<PluginInstallation> UninstallPluginAsync(string name, string? expectedEtag, IMediator mediator, CancellationToken ct, bool dryRun = false) =>
        mediator.Send(new UninstallPlugin(name, expectedEtag, dryRun), ct);
}

internal sealed class UninstallPluginHandler(InstallationStore store, Staging staging, UnitOfWork work) : IRequestHandler<UninstallPlugin, PluginInstallation>
{
    public async Task<PluginInstallation> Handle(UninstallPlugin request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var (installation, policy) = await store.TakeAsync(request.Name, request.ExpectedEtag, ct);
        policy.EnsureNotMandatory(installation.Name);
        store.Db.Remove(installation);
        staging.StopAfterCommit(installation);
        store.Tell(installation, PluginLifecycleAction.Uninstalled);
        return installation;
    }
}
