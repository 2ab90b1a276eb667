using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Catalog.Plans;

/// <summary>
/// Makes plans. Asks for the graph's state, the policy and what is installed: three statements, whatever the plan's size; and where versions come in, for
/// what they and the present ones declare and which stored options concern it, which is a handful more.
/// </summary>
internal sealed class Planner(CatalogGraphs graphs, OptionTravel travel, Actor actor, CatalogOptions options, TimeProvider clock)
{
    public async Task<InstallPlan> PlanAsync(CatalogDb db, PlanRequest request, CancellationToken ct)
    {
        request.Check(options.MaxPluginsPerRequest);
        var graph = await graphs.CurrentAsync(db, ct);
        var admission = new Admission(await db.PolicyAsync(actor, options, clock, ct), options, clock.Now(), request.OverrideReason is not null);
        var installed = (await InstalledPlugin.AllAsync(db, actor.OrganizationId, ct)).ToDictionary(plugin => plugin.Name, StringComparer.Ordinal);
        return await travel.ShowAsync(Plan(graph, installed, admission, request), request.AcceptOptionLoss, ct);
    }

    /// <summary>The same, refused unless it can be executed and is the one that the caller saw.</summary>
    public async Task<InstallPlan> PlanExecutableAsync(CatalogDb db, PlanRequest request, string? expectedDigest, CancellationToken ct)
    {
        var plan = await PlanAsync(db, request, ct);
        plan.EnsureExecutable(expectedDigest);
        return plan;
    }

    /// <summary>What an installed plugin needs to come into use: itself as it is installed, and what it needs.</summary>
    public async Task<InstallPlan> PlanEnableAsync(CatalogDb db, string name, bool withDependencies, CancellationToken ct)
    {
        var graph = await graphs.CurrentAsync(db, ct);
        var admission = new Admission(await db.PolicyAsync(actor, options, clock, ct), options, clock.Now());
        var installed = (await InstalledPlugin.AllAsync(db, actor.OrganizationId, ct)).ToDictionary(plugin => plugin.Name, StringComparer.Ordinal);
        var plugin = graph.Find(installed[name].PluginKey) ?? GraphPlugin.Unknown(name);
        return await travel.ShowAsync(Plan(graph, installed, admission, new PlanRequest([], withDependencies), [new Wanted(plugin, null) { AsInstalled = true }], []), acceptLoss: false, ct);
    }

    /// <summary>What a file needs that is to be installed: the plan without the file's own plugin; null when it needs nothing.</summary>
    public async Task<InstallPlan?> PlanFileAsync(CatalogDb db, PluginRelease release, bool withDependencies, string? expectedDigest, CancellationToken ct)
    {
        if (release.Needs.Count == 0)
            return null;
        var graph = await graphs.CurrentAsync(db, ct);
        var admission = new Admission(await db.PolicyAsync(actor, options, clock, ct), options, clock.Now());
        var installed = (await InstalledPlugin.AllAsync(db, actor.OrganizationId, ct)).ToDictionary(plugin => plugin.Name, StringComparer.Ordinal);
        installed[release.Name] = new InstalledPlugin(Guid.Empty, release.Name, release.Version, InstallationState.Running, Pinned: false, [], release.PluginKey, null, release.Digest) { Needs = InstalledPlugin.NeedsOf(release.Needs) };
        var near = release.Manifest!.Ecosystem is { } ecosystem ? graph.Plugins.FirstOrDefault(plugin => plugin.Provider == ecosystem)?.Repository : null;
        var itself = graph.Find(release.PluginKey) ?? GraphPlugin.Unknown(release.Name, near);
        var plan = Plan(graph, installed, admission, new PlanRequest([], withDependencies), [new Wanted(itself, null) { AsInstalled = true }], []);
        plan = new InstallPlan([.. plan.Items.Where(item => item.Name != release.Name)], plan.Blocked);
        plan.EnsureExecutable(expectedDigest);
        return plan;
    }

