using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Artifacts.Inspection;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Catalog.Jobs;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Catalog.Signatures;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Plans;

/// <summary>Makes the installed set what a lock says.</summary>
public sealed record ApplyPluginLock(string Lock, string? OverrideReason, string? ExpectedPlanDigest, bool DryRun) : ICommand<ApplyPluginLockPayload>
{
    /// <summary>Whether stored options that do not fit are unset.</summary>
    public bool AcceptOptionLoss { get; init; }

    string? ICommand.AuditTarget => "pluginLock";

    string? ICommand.AuditReason => OverrideReason;
}

/// <summary>What applying a lock did.</summary>
/// <param name="Plan">Every plugin of the lock and what happened to it, and those that went because it does not name them.</param>
/// <param name="Drift">Those of them that were not as the lock says; empty when everything was.</param>
/// <param name="Digest">The digest of the lock.</param>
public sealed record ApplyPluginLockPayload(InstallPlan Plan, IReadOnlyList<PlanItem> Drift, string Digest)
{
    /// <summary>The job that does it; null unless it was asked for, and then all else is empty.</summary>
    public OperationJob? Job { get; init; }
}

[MutationType]
public static partial class ApplyPluginLockMutation
{
    /// <summary>
    /// Makes the installed set exactly what a lock says: its plugins in its versions and with its files, switched and pinned as there; what it does not name is removed.
    /// All of it happens or nothing. As a rehearsal it tells the drift, also where it could not be executed.
    /// </summary>
    /// <param name="lock">The text that <c>pluginLock</c> gave.</param>
    /// <param name="overrideReason">Why versions that are more recent than the policy allows may come in. The audit keeps it.</param>
    /// <param name="expectedPlanDigest">Refuses the change when it is not the plan that the caller saw.</param>
    /// <param name="acceptOptionLoss">Whether stored options that do not fit a version which comes in are unset; without, they are a refusal.</param>
    /// <param name="dryRun">Only find out what would happen.</param>
    /// <param name="async">Whether to answer with a job at once that does it; its result tells what came of it.</param>
    [Authorize("catalog:admin")]
    [Error<InputInvalidException>]
    [Error<PluginNotFoundException>]
    [Error<RepositoryNotFoundException>]
    [Error<VersionNotFoundException>]
    [Error<VersionYankedException>]
    [Error<IncompatibleHostException>]
    [Error<RemoteAdminDisabledException>]
    [Error<PluginNotAllowedException>]
    [Error<PluginMandatoryException>]
    [Error<DependencyMissingException>]
    [Error<DependencyCycleException>]
    [Error<AdvisoryBlockedException>]
    [Error<ResolutionTooComplexException>]
    [Error<PlanChangedException>]
    [Error<ReleaseTooRecentException>]
    [Error<NameClashException>]
    [Error<PluginLoadFailedException>]
    [Error<StoredOptionsInvalidException>]
    [Error<UrlNotAllowedException>]
    [Error<UpstreamUnavailableException>]
    [Error<PayloadTooLargeException>]
    [Error<ArtifactStoreFullException>]
    [Error<ArtifactStoreUnwritableException>]
    [Error<ArtifactMissingException>]
    [Error<ChecksumMismatchException>]
    [Error<SignatureInvalidException>]
    [Error<ManifestInvalidException>]
    [Error<PackageRulesBrokenException>]
    [Error<JobQueueFullException>]
    public static async Task<ApplyPluginLockPayload> ApplyPluginLockAsync(
        string @lock, string? overrideReason, string? expectedPlanDigest, IMediator mediator, CancellationToken ct, bool acceptOptionLoss = false, bool dryRun = false, bool async = false)
    {
        var apply = new ApplyPluginLock(@lock, overrideReason, expectedPlanDigest, dryRun) { AcceptOptionLoss = acceptOptionLoss };
        return async
            ? new ApplyPluginLockPayload(null!, [], null!) { Job = await mediator.QueueAsync(apply, dryRun, new JobRequest { SerialKey = Queueing.Installations }, ct) }
            : await mediator.Send(apply, ct);
    }
}

/// <summary>Fetches, checks and starts all that the lock brings, before the transaction.</summary>
internal sealed class FetchBeforeLocking(InstallationStore store, Planner planner, PlanExecution execution, IDbContextFactory<CatalogDb> contexts, Actor actor) : IPreparation<ApplyPluginLock>
{
    public async Task PrepareAsync(ApplyPluginLock command, CancellationToken ct)
    {
        if (command.DryRun)
            return;
        (await store.PeekPolicyAsync(ct)).EnsureRemoteAdmin();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (_, plan) = await planner.PlanLockAsync(db, command.Lock, ReleaseAgeOverride.Check(command.OverrideReason, actor), command.AcceptOptionLoss, ct);
        plan.EnsureExecutable(command.ExpectedPlanDigest);
        await execution.PrepareAsync(db, plan, ct);
    }
}

internal sealed class ApplyPluginLockHandler(InstallationStore store, Planner planner, PlanExecution execution, UnitOfWork work, Actor actor) : IRequestHandler<ApplyPluginLock, ApplyPluginLockPayload>
{
    public async Task<ApplyPluginLockPayload> Handle(ApplyPluginLock request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        await store.LockAllAsync(ct);
        (await store.PolicyAsync(ct)).EnsureRemoteAdmin();
        var (document, plan) = await planner.PlanLockAsync(store.Db, request.Lock, ReleaseAgeOverride.Check(request.OverrideReason, actor), request.AcceptOptionLoss, ct);
        var drift = plan.Items.Where(item => item.Action != PlanAction.Keep).ToList();
        if (request.DryRun)
            return new ApplyPluginLockPayload(plan, drift, document.Digest!);
        plan.EnsureExecutable(request.ExpectedPlanDigest);
        var done = await execution.ExecuteAsync(plan, rehearsal: false, request.AcceptOptionLoss, ct);
        foreach (var locked in document.Plugins)
            if (done[locked.Name].Installation is var installation && installation.Pin(locked.Pinned, store.Now))
                store.Tell(installation, locked.Pinned ? PluginLifecycleAction.Pinned : PluginLifecycleAction.Unpinned);
        return new ApplyPluginLockPayload(plan, drift, document.Digest!);
    }
}
