using GraphQLPlugins.Catalog.Artifacts.Inspection;
using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Catalog.Plans;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Catalog.Signatures;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>Puts an installed plugin into use.</summary>
public sealed record EnablePlugin(string Name, string? ExpectedEtag, bool DryRun, bool WithDependencies = false) : ICommand<EnablePluginPayload>
{
    string? ICommand.AuditTarget => Name;
}

/// <summary>What enabling did.</summary>
/// <param name="Installation">The plugin as it is now.</param>
/// <param name="Plan">What it needed, and what was done about that; null when it was in use already, or needs nothing.</param>
public sealed record EnablePluginPayload(PluginInstallation Installation, InstallPlan? Plan);

[MutationType]
public static partial class EnablePluginMutation
{
    /// <summary>Puts an installed plugin into use. Enabling a running one changes nothing; one that does not start stays as it was. What it needs must be in use, or comes into use with it.</summary>
    /// <param name="name">The installation's name.</param>
    /// <param name="expectedEtag">Refuses the change when the installation is no longer what the caller read.</param>
    /// <param name="withDependencies">Whether what it needs is installed, upgraded and enabled too.</param>
    /// <param name="dryRun">Only find out what would happen.</param>
    [Authorize("catalog:admin")]
    [Error<InputInvalidException>]
    [Error<PluginNotFoundException>]
    [Error<RemoteAdminDisabledException>]
    [Error<DependencyMissingException>]
    [Error<DependencyCycleException>]
    [Error<PluginNotAllowedException>]
    [Error<VersionNotFoundException>]
    [Error<IncompatibleHostException>]
    [Error<ReleaseTooRecentException>]
    [Error<AdvisoryBlockedException>]
    [Error<ResolutionTooComplexException>]
    [Error<ForbiddenException>]
    [Error<NameClashException>]
    [Error<PluginLoadFailedException>]
    [Error<StoredOptionsInvalidException>]
    [Error<ArtifactMissingException>]
    [Error<UrlNotAllowedException>]
    [Error<UpstreamUnavailableException>]
    [Error<PayloadTooLargeException>]
    [Error<ArtifactStoreFullException>]
    [Error<ArtifactStoreUnwritableException>]
    [Error<ChecksumMismatchException>]
    [Error<SignatureInvalidException>]
    [Error<ManifestInvalidException>]
    [Error<PackageRulesBrokenException>]
    [Error<EtagMismatchException>]
    public static Task<EnablePluginPayload> EnablePluginAsync(
        string name, string? expectedEtag, IMediator mediator, CancellationToken ct, bool withDependencies = false, bool dryRun = false) =>
        mediator.Send(new EnablePlugin(name, expectedEtag, dryRun, withDependencies), ct);
}

/// <summary>Starts it, and what it needs, before the transaction.</summary>
internal sealed class StartBeforeEnabling(InstallationStore store, EnablePlan enable, PlanExecution execution, Staging staging, IDbContextFactory<CatalogDb> contexts) : IPreparation<EnablePlugin>
{
    public async Task PrepareAsync(EnablePlugin command, CancellationToken ct)
    {
        if (command.DryRun || await store.PeekAsync(command.Name, command.ExpectedEtag, ct) is not { IsInUse: false } installation)
            return;
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await enable.PlanAsync(db, installation, command.WithDependencies, ct) is { } plan)
            await execution.PrepareAsync(db, plan, ct);
        else
            await staging.StartCurrentAsync(installation, ct);
    }
}

internal sealed class EnablePluginHandler(InstallationStore store, EnablePlan enable, PlanExecution execution, Staging staging, UnitOfWork work) : IRequestHandler<EnablePlugin, EnablePluginPayload>
{
    public async Task<EnablePluginPayload> Handle(EnablePlugin request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var (installation, _) = await store.TakeWithAllAsync(request.Name, request.ExpectedEtag, ct);
        if (installation.IsInUse)
            return new EnablePluginPayload(installation, null);
        var plan = await enable.PlanAsync(store.Db, installation, request.WithDependencies, ct);
        if (plan is not null)
            return new EnablePluginPayload((await execution.ExecuteAsync(plan, request.DryRun, acceptOptionLoss: false, ct))[installation.Name].Installation, plan);
        if (!request.DryRun)
            await staging.StartCurrentAsync(installation, ct);
        if (installation.Enable(store.Now))
            store.Tell(installation, PluginLifecycleAction.Enabled);
        return new EnablePluginPayload(installation, null);
    }
}

/// <summary>What an installed plugin needs to come into use.</summary>
internal sealed class EnablePlan(Planner planner)
{
    /// <returns>Null when it needs nothing.</returns>
    public async Task<InstallPlan?> PlanAsync(CatalogDb db, PluginInstallation installation, bool withDependencies, CancellationToken ct)
    {
        if (installation.Needs?.Any(need => !need.Optional) is not true
            && (installation.VersionKey is not { } version || !await db.Dependencies.AnyAsync(dependency => dependency.VersionKey == version && !dependency.Optional, ct)))
            return null;
        var plan = await planner.PlanEnableAsync(db, installation.Name, withDependencies, ct);
        plan.EnsureExecutable(null);
        return plan;
    }
}
