using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Catalog.Dependencies;

/// <summary>
/// Chooses a version for every plugin that is asked for and for all that these need. Plugins are decided one after the other, each in its best version first;
/// where one has none that fits, the search goes back to the latest decision that had a part in that, and tries its next version (conflict-directed
/// backjumping), so that a set is found whenever there is one. The same input always gives the same answer.
/// <para>
/// Installed plugins stay as they are unless their version will not do; pinned ones never move. A plugin of use (optional) is not brought in, but where it is
/// there its version must fit. An installed plugin that a change would break is taken into the search.
/// </para>
/// </summary>
internal sealed class Resolver(CatalogGraph graph, IReadOnlyDictionary<string, InstalledPlugin> installed, Admission admission, int maxSteps)
{
    private readonly List<Step> _agenda = [];
    private readonly Dictionary<string, Step> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Requirement>> _requirements = new(StringComparer.Ordinal);
    private ILookup<string, (InstalledPlugin Dependent, GraphDependency Dependency)>? _installedDependents;
    private IReadOnlyDictionary<string, Wanted> _wanted = new Dictionary<string, Wanted>();
    private bool _mayLeaveOut;

    public int Steps { get; private set; }

    /// <summary>Decides. When not everything that is wanted goes together, answers with what does, and why the rest does not.</summary>
    /// <exception cref="ResolutionTooComplexException">The search was given up.</exception>
    public Resolution Resolve(IEnumerable<Wanted> wanted)
    {
        _wanted = wanted.ToDictionary(item => item.Plugin.PluginId, StringComparer.Ordinal);
        _mayLeaveOut = false;
        if (!Search())
        {
            _mayLeaveOut = true;
            Search();
        }
        return new Resolution(
            [.. _agenda.Where(step => step.Chosen!.IsPresent).Select(step => step.Outcome())],
            [.. _agenda.Where(step => !step.Chosen!.IsPresent).Select(step => step.Failure!)]);
    }

    private bool Search()
    {
        _agenda.Clear();
        _byName.Clear();
        _requirements.Clear();
        Steps = 0;
        Wanted[] roots = [.. _wanted.Values.OrderBy(item => item.Plugin.PluginId, StringComparer.Ordinal)];
        var nextRoot = 0;
        for (var position = 0; ; position++)
        {
            // What a plugin needs is decided before the next one that was asked for, so that going back is short.
            for (; position == _agenda.Count && nextRoot < roots.Length; nextRoot++)
                if (!_byName.ContainsKey(roots[nextRoot].Plugin.PluginId))
                    Add(roots[nextRoot].Plugin.PluginId, roots[nextRoot].Plugin, -1);
            if (position == _agenda.Count)
                return true;
            for (; !Decide(position); nextRoot = 0)
                if ((position = GoBack(position)) < 0)
                    return false;
        }
    }

    private bool Decide(int position)
    {
        var step = _agenda[position];
        for (; step.Next < step.Choices.Count; step.Next++)
        {
            if (++Steps > maxSteps)
                throw new ResolutionTooComplexException(maxSteps);
            var choice = step.Choices[step.Next];
            if (!Fits(step, choice))
                continue;
            Take(step, choice);
            return true;
        }
        return false;
    }

    private bool Fits(Step step, Choice choice)
    {
        if (choice.Refusal is { } refusal)
            return step.Fail(choice, new Failure(step.Name, choice.Text, refusal, PathTo(step)), isRange: false);
        foreach (var requirement in _requirements.GetValueOrDefault(step.Name) ?? [])
            if (choice.IsPresent ? !choice.Meets(requirement.Dependency.Range) : !requirement.Dependency.Optional)
            {
                step.Blame(requirement.By);
                return step.Fail(choice, Unmet(_agenda[requirement.By], requirement.Dependency, step, choice), isRange: true);
            }
        foreach (var dependency in choice.Needs)
        {
            if (_byName.TryGetValue(dependency.PluginId, out var other) && other.Chosen is { } chosen && other != step)
            {
                if (chosen.IsPresent ? chosen.Meets(dependency.Range) : dependency.Optional)
                    continue;
                step.Blame(other.Position);
                return step.Fail(choice, Unmet(step, dependency, other, chosen), isRange: false);
            }
            if (!dependency.Optional && other is null && NodeOf(step, dependency) is (null, var reason))
                return step.Fail(choice, new Failure(step.Name, choice.Text, new DependencyMissingException(step.Name, [new MissingDependency(dependency.PluginId, dependency.Range.Text, reason!)]), PathTo(step)), isRange: false);
        }
        return true;
    }

