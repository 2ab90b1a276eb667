using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Catalog.Plans;

/// <summary>What has to change so that exactly what a lock names is installed.</summary>
internal sealed class LockPlan(CatalogGraph graph, IReadOnlyDictionary<string, InstalledPlugin> installed, Admission admission, int maxSteps)
{
    private readonly List<PlanBlock> _blocked = [];

    public InstallPlan Plan(LockDocument document)
    {
        var locked = document.Plugins.ToDictionary(plugin => plugin.Name, StringComparer.Ordinal);
        var wanted = document.Plugins.Select(Find).OfType<Wanted>().ToList();
        // What the lock does not name goes, so nothing has to agree with it.
        var staying = installed.Where(pair => locked.ContainsKey(pair.Key)).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        var resolution = new Resolver(graph, staying, admission, maxSteps).Resolve(wanted);
        _blocked.AddRange(resolution.Failures.Select(failure => new PlanBlock(failure.Path[0], failure.Version, failure.Refusal, failure.Path)));
        foreach (var decision in resolution.Decisions.Where(decision => !locked.ContainsKey(decision.Name) && IsNeeded(decision.Name, locked, resolution.Decisions)))
            Block(decision.Name, decision.Choice.Text, new DependencyMissingException(decision.Name, [new MissingDependency(decision.Name, decision.Choice.Text ?? "*", "the lock does not name it, and something of it needs it")]));
        var items = InOrder(resolution.Decisions.Where(decision => locked.ContainsKey(decision.Name)).ToList()).Select(decision => Item(locked[decision.Name], decision)).ToList();
        var leaving = installed.Values.Where(plugin => !locked.ContainsKey(plugin.Name)).OrderBy(plugin => plugin.Name, StringComparer.Ordinal).Select(Leaving).ToList();
        return new InstallPlan([.. leaving, .. items], [.. _blocked.OrderBy(block => block.PluginId, StringComparer.Ordinal)]);
    }

    /// <summary>Whether something that comes into use needs it; what stays out of use may lack something, as it may have where the lock was written.</summary>
    private static bool IsNeeded(string name, Dictionary<string, LockedPlugin> locked, IReadOnlyList<Decision> decisions) =>
        decisions.Any(decision => decision.Choice.Needs.Any(dependency => dependency.PluginId == name && !dependency.Optional) && (!locked.TryGetValue(decision.Name, out var plugin) || plugin.Enabled));

    private List<Decision> InOrder(List<Decision> decisions)
    {
        try
        {
            return StartOrder.Of(decisions, decision => decision.Name, decision => decision.Choice.Version?.LoadPriority ?? 0, decision => decision.Choice.Needs);
        }
        catch (DependencyCycleException cycle)
        {
            _blocked.Add(new PlanBlock(cycle.Cycle[0], null, cycle, cycle.Cycle));
            return decisions;
        }
    }

    /// <summary>The version that the lock names, with the very file that it names; null when that cannot be had, which is noted.</summary>
    private Wanted? Find(LockedPlugin locked)
    {
        var there = installed.GetValueOrDefault(locked.Name);
        if (there is not null && there.Version == locked.Version && there.ArtifactDigest == locked.Sha256 && (locked.Repository is null || graph.FindVersion(there.VersionKey) is null))
            return new Wanted(graph.Find(there.PluginKey) ?? GraphPlugin.Unknown(locked.Name), null) { AsInstalled = true };
        if (locked.Repository is null)
            return Block(locked.Name, locked.Version, new PluginNotAllowedException(locked.Name, $"the lock has it from {locked.Origin}, and no repository; install its file first"));
        if (graph.FindIn(locked.Name, locked.Repository) is not { } plugin)
            return Block(locked.Name, locked.Version, graph.Plugins.Any(other => other.Repository.Name == locked.Repository) ? new PluginNotFoundException(locked.Name, "lock") : new RepositoryNotFoundException(locked.Repository));
        if (locked.Version is null)
            return new Wanted(plugin, null);
        if (plugin.Find(locked.Version) is not { } version)
            return Block(locked.Name, locked.Version, new VersionNotFoundException(locked.Name, locked.Version));
        if (locked.Sha256 is { } expected && version.Digest is { } published && published != expected)
            return Block(locked.Name, locked.Version, new ChecksumMismatchException(expected, published));
        return new Wanted(plugin, version, Locked: true);
    }

    private Wanted? Block(string name, string? version, RefusalException refusal)
    {
        _blocked.Add(new PlanBlock(name, version, refusal, [name]));
        return null;
    }

    private PlanItem Item(LockedPlugin locked, Decision decision)
    {
        var there = installed.GetValueOrDefault(locked.Name);
        return new PlanItem
        {
            Name = locked.Name,
            Action = ActionOf(locked, decision, there),
            FromVersion = there?.Version,
            ToVersion = decision.Choice.Text,
            Repository = locked.Repository,
            Reason = PlanReason.Lock,
            RequiredBy = [],
            Warnings = [.. Planner.Warnings(decision, admission, stays: there?.Version == locked.Version, named: true)],
            Plugin = decision.Plugin,
            Target = decision.Choice.Version,
            InUse = locked.Enabled,
        };
    }

    private static PlanAction ActionOf(LockedPlugin locked, Decision decision, InstalledPlugin? there)
    {
        if (there is null)
            return PlanAction.Install;
        var order = decision.Choice.SortKey is { } key && there.SortKey is { } old ? string.CompareOrdinal(key, old) : 0;
        return order > 0 ? PlanAction.Upgrade
            : order < 0 ? PlanAction.Downgrade
            : there.Version != locked.Version || (there.ArtifactDigest != locked.Sha256 && locked.Sha256 is not null) ? PlanAction.Reinstall
            : there.IsRunning == locked.Enabled ? PlanAction.Keep
            : locked.Enabled ? PlanAction.Enable : PlanAction.Disable;
    }

    private PlanItem Leaving(InstalledPlugin plugin)
    {
        if (admission.Policy.IsMandatory(plugin.Name))
            Block(plugin.Name, plugin.Version, new PluginMandatoryException(plugin.Name));
        return new PlanItem
        {
            Name = plugin.Name, Action = PlanAction.Uninstall, FromVersion = plugin.Version, ToVersion = null, Repository = graph.Find(plugin.PluginKey)?.Repository.Name,
            Reason = PlanReason.Lock, RequiredBy = [], Warnings = [],
        };
    }
}
