using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Catalog.Jobs;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>Returns to the version before.</summary>
public sealed record RollbackPlugin(string Name, string? ExpectedEtag, bool DryRun) : ICommand<RollbackPluginPayload>
{
    /// <summary>Whether stored options that do not fit are unset.</summary>
    public bool AcceptOptionLoss { get; init; }

    string? ICommand.AuditTarget => Name;
}

/// <summary>What rolling back did.</summary>
/// <param name="Installation">The plugin as it is installed now.</param>
public sealed record RollbackPluginPayload(PluginInstallation Installation)
{
    /// <summary>The job that does it; null unless it was asked for, and then all else is empty.</summary>
    public OperationJob? Job { get; init; }
}

[MutationType]
public static partial class RollbackPluginMutation
{
    /// <summary>
    /// Puts the version that was there before into use again. It changes places with the present one, so doing it twice undoes it. Where something in use needs
    /// a newer one, it is refused: roll that back first.
    /// </summary>
    /// <param name="name">The installation's name.</param>
    /// <param name="expectedEtag">Refuses the change when the installation is no longer what the caller read.</param>
    /// <param name="acceptOptionLoss">Whether stored options that do not fit a version which comes in are unset; without, they are a refusal.</param>
    /// <param name="dryRun">Only find out what would happen.</param>
    /// <param name="async">Whether to answer with a job at once that does it; its result tells what came of it.</param>
    [Authorize("catalog:admin")]
    [Error<InputInvalidException>]
    [Error<PluginNotFoundException>]
    [Error<RemoteAdminDisabledException>]
    [Error<NothingToRollBackException>]
    [Error<DependencyMissingException>]
    [Error<PluginMandatoryException>]
    [Error<PluginLoadFailedException>]
    [Error<StoredOptionsInvalidException>]
    [Error<ArtifactMissingException>]
    [Error<EtagMismatchException>]
    [Error<JobQueueFullException>]
    public static async Task<RollbackPluginPayload> RollbackPluginAsync(string name, string? expectedEtag, IMediator mediator, CancellationToken ct, bool acceptOptionLoss = false, bool dryRun = false, bool async = false)
    {
        var rollback = new RollbackPlugin(name, expectedEtag, dryRun) { AcceptOptionLoss = acceptOptionLoss };
        return async
            ? new RollbackPluginPayload(null!) { Job = await mediator.QueueAsync(rollback, dryRun, new JobRequest { SerialKey = Queueing.Installations }, ct) }
            : await mediator.Send(rollback, ct);
    }
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

internal sealed class RollbackPluginHandler(InstallationStore store, Staging staging, UnitOfWork work, Actor actor) : IRequestHandler<RollbackPlugin, RollbackPluginPayload>
{
    public async Task<RollbackPluginPayload> Handle(RollbackPlugin request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var (installation, policy) = await store.TakeWithAllAsync(request.Name, request.ExpectedEtag, ct);
        var previous = await staging.WithManifestAsync(installation.Previous() ?? throw new NothingToRollBackException(installation.Name), ct);
        installation.EnsureReplaceable(policy, previous);
        await InstalledNeeds.EnsureStillMetAsync(store.Db, actor.OrganizationId, installation.Name, previous.Version, ct);
        await store.RollBackAsync(installation, previous, request.DryRun, request.AcceptOptionLoss, ct);
        return new RollbackPluginPayload(installation);
    }
}
