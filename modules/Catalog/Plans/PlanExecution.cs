using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Plans;

/// <summary>Does what a plan says, all of it in the command's transaction. The caller has locked all names and made the plan since.</summary>
internal sealed class PlanExecution(InstallationStore store, UnitOfWork work, Actor actor)
{
    /// <returns>The installations of all items and what happened to them, by name.</returns>
    public async Task<IReadOnlyDictionary<string, (PluginInstallation Installation, InstallOutcome Outcome)>> ExecuteAsync(InstallPlan plan, bool activate, CancellationToken ct)
    {
        foreach (var item in plan.Items)
            Permit(item);
        var policy = await store.PolicyAsync(ct);
        var names = plan.Items.Select(item => item.Name).ToList();
        var installations = await store.Db.Installations.Where(installation => installation.OrganizationId == actor.OrganizationId && names.Contains(installation.Name)).ToDictionaryAsync(installation => installation.Name, ct);
        var (plugins, versions) = await EntriesAsync(plan, ct);
        var done = new Dictionary<string, (PluginInstallation, InstallOutcome)>(plan.Items.Count, StringComparer.Ordinal);
        foreach (var item in plan.Items)
        {
            var there = installations.GetValueOrDefault(item.Name);
            var outcome = InstallOutcome.Created;
            if (item.BringsVersion)
            {
                var (plugin, version) = (plugins[item.Plugin!.Key], item.Target is { } target ? versions[target.Key] : null);
                var wasRunning = there is not null && there.State != InstallationState.Disabled;
                if (there is null)
                    store.Db.Add(there = PluginInstallation.FromCatalog(actor.OrganizationId, plugin, version, actor.Name, store.Now));
                else
                    outcome = there.Replace(plugin, version, actor.Name, store.Now);
                if (!activate && (item.Reason == PlanReason.Requested || !wasRunning))
                    there.Disable(policy, store.Now);
                work.AfterCommit(there.Event(outcome == InstallOutcome.Created ? PluginLifecycleAction.Installed : PluginLifecycleAction.Replaced, store.Now));
            }
            else
            {
                outcome = InstallOutcome.Reinstalled;
                if (item.Action == PlanAction.Enable && there!.Enable(store.Now))
                    work.AfterCommit(there.Event(PluginLifecycleAction.Enabled, store.Now));
            }
            done.Add(item.Name, (there!, outcome));
        }
        return done;
    }

    /// <summary>
    /// Who may install a plugin may bring in what it needs; but to change what is there already, somebody must be allowed to install that as well.
    /// </summary>
    private void Permit(PlanItem item)
    {
        if (item.Reason == PlanReason.Requested || item.Action is PlanAction.Upgrade or PlanAction.Downgrade or PlanAction.Reinstall or PlanAction.Enable)
            actor.Require($"plugins:install:{item.Name}");
    }

    private async Task<(Dictionary<Guid, Plugin> Plugins, Dictionary<Guid, PluginVersion> Versions)> EntriesAsync(InstallPlan plan, CancellationToken ct)
    {
        var coming = plan.Items.Where(item => item.BringsVersion).ToList();
        var pluginKeys = coming.Select(item => item.Plugin!.Key).ToList();
        var versionKeys = coming.Where(item => item.Target is not null).Select(item => item.Target!.Key).ToList();
        return (
            await store.Db.Plugins.AsNoTracking().Where(plugin => pluginKeys.Contains(plugin.Id)).ToDictionaryAsync(plugin => plugin.Id, ct),
            await store.Db.Versions.AsNoTracking().Where(version => versionKeys.Contains(version.Id)).ToDictionaryAsync(version => version.Id, ct));
    }
}
