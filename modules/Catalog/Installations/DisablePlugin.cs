using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>Takes an installed plugin out of use.</summary>
public sealed record DisablePlugin(string Name, string? ExpectedEtag, bool DryRun) : ICommand<PluginInstallation>
{
    string? ICommand.AuditTarget => Name;
}

[MutationType]
public static partial class DisablePluginMutation
{
    /// <summary>Takes an installed plugin out of use; it stays installed. Disabling a disabled one changes nothing, a mandatory one is refused.</summary>
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
    public static Task<PluginInstallation> DisablePluginAsync(string name, string? expectedEtag, IMediator mediator, CancellationToken ct, bool dryRun = false) =>
        mediator.Send(new DisablePlugin(name, expectedEtag, dryRun), ct);
}

internal sealed class DisablePluginHandler(InstallationStore store, Staging staging, UnitOfWork work) : IRequestHandler<DisablePlugin, PluginInstallation>
{
    public async Task<PluginInstallation> Handle(DisablePlugin request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var (installation, policy) = await store.TakeAsync(request.Name, request.ExpectedEtag, ct);
        if (installation.Disable(policy, store.Now))
        {
            staging.StopAfterCommit(installation);
            store.Tell(installation, PluginLifecycleAction.Disabled);
        }
        return installation;
    }
}
