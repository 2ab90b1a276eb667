using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>Loads a running plugin again.</summary>
public sealed record ReloadPlugin(string Name, string? ExpectedEtag, bool DryRun) : ICommand<PluginInstallation>
{
    string? ICommand.AuditTarget => Name;
}

[MutationType]
public static partial class ReloadPluginMutation
{
    /// <summary>Loads a running plugin again from its file, without a gap where it allows that. One that does not start again runs on as it was.</summary>
    /// <param name="name">The installation's name.</param>
    /// <param name="expectedEtag">Refuses the change when the installation is no longer what the caller read.</param>
    /// <param name="dryRun">Only find out what would happen.</param>
    [Authorize("catalog:admin")]
    [UseMutationConvention(PayloadFieldName = "installation")]
    [Error<InputInvalidException>]
    [Error<PluginNotFoundException>]
    [Error<RemoteAdminDisabledException>]
    [Error<PluginNotRunningException>]
    [Error<PluginMandatoryException>]
    [Error<PluginLoadFailedException>]
    [Error<ArtifactMissingException>]
    [Error<EtagMismatchException>]
    public static Task<PluginInstallation> ReloadPluginAsync(string name, string? expectedEtag, IMediator mediator, CancellationToken ct, bool dryRun = false) =>
        mediator.Send(new ReloadPlugin(name, expectedEtag, dryRun), ct);
}

/// <summary>Starts it before the transaction.</summary>
internal sealed class StartBeforeReloading(InstallationStore store, Staging staging) : IPreparation<ReloadPlugin>
{
    public async Task PrepareAsync(ReloadPlugin command, CancellationToken ct)
    {
        if (!command.DryRun && await store.PeekAsync(command.Name, command.ExpectedEtag, ct) is { IsInUse: true } installation)
            await staging.StartCurrentAsync(installation, ct);
    }
}

internal sealed class ReloadPluginHandler(InstallationStore store, Staging staging, UnitOfWork work) : IRequestHandler<ReloadPlugin, PluginInstallation>
{
    public async Task<PluginInstallation> Handle(ReloadPlugin request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var (installation, policy) = await store.TakeAsync(request.Name, request.ExpectedEtag, ct);
        installation.EnsureReplaceable(policy, installation.Current());
        if (!request.DryRun && installation.IsInUse)
            await staging.StartCurrentAsync(installation, ct);
        installation.Reload(store.Now);
        store.Tell(installation, PluginLifecycleAction.Reloaded);
        return installation;
    }
}
