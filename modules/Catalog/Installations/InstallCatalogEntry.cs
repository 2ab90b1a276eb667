using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Plans;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Refusals;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>Installs an entry of the catalog as its plan says: with what it needs, and with the files that are to be fetched.</summary>
internal sealed class InstallCatalogEntry(InstallationStore store, Planner planner, PlanExecution execution, IDbContextFactory<CatalogDb> contexts, Actor actor)
{
    /// <summary>Before the transaction: fetches, checks and starts all that the plan brings.</summary>
    public async Task PrepareAsync(InstallPlugin request, CancellationToken ct)
    {
        var source = Permit(request);
        if (request.DryRun)
            return;
        (await store.PeekPolicyAsync(ct)).EnsureRemoteAdmin();
        await using var db = await contexts.CreateDbContextAsync(ct);
        EnsureExpected(request, await store.PeekForInstallAsync(source.PluginId, ct));
        await execution.PrepareAsync(db, await PlanAsync(db, request, source, ct), ct);
    }

    /// <summary>In the transaction, under the lock of all names: plans again, then does it.</summary>
    public async Task<InstallPluginPayload> InstallAsync(InstallPlugin request, CancellationToken ct)
    {
        var source = Permit(request);
        await store.LockAllAsync(ct);
        (await store.PolicyAsync(ct)).EnsureRemoteAdmin();
        var plan = await PlanAsync(store.Db, request, source, ct);
        EnsureExpected(request, await store.FindForInstallAsync(source.PluginId, ct));
        return (await execution.ExecuteAsync(plan, request.DryRun, request.AcceptOptionLoss, ct))[source.PluginId] with { Plan = plan };
    }

    internal CatalogSource Permit(InstallPlugin request)
    {
        actor.Require($"plugins:install:{Text.Findable(request.Source.Catalog!.PluginId, "pluginId")}");
        return request.Source.Catalog;
    }

    private async Task<InstallPlan> PlanAsync(CatalogDb db, InstallPlugin request, CatalogSource source, CancellationToken ct)
    {
        var reason = ReleaseAgeOverride.Check(request.OverrideReason, actor);
        var plan = await planner.PlanAsync(db, new PlanRequest([new PlanPlugin(source.PluginId, source.RepositoryId, request.Version)], request.WithDependencies, request.Activate, reason) { AcceptOptionLoss = request.AcceptOptionLoss }, ct);
        plan.EnsureExecutable(request.ExpectedPlanDigest);
        return plan;
    }

    private static void EnsureExpected(InstallPlugin request, PluginInstallation? there)
    {
        if (request.ExpectedEtag is { } expected && expected != there?.Etag)
            throw new EtagMismatchException(expected, there?.Etag ?? "none");
    }
}
