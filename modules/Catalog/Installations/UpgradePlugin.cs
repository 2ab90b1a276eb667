using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Artifacts.Inspection;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Catalog.Jobs;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Plans;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Catalog.Signatures;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>Puts a newer version of a plugin into the place of the installed one.</summary>
public sealed record UpgradePlugin(string Name, string? Version, string? ExpectedEtag, bool DryRun) : ICommand<UpgradePluginPayload>
{
    /// <summary>The plan that the caller saw.</summary>
    public string? ExpectedPlanDigest { get; init; }

    /// <summary>Whether stored options that do not fit are unset.</summary>
    public bool AcceptOptionLoss { get; init; }

    /// <summary>Why versions that are too recent may come in.</summary>
    public string? OverrideReason { get; init; }

    string? ICommand.AuditReason => OverrideReason;

    string? ICommand.AuditTarget => Name;
}

/// <summary>What upgrading did.</summary>
/// <param name="Installation">The plugin as it is installed now.</param>
/// <param name="Outcome">Compared with what was there before.</param>
/// <param name="Plan">All that changed, or would; null when nothing newer may be installed.</param>
public sealed record UpgradePluginPayload(PluginInstallation Installation, InstallOutcome? Outcome, InstallPlan? Plan)
{
    /// <summary>The job that does it; null unless it was asked for, and then all else is empty.</summary>
    public OperationJob? Job { get; init; }

    /// <summary>What a person should know; mostly empty.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

[MutationType]
public static partial class UpgradePluginMutation
{
    /// <summary>
    /// Upgrades an installed plugin to the version that is named, or to the newest that the policy and the host allow and that is not to be skipped.
    /// The old version serves until the new one is fetched, checked and started. Where nothing newer may be installed, nothing is done.
    /// </summary>
    /// <param name="name">The installation's name.</param>
    /// <param name="version">The version, as its publisher writes it.</param>
    /// <param name="expectedEtag">Refuses the change when the installation is no longer what the caller read.</param>
    /// <param name="expectedPlanDigest">Refuses the change when it is not the plan that the caller saw.</param>
    /// <param name="overrideReason">Why versions that are more recent than the policy allows may come in; the audit keeps it.</param>
    /// <param name="acceptOptionLoss">Whether stored options that do not fit a version which comes in are unset; without, they are a refusal.</param>
    /// <param name="dryRun">Only find out what would happen.</param>
    /// <param name="async">Whether to answer with a job at once that does it; its result tells what came of it.</param>
    [Authorize("catalog:admin")]
    [Error<InputInvalidException>]
    [Error<PluginNotFoundException>]
    [Error<NotInCatalogException>]
    [Error<VersionNotFoundException>]
    [Error<VersionYankedException>]
    [Error<IncompatibleHostException>]
    [Error<RemoteAdminDisabledException>]
    [Error<PluginNotAllowedException>]
    [Error<DependencyMissingException>]
    [Error<DependencyCycleException>]
    [Error<AdvisoryBlockedException>]
    [Error<ResolutionTooComplexException>]
    [Error<PlanChangedException>]
    [Error<ReleaseTooRecentException>]
    [Error<PluginPinnedException>]
    [Error<PluginMandatoryException>]
    [Error<UrlNotAllowedException>]
    [Error<UpstreamUnavailableException>]
    [Error<PayloadTooLargeException>]
    [Error<ArtifactStoreFullException>]
    [Error<ArtifactStoreUnwritableException>]
    [Error<ChecksumMismatchException>]
    [Error<SignatureInvalidException>]
    [Error<ManifestInvalidException>]
    [Error<PackageRulesBrokenException>]
    [Error<ArtifactAmbiguousException>]
    [Error<PluginLoadFailedException>]
    [Error<StoredOptionsInvalidException>]
    [Error<EtagMismatchException>]
    [Error<ForbiddenException>]
    [Error<JobQueueFullException>]
    public static async Task<UpgradePluginPayload> UpgradePluginAsync(
        string name, string? version, string? expectedEtag, string? expectedPlanDigest, string? overrideReason, IMediator mediator, CancellationToken ct,
        bool acceptOptionLoss = false, bool dryRun = false, bool async = false)
    {
        var upgrade = new UpgradePlugin(name, version, expectedEtag, dryRun) { ExpectedPlanDigest = expectedPlanDigest, OverrideReason = overrideReason, AcceptOptionLoss = acceptOptionLoss };
        return async
            ? new UpgradePluginPayload(null!, null, null) { Job = await mediator.QueueAsync(upgrade, dryRun, new JobRequest { SerialKey = Queueing.Installations }, ct) }
            : await mediator.Send(upgrade, ct);
    }
}

/// <summary>Fetches, checks and starts it before the transaction.</summary>
internal sealed class FetchBeforeUpgrading(InstallationStore store, UpgradePlan upgrade, PlanExecution execution, IDbContextFactory<CatalogDb> contexts) : IPreparation<UpgradePlugin>
{
    public async Task PrepareAsync(UpgradePlugin command, CancellationToken ct)
    {
        if (command.DryRun || await store.PeekAsync(command.Name, command.ExpectedEtag, ct) is not { } installation)
            return;
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await upgrade.PlanAsync(db, command, installation, ct) is { } plan)
            await execution.PrepareAsync(db, plan, ct);
    }
}

internal sealed class UpgradePluginHandler(InstallationStore store, UpgradePlan upgrade, PlanExecution execution, UnitOfWork work) : IRequestHandler<UpgradePlugin, UpgradePluginPayload>
{
    public async Task<UpgradePluginPayload> Handle(UpgradePlugin request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var (installation, _) = await store.TakeWithAllAsync(request.Name, request.ExpectedEtag, ct);
        if (await upgrade.PlanAsync(store.Db, request, installation, ct) is not { } plan)
            return new UpgradePluginPayload(installation, InstallOutcome.Unchanged, null);
        var done = (await execution.ExecuteAsync(plan, request.DryRun, request.AcceptOptionLoss, ct))[installation.Name];
        return new UpgradePluginPayload(done.Installation, done.Outcome, plan) { Warnings = done.Warnings };
    }
}

/// <summary>What an upgrade brings: the plugin's new version, and what that needs.</summary>
internal sealed class UpgradePlan(Planner planner, Actor actor)
{
    /// <returns>Null when nothing newer may be installed.</returns>
    public async Task<InstallPlan?> PlanAsync(CatalogDb db, UpgradePlugin request, PluginInstallation installation, CancellationToken ct)
    {
        if (installation.Pinned)
            throw new PluginPinnedException(installation.Name, installation.Version);
        var repository = await db.Plugins.Where(plugin => plugin.Id == installation.PluginKey).Select(plugin => plugin.Repository.RepositoryId).FirstOrDefaultAsync(ct)
            ?? throw new NotInCatalogException(installation.Name);
        var reason = ReleaseAgeOverride.Check(request.OverrideReason, actor);
        var plan = await planner.PlanAsync(db, new PlanRequest([new PlanPlugin(installation.Name, repository, request.Version)], OverrideReason: reason) { AcceptOptionLoss = request.AcceptOptionLoss }, ct);
        plan.EnsureExecutable(request.ExpectedPlanDigest);
        var item = plan.Find(installation.Name)!;
        return request.Version is null && (item.Action != PlanAction.Upgrade || installation.SkippedVersions.Contains(item.ToVersion!)) ? null : plan;
    }
}
