using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Plans;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>Installs a plugin.</summary>
public sealed record InstallPlugin(InstallSource Source, string? Version, bool Activate, string? ExpectedEtag, bool DryRun) : ICommand<InstallPluginPayload>
{
    /// <summary>Whether what it needs comes in too.</summary>
    public bool WithDependencies { get; init; } = true;

    /// <summary>The plan that the caller saw.</summary>
    public string? ExpectedPlanDigest { get; init; }

    /// <summary>Why versions that are too recent may come in.</summary>
    public string? OverrideReason { get; init; }

    string? ICommand.AuditTarget => Source.Catalog?.PluginId;
}

/// <summary>Where a plugin is installed from. Exactly one member is given.</summary>
[OneOf]
public sealed record InstallSource
{
    /// <summary>An entry of the catalog.</summary>
    public CatalogSource? Catalog { get; init; }
}

/// <summary>An entry of the catalog.</summary>
/// <param name="PluginId">Its id.</param>
/// <param name="RepositoryId">Where to look for it; without, the first repository that has it.</param>
public sealed record CatalogSource(string PluginId, string? RepositoryId);

/// <summary>What installing did.</summary>
/// <param name="Installation">The plugin as it is installed now.</param>
/// <param name="Outcome">Compared with what was there before.</param>
/// <param name="Plan">All that changed, or would; null for what does not come from the catalog.</param>
public sealed record InstallPluginPayload(PluginInstallation Installation, InstallOutcome Outcome, InstallPlan? Plan);

/// <summary>The version needs a host of another version.</summary>
public sealed class IncompatibleHostException(string pluginId, string version, string hostVersion)
    : RefusalException($"The version '{version}' of the plugin '{pluginId}' does not run on a host of version '{hostVersion}'.", "version")
{
    /// <summary>The host's version.</summary>
    public string HostVersion => hostVersion;
}

/// <summary>The version was withdrawn.</summary>
public sealed class VersionYankedException(string pluginId, string version) : RefusalException($"The version '{version}' of the plugin '{pluginId}' was withdrawn.", "version")
{
    /// <summary>The version.</summary>
    public string Version => version;
}

[MutationType]
public static partial class InstallPluginMutation
{
    /// <summary>
    /// Installs a plugin and puts it into use. Where the name is taken, the new version takes the old one's place.
    /// Of an entry of the catalog the latest version is taken that the policy and the host allow and that goes with the others, unless one is named;
    /// what it needs comes in with it, as <c>planInstall</c> tells.
    /// </summary>
    /// <param name="source">Where it comes from.</param>
    /// <param name="version">The version, as its publisher writes it.</param>
    /// <param name="expectedEtag">Refuses to replace an installation that is no longer what the caller read.</param>
    /// <param name="expectedPlanDigest">Refuses the change when it is not the plan that the caller saw.</param>
    /// <param name="overrideReason">Why versions that are more recent than the policy allows may come in. Needs <c>catalog:admin</c>; the audit keeps it.</param>
    /// <param name="activate">Whether it comes into use at once.</param>
    /// <param name="withDependencies">Whether what it needs comes in, is upgraded and enabled too; without, it must be there already.</param>
    /// <param name="dryRun">Only find out what would happen.</param>
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
    [Error<EtagMismatchException>]
    [Error<ForbiddenException>]
    public static Task<InstallPluginPayload> InstallPluginAsync(
        InstallSource source, string? version, string? expectedEtag, string? expectedPlanDigest, string? overrideReason, IMediator mediator, CancellationToken ct,
        bool activate = true, bool withDependencies = true, bool dryRun = false) =>
        mediator.Send(
            new InstallPlugin(source, version, activate, expectedEtag, dryRun) { WithDependencies = withDependencies, ExpectedPlanDigest = expectedPlanDigest, OverrideReason = overrideReason }, ct);
}

internal sealed class InstallPluginHandler(InstallationStore store, Planner planner, PlanExecution execution, UnitOfWork work, Actor actor) : IRequestHandler<InstallPlugin, InstallPluginPayload>
{
    public async Task<InstallPluginPayload> Handle(InstallPlugin request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var source = request.Source.Catalog!;
        actor.Require($"plugins:install:{source.PluginId}");
        var reason = ReleaseAgeOverride.Check(request.OverrideReason, actor);
        await store.LockAllAsync(ct);
        (await store.PolicyAsync(ct)).EnsureRemoteAdmin();
        var plan = await planner.PlanAsync(store.Db, new PlanRequest([new PlanPlugin(source.PluginId, source.RepositoryId, request.Version)], request.WithDependencies, request.Activate, reason), ct);
        plan.EnsureExecutable(request.ExpectedPlanDigest);
        if (request.ExpectedEtag is { } expected && await store.FindAsync(source.PluginId, ct) is var current && expected != current?.Etag)
            throw new EtagMismatchException(expected, current?.Etag ?? "none");
        var (installation, outcome) = (await execution.ExecuteAsync(plan, request.Activate, ct))[source.PluginId];
        return new InstallPluginPayload(installation, outcome, plan);
    }
}