    /// <summary>Where a plugin that is needed is found: installed, or in the catalog.</summary>
    private (GraphPlugin? Plugin, string? Reason) NodeOf(Step step, GraphDependency dependency)
    {
        var near = step.Plugin is { } plugin ? graph.FindNear(dependency.PluginId, plugin.Repository) : graph.Find(dependency.PluginId);
        if (!installed.TryGetValue(dependency.PluginId, out var there))
            return near is null ? (null, "no repository has it") : (near, null);
        var node = graph.Find(there.PluginKey) ?? near;
        return node is null ? (GraphPlugin.Unknown(there.Name), null)
            : near is not null && node.Provider is not null && near.Provider is not null && node.Provider != near.Provider ? (null, $"the name is taken by a plugin of {node.Repository.Name}")
            : (node, null);
    }

    private void Take(Step step, Choice choice)
    {
        step.Chosen = choice;
        step.AgendaBefore = _agenda.Count;
        foreach (var dependency in choice.Needs)
        {
            if (!_requirements.TryGetValue(dependency.PluginId, out var requirements))
                _requirements.Add(dependency.PluginId, requirements = []);
            requirements.Add(new Requirement(dependency, step.Position));
            if (_byName.ContainsKey(dependency.PluginId))
                continue;
            if (!dependency.Optional)
                Add(dependency.PluginId, NodeOf(step, dependency).Plugin, step.Position);
            else if (installed.TryGetValue(dependency.PluginId, out var there) && !there.Meets(dependency.Range))
                Add(there.Name, graph.Find(there.PluginKey), step.Position);
        }
        if (!choice.Stays && choice.IsPresent)
            TakeAlongWhatBreaks(step, choice);
    }

    /// <summary>Installed plugins that work with what is there now, and would not with the choice.</summary>
    private void TakeAlongWhatBreaks(Step step, Choice choice)
    {
        var before = installed.GetValueOrDefault(step.Name);
        foreach (var (dependent, dependency) in InstalledDependents[step.Name])
            if ((before is null ? dependency.Optional : before.Meets(dependency.Range)) && !choice.Meets(dependency.Range) && !_byName.ContainsKey(dependent.Name))
                Add(dependent.Name, graph.Find(dependent.PluginKey), step.Position);
    }

    /// <summary>To the latest decision that had a part in a plugin's failing, which is taken back.</summary>
    /// <returns>Its place, with its next version to be tried; -1 when no decision had a part.</returns>
    private int GoBack(int position)
    {
        var failed = _agenda[position];
        if (_mayLeaveOut && failed.IsWanted && failed.MayLeaveOut())
            return position;
        if (failed.IntroducedBy >= 0)
            failed.Blame(failed.IntroducedBy);
        if (failed.Blamed.Count == 0)
            return -1;
        var target = _agenda[failed.Blamed.Max()];
        foreach (var place in failed.Blamed)
            if (place != target.Position)
                target.Blame(place);
        target.Fail(target.Choices[target.Next], failed.Failure!, isRange: false);
        for (var i = position - 1; i >= target.Position; i--)
            Undo(_agenda[i]);
        target.Next++;
        return target.Position;
    }

    private void Undo(Step step)
    {
        foreach (var dependency in step.Chosen!.Needs)
        {
            var requirements = _requirements[dependency.PluginId];
            requirements.RemoveAt(requirements.Count - 1);
        }
        for (var i = _agenda.Count - 1; i >= step.AgendaBefore; i--)
        {
            _byName.Remove(_agenda[i].Name);
            _agenda.RemoveAt(i);
        }
        step.Chosen = null;
        for (var i = step.Position + 1; i < _agenda.Count; i++)
            _agenda[i].Reset();
    }

    private void Add(string name, GraphPlugin? plugin, int introducedBy)
    {
        var wanted = _wanted.GetValueOrDefault(name);
        var there = installed.GetValueOrDefault(name);
        var step = new Step(name, wanted?.Plugin ?? plugin, _agenda.Count, introducedBy, wanted, new Choices(admission, wanted, there, wanted?.Plugin ?? plugin).List());
        _agenda.Add(step);
        _byName.Add(name, step);
    }

