using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Identity;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Plans;

/// <summary>Does what a plan says: files are fetched and plugins started before the command's transaction, and all of it is written in that.</summary>
internal sealed class PlanExecution(InstallationStore store, Arrivals arrivals, Staging staging, Actor actor)
{
    /// <summary>Before the transaction: fetches, checks and starts what the plan brings. What happens under the lock is decided there.</summary>
    public async Task PrepareAsync(CatalogDb db, InstallPlan plan, CancellationToken ct)
    {
        foreach (var item in plan.Items)
            Permit(item);
        var policy = await store.PeekPolicyAsync(ct);
        var installations = await InstallationsAsync(db.Installations.AsNoTracking(), plan, ct);
        var entries = await EntriesAsync(db, plan, ct);
        foreach (var item in plan.Items)
        {
            var there = installations.GetValueOrDefault(PluginInstallation.Normalize(item.Name));
            if (item.BringsVersion)
            {
                var release = await ReleaseAsync(item, entries, policy, rehearsal: false, ct);
                there?.EnsureReplaceable(policy, release);
                if (item.InUse)
                    await staging.StartAsync(actor.OrganizationId, release, there, ct);
            }
            else if (item.Action == PlanAction.Enable && !there!.IsInUse)
            {
                await staging.StartCurrentAsync(there, ct);
            }
        }
    }

    /// <summary>In the transaction. The caller has locked all names and made the plan since.</summary>
    /// <returns>The installations of all items and what happened to them, by name.</returns>
    public async Task<IReadOnlyDictionary<string, InstallPluginPayload>> ExecuteAsync(InstallPlan plan, bool rehearsal, bool acceptOptionLoss, CancellationToken ct)
    {
        foreach (var item in plan.Items)
            Permit(item);
        var policy = await store.PolicyAsync(ct);
        var installations = await InstallationsAsync(store.Db.Installations, plan, ct);
        var entries = await EntriesAsync(store.Db, plan, ct);
        var done = new Dictionary<string, InstallPluginPayload>(plan.Items.Count, StringComparer.Ordinal);
        foreach (var item in plan.Items)
            done.Add(item.Name, item.BringsVersion
                ? await PutAsync(item, installations.GetValueOrDefault(PluginInstallation.Normalize(item.Name)), entries, policy, rehearsal, acceptOptionLoss, ct)
                : new InstallPluginPayload(await SwitchAsync(item, installations[PluginInstallation.Normalize(item.Name)], policy, rehearsal, ct), InstallOutcome.Unchanged, null));
        return done;
    }

    private async Task<InstallPluginPayload> PutAsync(PlanItem item, PluginInstallation? there, Entries entries, Policy policy, bool rehearsal, bool acceptOptionLoss, CancellationToken ct) =>
        await store.PutAsync(await ReleaseAsync(item, entries, policy, rehearsal, ct), there, policy, item.InUse, rehearsal, acceptOptionLoss, ct);

    private async Task<PluginInstallation> SwitchAsync(PlanItem item, PluginInstallation there, Policy policy, bool rehearsal, CancellationToken ct)
    {
        switch (item.Action)
        {
            case PlanAction.Enable when !there.IsInUse:
                if (!rehearsal)
                    await staging.StartCurrentAsync(there, ct);
                if (there.Enable(store.Now))
                    store.Tell(there, PluginLifecycleAction.Enabled);
                break;
            case PlanAction.Disable:
                store.Disable(there, policy);
                break;
            case PlanAction.Uninstall:
                store.Uninstall(there, policy);
                break;
        }
        return there;
    }

    private Task<PluginRelease> ReleaseAsync(PlanItem item, Entries entries, Policy policy, bool rehearsal, CancellationToken ct)
    {
        var plugin = entries.Plugins[item.Plugin!.Key];
        return arrivals.ReleaseAsync(plugin, plugin.Repository.Type, item.Target is { } target ? entries.Versions[target.Key] : null, policy, rehearsal, ct);
    }

    /// <summary>
    /// Who may install a plugin may bring in what it needs; but to change what is there already, somebody must be allowed to install that as well.
    /// </summary>
    private void Permit(PlanItem item)
    {
        if (item.Reason == PlanReason.Requested || item.Action is not (PlanAction.Install or PlanAction.Keep))
            actor.Require($"plugins:install:{item.Name}");
    }

    /// <summary>What is there under the plan's names; those that differ by case alone stand against it.</summary>
    private async Task<Dictionary<string, PluginInstallation>> InstallationsAsync(IQueryable<PluginInstallation> installations, InstallPlan plan, CancellationToken ct)
    {
        var names = plan.Items.Select(item => PluginInstallation.Normalize(item.Name)).ToList();
        var found = await installations.Where(installation => installation.OrganizationId == actor.OrganizationId && names.Contains(installation.NormalizedName))
            .ToDictionaryAsync(installation => installation.NormalizedName, StringComparer.Ordinal, ct);
        foreach (var item in plan.Items)
            if (found.TryGetValue(PluginInstallation.Normalize(item.Name), out var there) && there.Name != item.Name)
                throw new NameClashException(item.Name, there.Name);
        return found;
    }

    private static async Task<Entries> EntriesAsync(CatalogDb db, InstallPlan plan, CancellationToken ct)
    {
        var coming = plan.Items.Where(item => item.BringsVersion).ToList();
        var pluginKeys = coming.Select(item => item.Plugin!.Key).ToList();
        var versionKeys = coming.Where(item => item.Target is not null).Select(item => item.Target!.Key).ToList();
        return new Entries(
            await db.Plugins.AsNoTracking().Include(plugin => plugin.Repository).Where(plugin => pluginKeys.Contains(plugin.Id)).ToDictionaryAsync(plugin => plugin.Id, ct),
            await db.Versions.AsNoTracking().Where(version => versionKeys.Contains(version.Id)).ToDictionaryAsync(version => version.Id, ct));
    }

    private sealed record Entries(Dictionary<Guid, Plugin> Plugins, Dictionary<Guid, PluginVersion> Versions);
}
