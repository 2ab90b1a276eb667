using GraphQLPlugins.Catalog.Artifacts.Inspection;
using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Jobs;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Catalog.Signatures;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Plans;

/// <summary>Installs plugins of the catalog, all of them or none.</summary>
public sealed record InstallPlugins(IReadOnlyList<PlanPlugin> Plugins, bool WithDependencies, bool Activate, string? OverrideReason, string? ExpectedPlanDigest, bool DryRun) : ICommand<InstallPluginsPayload>
{
    /// <summary>Whether stored options that do not fit are unset.</summary>
    public bool AcceptOptionLoss { get; init; }

    string? ICommand.AuditReason => OverrideReason;

    string? ICommand.AuditTarget => BulkNames.Shown([.. Plugins.Select(plugin => plugin.PluginId)]);

    /// <summary>What is to be planned, once the caller has shown to be allowed to.</summary>
    internal PlanRequest Request(Actor actor)
    {
        foreach (var plugin in Plugins)
            actor.Require($"plugins:install:{plugin.PluginId}");
        return new PlanRequest(Plugins, WithDependencies, Activate, ReleaseAgeOverride.Check(OverrideReason, actor)) { AcceptOptionLoss = AcceptOptionLoss };
    }
}

/// <summary>What installing did.</summary>
/// <param name="Plan">All that changed, or would.</param>
/// <param name="Installations">The plugins of the plan as they are now, in its order.</param>
public sealed record InstallPluginsPayload(InstallPlan Plan, IReadOnlyList<PluginInstallation> Installations)
{
    /// <summary>The job that does it; null unless it was asked for, and then all else is empty.</summary>
    public OperationJob? Job { get; init; }
}

[MutationType]
public static partial class InstallPluginsMutation
{
    /// <summary>Installs plugins of the catalog with what they need, as <c>planInstall</c> tells: all of them, or none when one cannot be had.</summary>
    /// <param name="plugins">The plugins to be installed, each once.</param>
    /// <param name="expectedPlanDigest">Refuses the change when it is not the plan that the caller saw.</param>
    /// <param name="overrideReason">Why versions that are more recent than the policy allows may come in. Needs <c>catalog:admin</c>; the audit keeps it.</param>
    /// <param name="activate">Whether they come into use at once.</param>
    /// <param name="withDependencies">Whether what they need is installed, upgraded and enabled too; without, it must be there already.</param>
    /// <param name="acceptOptionLoss">Whether stored options that do not fit a version which comes in are unset; without, they are a refusal.</param>
    /// <param name="dryRun">Only find out what would happen.</param>
    /// <param name="async">Whether to answer with a job at once that does it; its result tells what came of it.</param>
    [Authorize("catalog:read")]
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
    [Error<ForbiddenException>]
    [Error<JobQueueFullException>]
    public static async Task<InstallPluginsPayload> InstallPluginsAsync(
        IReadOnlyList<PlanPlugin> plugins, string? expectedPlanDigest, string? overrideReason, IMediator mediator, CancellationToken ct,
        bool activate = true, bool withDependencies = true, bool acceptOptionLoss = false, bool dryRun = false, bool async = false)
    {
        var install = new InstallPlugins(plugins, withDependencies, activate, overrideReason, expectedPlanDigest, dryRun) { AcceptOptionLoss = acceptOptionLoss };
        return async
            ? new InstallPluginsPayload(null!, []) { Job = await mediator.QueueAsync(install, dryRun, new JobRequest { SerialKey = Queueing.Installations }, ct) }
            : await mediator.Send(install, ct);
    }
}

/// <summary>Fetches, checks and starts all that the plan brings, before the transaction.</summary>
internal sealed class FetchBeforeInstallingAll(InstallationStore store, Planner planner, PlanExecution execution, IDbContextFactory<CatalogDb> contexts, Actor actor) : IPreparation<InstallPlugins>
{
    public async Task PrepareAsync(InstallPlugins command, CancellationToken ct)
    {
        if (command.DryRun)
            return;
        var plan = command.Request(actor);
        (await store.PeekPolicyAsync(ct)).EnsureRemoteAdmin();
        await using var db = await contexts.CreateDbContextAsync(ct);
        await execution.PrepareAsync(db, await planner.PlanExecutableAsync(db, plan, command.ExpectedPlanDigest, ct), ct);
    }
}

internal sealed class InstallPluginsHandler(InstallationStore store, Planner planner, PlanExecution execution, UnitOfWork work, Actor actor) : IRequestHandler<InstallPlugins, InstallPluginsPayload>
{
    public async Task<InstallPluginsPayload> Handle(InstallPlugins request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var wanted = request.Request(actor);
        await store.LockAllAsync(ct);
        (await store.PolicyAsync(ct)).EnsureRemoteAdmin();
        var plan = await planner.PlanExecutableAsync(store.Db, wanted, request.ExpectedPlanDigest, ct);
        var done = await execution.ExecuteAsync(plan, request.DryRun, request.AcceptOptionLoss, ct);
        return new InstallPluginsPayload(plan, [.. plan.Items.Select(item => done[item.Name].Installation)]);
    }
}
