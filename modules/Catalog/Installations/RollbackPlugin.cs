using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>Returns to the version before.</summary>
public sealed record RollbackPlugin(string Name, string? ExpectedEtag, bool DryRun) : ICommand<PluginInstallation>
{
    string? ICommand.AuditTarget => Name;
}

[MutationType]
public static partial class RollbackPluginMutation
{
    /// <summary>Puts the version that was there before into use again. It changes places with the present one, so doing it twice undoes it.</summary>
    /// <param name="name">The installation's name.</param>
    /// <param name="expectedEtag">Refuses the change when the installation is no longer what the caller read.</param>
    /// <param name="dryRun">Only find out what would happen.</param>
    [Authorize("catalog:admin")]
    [UseMutationConvention(PayloadFieldName = "installation")]
    [Error<InputInvalidException>]
    [Error<PluginNotFoundException>]
    [Error<RemoteAdminDisabledException>]
    [Error<NothingToRollBackException>]
    [Error<PluginMandatoryException>]
    [Error<PluginLoadFailedException>]
    [Error<ArtifactMissingException>]
    [Error<EtagMismatchException>]
    public static Task<PluginInstallation> RollbackPluginAsync(string name, string? expectedEtag, IMediator mediator, CancellationToken ct, bool dryRun = false) =>
        mediator.Send(new RollbackPlugin(name, expectedEtag, dryRun), ct);
}

/// <summary>Starts the version before, before the transaction.</summary>
internal sealed class StartBeforeRollingBack(InstallationStore store, Staging staging) : IPreparation<RollbackPlugin>
{
    public async Task PrepareAsync(RollbackPlugin command, CancellationToken ct)
    {
        if (!command.DryRun && await store.PeekAsync(command.Name, command.ExpectedEtag, ct) is { } installation && installation.Previous() is { } previous)
            await staging.StartAsync(installation.OrganizationId, await staging.WithManifestAsync(previous, ct), installation, ct);
    }
}

internal sealed class RollbackPluginHandler(InstallationStore store, Staging staging, UnitOfWork work) : IRequestHandler<RollbackPlugin, PluginInstallation>
{
    public async Task<PluginInstallation> Handle(RollbackPlugin request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var (installation, policy) = await store.TakeAsync(request.Name, request.ExpectedEtag, ct);
        var previous = await staging.WithManifestAsync(installation.Previous() ?? throw new NothingToRollBackException(installation.Name), ct);
        installation.EnsureReplaceable(policy, previous);
        await store.RollBackAsync(installation, previous, request.DryRun, ct);
        return installation;
    }
}