    private Failure Unmet(Step needy, GraphDependency dependency, Step needed, Choice choice)
    {
        var reason = !choice.IsPresent ? "it cannot be installed"
            : needed.IsPinned(installed) ? $"it is pinned at {choice.Text}"
            : choice.Version is null || needed.Choices.Count == 1 ? $"there is {choice.Text}"
            : $"the newest that may be installed is {needed.Choices.Where(candidate => candidate is { Refusal: null, Text: not null }).MaxBy(candidate => candidate.SortKey, StringComparer.Ordinal)?.Text ?? "none"}";
        return new Failure(needy.Name, needy.Chosen?.Text, new DependencyMissingException(needy.Name, [new MissingDependency(dependency.PluginId, dependency.Range.Text, reason)]), PathTo(needy));
    }

    private List<string> PathTo(Step step)
    {
        var path = new List<string> { step.Name };
        for (var i = step.IntroducedBy; i >= 0; i = _agenda[i].IntroducedBy)
            path.Insert(0, _agenda[i].Name);
        return path;
    }

    private ILookup<string, (InstalledPlugin Dependent, GraphDependency Dependency)> InstalledDependents => _installedDependents ??= installed.Values
        .SelectMany(plugin => (graph.FindVersion(plugin.VersionKey)?.Dependencies ?? plugin.Needs).Select(dependency => (Dependent: plugin, Dependency: dependency)))
        .OrderBy(edge => edge.Dependent.Name, StringComparer.Ordinal)
        .ToLookup(edge => edge.Dependency.PluginId, StringComparer.Ordinal);

    private readonly record struct Requirement(GraphDependency Dependency, int By);

    /// <summary>A plugin to be decided.</summary>
    private sealed class Step(string name, GraphPlugin? plugin, int position, int introducedBy, Wanted? wanted, List<Choice> choices)
    {
        private Failure? _failure;
        private Failure? _rangeFailure;

        public string Name => name;

        public GraphPlugin? Plugin => plugin;

        public int Position => position;

        public int IntroducedBy => introducedBy;

        public bool IsWanted => wanted is not null;

        public List<Choice> Choices => choices;

        public int Next { get; set; }

        public Choice? Chosen { get; set; }

        public int AgendaBefore { get; set; }

        public HashSet<int> Blamed { get; } = [];

        /// <summary>Why it has no version: the first that was in range tells more than those that were not.</summary>
        public Failure? Failure => _failure ?? _rangeFailure ?? new Failure(name, null, new VersionNotFoundException(name, null), [name]);

        public void Blame(int place) => Blamed.Add(place);

        public bool Fail(Choice choice, Failure failure, bool isRange)
        {
            if (choice.IsPresent && isRange)
                _rangeFailure ??= failure;
            else if (choice.IsPresent)
                _failure ??= failure;
            return false;
        }

        /// <summary>Adds the way of doing without; false when that was tried already.</summary>
        public bool MayLeaveOut()
        {
            if (choices is [.., { IsPresent: false }])
                return false;
            choices.Add(Choice.Absent);
            return true;
        }

        public void Reset()
        {
            Next = 0;
            Blamed.Clear();
            _failure = _rangeFailure = null;
            if (choices is [.., { IsPresent: false }])
                choices.RemoveAt(choices.Count - 1);
        }

        public bool IsPinned(IReadOnlyDictionary<string, InstalledPlugin> installed) => installed.TryGetValue(name, out var there) && there.Pinned;

        public Decision Outcome() => new(name, plugin, Chosen!, wanted is not null, wanted is null or { AsInstalled: true });
    }
}

/// <summary>A plugin that is asked for.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Version">The version that it must have; null for the best.</param>
/// <param name="Locked">Whether a lock names the version, so that a withdrawn one will do.</param>
internal sealed record Wanted(GraphPlugin Plugin, GraphVersion? Version, bool Locked = false)
{
    /// <summary>Whether it is to stay as it is installed, and only what it needs is looked for.</summary>
    public bool AsInstalled { get; init; }
}

/// <summary>A version that was chosen.</summary>
internal sealed record Decision(string Name, GraphPlugin? Plugin, Choice Choice, bool IsWanted, bool MayStay);

/// <summary>Why something that was asked for cannot be had.</summary>
/// <param name="Name">The plugin where it fails.</param>
/// <param name="Version">Its version that was tried; null when there is none.</param>
/// <param name="Refusal">The reason.</param>
/// <param name="Path">How one comes from what was asked for to it.</param>
internal sealed record Failure(string Name, string? Version, RefusalException Refusal, IReadOnlyList<string> Path);

/// <summary>What was decided.</summary>
/// <param name="Decisions">The plugins that are to be there, in the order in which they were decided.</param>
/// <param name="Failures">Why the others of those that were asked for are not among them.</param>
internal sealed record Resolution(IReadOnlyList<Decision> Decisions, IReadOnlyList<Failure> Failures);