    /// <summary>What a lock would change.</summary>
    public async Task<(LockDocument Document, InstallPlan Plan)> PlanLockAsync(CatalogDb db, string text, string? overrideReason, bool acceptOptionLoss, CancellationToken ct)
    {
        var document = LockDocument.Read(text, options.MaxPluginsPerRequest);
        var graph = await graphs.CurrentAsync(db, ct);
        var admission = new Admission(await db.PolicyAsync(actor, options, clock, ct), options, clock.Now(), overrideReason is not null);
        var installed = (await InstalledPlugin.AllAsync(db, actor.OrganizationId, ct)).ToDictionary(plugin => plugin.Name, StringComparer.Ordinal);
        return (document, await travel.ShowAsync(new LockPlan(graph, installed, admission, options.MaxResolutionSteps).Plan(document), acceptOptionLoss, ct));
    }

    /// <summary>The pure part.</summary>
    internal InstallPlan Plan(CatalogGraph graph, IReadOnlyDictionary<string, InstalledPlugin> installed, Admission admission, PlanRequest request)
    {
        var (wanted, blocked) = Find(graph, request);
        return Plan(graph, installed, admission, request, wanted, blocked);
    }

    private InstallPlan Plan(CatalogGraph graph, IReadOnlyDictionary<string, InstalledPlugin> installed, Admission admission, PlanRequest request, List<Wanted> wanted, List<PlanBlock> blocked)
    {
        var resolution = new Resolver(graph, installed, admission, options.MaxResolutionSteps).Resolve(wanted);
        blocked.AddRange(resolution.Failures.Select(failure => new PlanBlock(failure.Path[0], failure.Version, failure.Refusal, failure.Path)));
        var decisions = resolution.Decisions;
        try
        {
            decisions = StartOrder.Of(decisions, decision => decision.Name, decision => decision.Choice.Version?.LoadPriority ?? 0, decision => decision.Choice.Needs);
        }
        catch (DependencyCycleException cycle)
        {
            blocked.Add(new PlanBlock(cycle.Cycle[0], null, cycle, cycle.Cycle));
        }
        var requiredBy = decisions.SelectMany(decision => decision.Choice.Needs.Select(dependency => (dependency.PluginId, decision.Name))).Distinct().ToLookup(edge => edge.PluginId, edge => edge.Name, StringComparer.Ordinal);
        List<PlanItem> items = [.. decisions.Select(decision => Item(decision, installed.GetValueOrDefault(decision.Name), [.. requiredBy[decision.Name].Order(StringComparer.Ordinal)], admission, request))];
        if (!request.WithDependencies)
            items = WithoutDependencies(items, decisions, request, blocked);
        blocked.Sort((left, right) => string.CompareOrdinal(left.PluginId, right.PluginId));
        return new InstallPlan(items, blocked);
    }

    private static (List<Wanted> Wanted, List<PlanBlock> Blocked) Find(CatalogGraph graph, PlanRequest request)
    {
        var wanted = new List<Wanted>();
        var blocked = new List<PlanBlock>();
        foreach (var item in request.Plugins)
        {
            RefusalException? refusal = null;
            if (graph.Find(item.PluginId, item.RepositoryId) is not { } plugin)
                refusal = item.RepositoryId is { } repository && graph.Plugins.All(other => other.Repository.RepositoryId != repository) ? new RepositoryNotFoundException(repository) : new PluginNotFoundException(item.PluginId);
            else if (item.Version is null)
                wanted.Add(new Wanted(plugin, null));
            else if (plugin.Find(item.Version) is { } version)
                wanted.Add(new Wanted(plugin, version));
            else
                refusal = new VersionNotFoundException(item.PluginId, item.Version);
            if (refusal is not null)
                blocked.Add(new PlanBlock(item.PluginId, item.Version, refusal, [item.PluginId]));
        }
        return (wanted, blocked);
    }

    /// <summary>What is asked for, alone: what it needs must be there already, unless it does not come into use.</summary>
    private static List<PlanItem> WithoutDependencies(List<PlanItem> items, IReadOnlyList<Decision> decisions, PlanRequest request, List<PlanBlock> blocked)
    {
        if (request.Activate)
        {
            var lacking = items.Where(item => item.Reason != PlanReason.Requested && item.Action != PlanAction.Keep).ToDictionary(item => item.Name, StringComparer.Ordinal);
            foreach (var decision in decisions.Where(decision => decision.IsWanted))
                if (decision.Choice.Needs.Where(dependency => !dependency.Optional && lacking.ContainsKey(dependency.PluginId)).ToList() is { Count: > 0 } missing)
                    blocked.Add(new PlanBlock(decision.Name, decision.Choice.Text, new DependencyMissingException(decision.Name, [.. missing.Select(dependency =>
                        new MissingDependency(dependency.PluginId, dependency.Range.Text, Describe(lacking[dependency.PluginId])))]), [decision.Name]));
        }
        return [.. items.Where(item => item.Reason == PlanReason.Requested || item.Action == PlanAction.Keep)];
    }

