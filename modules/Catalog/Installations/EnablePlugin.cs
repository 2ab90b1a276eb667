using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>Puts an installed plugin into use.</summary>
public sealed record EnablePlugin(string Name, string? ExpectedEtag, bool DryRun) : ICommand<PluginInstallation>
{
    string? ICommand.AuditTarget => Name;
}

[MutationType]
public static partial class EnablePluginMutation
{
    /// <summary>Puts an installed plugin into use. Enabling a running one changes nothing; one that does not start stays as it was.</summary>
    /// <param name="name">The installation's name.</param>
    /// <param name="expectedEtag">Refuses the change when the installation is no longer what the caller read.</param>
    /// <param name="dryRun">Only find out what would happen.</param>
    [Authorize("catalog:admin")]
    [UseMutationConvention(PayloadFieldName = "installation")]
    [Error<InputInvalidException>]
    [Error<PluginNotFoundException>]
    [Error<RemoteAdminDisabledException>]
    [Error<PluginLoadFailedException>]
    [Error<ArtifactMissingException>]
    [Error<EtagMismatchException>]
    public static Task<PluginInstallation> EnablePluginAsync(string name, string? expectedEtag, IMediator mediator, CancellationToken ct, bool dryRun = false) =>
        mediator.Send(new EnablePlugin(name, expectedEtag, dryRun), ct);
}

/// <summary>Starts it before the transaction.</summary>
internal sealed class StartBeforeEnabling(InstallationStore store, Staging staging) : IPreparation<EnablePlugin>
{
    public async Task PrepareAsync(EnablePlugin command, CancellationToken ct)
    {
        if (!command.DryRun && await store.PeekAsync(command.Name, ct) is { IsInUse: false } installation)
            await staging.StartCurrentAsync(installation, ct);
    }
}

internal sealed class EnablePluginHandler(InstallationStore store, Staging staging, UnitOfWork work) : IRequestHandler<EnablePlugin, PluginInstallation>
{
    public async Task<PluginInstallation> Handle(EnablePlugin request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var (installation, _) = await store.TakeAsync(request.Name, request.ExpectedEtag, ct);
        if (!request.DryRun && !installation.IsInUse)
            await staging.StartCurrentAsync(installation, ct);
        if (installation.Enable(store.Now))
            store.Tell(installation, PluginLifecycleAction.Enabled);
        return installation;
    }
}