    private static string Describe(PlanItem item) => item.Action switch
    {
        PlanAction.Install => "it is not installed",
        PlanAction.Enable => "it is not in use",
        _ => $"{item.FromVersion} is installed",
    };

    private static PlanItem Item(Decision decision, InstalledPlugin? there, IReadOnlyList<string> requiredBy, Admission admission, PlanRequest request)
    {
        var action = ActionOf(decision, there, request.Activate);
        return new PlanItem
        {
            Name = decision.Name,
            Action = action,
            FromVersion = there?.Version,
            ToVersion = decision.Choice.Text,
            Repository = decision.Plugin is { IsUnknown: false } plugin ? plugin.Repository.Name : null,
            Reason = decision.IsWanted ? PlanReason.Requested : requiredBy.Count > 0 ? PlanReason.Dependency : PlanReason.Dependent,
            RequiredBy = requiredBy,
            Warnings = [.. Warnings(decision, admission, stays: action is PlanAction.Keep or PlanAction.Enable, named: request.Plugins.Any(item => item.PluginId == decision.Name && item.Version is not null))],
            Plugin = decision.Plugin,
            Target = decision.Choice.Version,
            InUse = request.Activate || (!decision.IsWanted && there is { IsRunning: true }),
        };
    }

    private static PlanAction ActionOf(Decision decision, InstalledPlugin? there, bool activate)
    {
        if (there is null)
            return PlanAction.Install;
        if (decision.Choice.Stays && decision.MayStay)
            return activate && !there.IsRunning ? PlanAction.Enable : PlanAction.Keep;
        var order = decision.Choice.SortKey is { } key && there.SortKey is { } old ? string.CompareOrdinal(key, old) : 0;
        return order > 0 ? PlanAction.Upgrade : order < 0 ? PlanAction.Downgrade : PlanAction.Reinstall;
    }

    internal static IEnumerable<PlanWarning> Warnings(Decision decision, Admission admission, bool stays, bool named)
    {
        if (decision.Plugin is { Deprecated: true } deprecated)
            yield return new PlanWarning(PlanWarningKind.Deprecated, deprecated.ReplacedBy is { } other ? $"It is deprecated; its publisher names '{other}' instead." : "It is deprecated.");
        if (decision.Choice.Version is not { } version)
            yield break;
        foreach (var advisory in version.Advisories)
            yield return new PlanWarning(PlanWarningKind.Advisory, $"{version.Version} is affected by {advisory.AdvisoryId}{(advisory.Message is null ? "" : $": {advisory.Message}")}.");
        if (version.State == VersionState.Yanked)
            yield return new PlanWarning(PlanWarningKind.Yanked, $"{version.Version} was withdrawn by its publisher.");
        if (stays)
            yield break;
        if (admission.IsTooRecent(version))
            yield return new PlanWarning(PlanWarningKind.TooRecent, $"{version.Version} has not been out for {admission.Policy.MinimumReleaseAge.TotalDays:0.##} days, which the policy asks for.");
        if (version.Artifacts.All(artifact => artifact.Sha256 is null && artifact.Signature is null))
            yield return new PlanWarning(PlanWarningKind.Unverified, "Neither a digest nor a signature of its file is published.");
        if (version.Channel != VersionChannel.Stable)
            yield return new PlanWarning(PlanWarningKind.Prerelease, $"{version.Version} is not a final release.");
        if (!named && version.Plugin.Versions.FirstOrDefault(other => other.State == VersionState.Active) is { } newest && newest != version && string.CompareOrdinal(newest.SortKey, version.SortKey) > 0)
            yield return new PlanWarning(PlanWarningKind.NotNewest, admission.Refuse(newest)?.Message ?? $"{newest.Version} does not go with the other plugins.");
    }
}
