using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Catalog.Versions;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Dependencies;

/// <summary>
/// Which of an organization's installed plugins need which, by the versions that are installed: two statements, however many there are. It follows what is
/// switched and removed, so that one command may change several.
/// </summary>
internal sealed class InstalledNeeds
{
    private readonly Dictionary<string, InstalledPlugin> _installed;
    private readonly HashSet<string> _there;
    private readonly HashSet<string> _running;
    private readonly ILookup<string, (string Dependent, bool Optional)> _dependents;
    private readonly ILookup<string, GraphDependency> _needs;

    private InstalledNeeds(IReadOnlyList<InstalledPlugin> installed, IReadOnlyList<(string Dependent, GraphDependency Dependency)> edges)
    {
        _installed = installed.ToDictionary(plugin => plugin.Name, StringComparer.Ordinal);
        _there = [.. _installed.Keys];
        _running = [.. installed.Where(plugin => plugin.State != InstallationState.Disabled).Select(plugin => plugin.Name)];
        _dependents = edges.OrderBy(edge => edge.Dependent, StringComparer.Ordinal).ToLookup(edge => edge.Dependency.PluginId, edge => (edge.Dependent, edge.Dependency.Optional), StringComparer.Ordinal);
        _needs = edges.ToLookup(edge => edge.Dependent, edge => edge.Dependency, StringComparer.Ordinal);
    }

    public static async Task<InstalledNeeds> LoadAsync(CatalogDb db, Guid organizationId, CancellationToken ct)
    {
        var edges = await db.Installations.AsNoTracking().Where(installation => installation.OrganizationId == organizationId)
            .Join(db.Dependencies, installation => installation.VersionKey, dependency => dependency.VersionKey,
                (installation, dependency) => new { installation.Name, dependency.PluginId, dependency.MinVersion, dependency.RangeText, dependency.Optional })
            .ToListAsync(ct);
        var installed = await InstalledPlugin.AllAsync(db, organizationId, ct);
        return new InstalledNeeds(installed, [
            .. edges.Select(edge => (edge.Name, new GraphDependency(edge.PluginId, PluginDependency.RangeOf(edge.RangeText, edge.MinVersion), edge.Optional))),
            .. installed.SelectMany(plugin => plugin.Needs.Select(need => (plugin.Name, need)))]);
    }

    /// <summary>Whether anything installed may name a plugin among its dependencies: one small statement, which spares most changes the others.</summary>
    public static Task<bool> AnyDependsOnAsync(CatalogDb db, Guid organizationId, string name, CancellationToken ct) =>
        db.Installations.AnyAsync(installation => installation.OrganizationId == organizationId && installation.Name != name
            && (installation.Needs != null || db.Dependencies.Any(dependency => dependency.PluginId == name && dependency.VersionKey == installation.VersionKey)), ct);

    /// <summary>
    /// What goes out of use with a plugin under a strategy: those that need it before those that they need, the plugin last.
    /// </summary>
    /// <param name="name">The plugin.</param>
    /// <param name="strategy">Which of those that need it go along.</param>
    /// <param name="removing">Whether they are removed; then those that are out of use count as well.</param>
    /// <param name="policy">Whose mandatory plugins stay.</param>
    /// <exception cref="DependentsExistException">Something needs it, and the strategy takes nothing along.</exception>
    /// <exception cref="PluginMandatoryException">Something that would go along is mandatory.</exception>
    public IReadOnlyList<string> WithDependents(string name, DependentStrategy strategy, bool removing, Policy policy)
    {
        policy.EnsureNotMandatory(name);
        var concerned = removing ? _there : _running;
        var leaving = LastFirst(name, concerned, withOptional: strategy == DependentStrategy.All);
        if (strategy == DependentStrategy.None && leaving.Count > 1)
            throw new DependentsExistException(name, [.. leaving.Where(other => other != name).Order(StringComparer.Ordinal)]);
        foreach (var other in leaving)
            policy.EnsureNotMandatory(other);
        return leaving;
    }

    /// <summary>What a plugin needs and does not have running in a version that will do.</summary>
    public IReadOnlyList<MissingDependency> Missing(string name) =>
        [.. _needs[name].Where(dependency => !dependency.Optional && Lack(dependency) is not null).Select(dependency => new MissingDependency(dependency.PluginId, dependency.Range.Text, Lack(dependency)!))];

    /// <summary>Refuses a release whose place another version takes, where something in use has what it needs now and would not have it any more.</summary>
    /// <param name="db">Where installations are.</param>
    /// <param name="organizationId">Whose.</param>
    /// <param name="name">What is replaced.</param>
    /// <param name="version">The version that comes in; null is unknown, and will do for everybody.</param>
    /// <param name="ct">Stops.</param>
    /// <exception cref="DependencyMissingException">Something would not have it any more.</exception>
    public static async Task EnsureStillMetAsync(CatalogDb db, Guid organizationId, string name, string? version, CancellationToken ct)
    {
        if (version is not null && await AnyDependsOnAsync(db, organizationId, name, ct))
            (await LoadAsync(db, organizationId, ct)).EnsureStillMet(name, version);
    }

    private void EnsureStillMet(string name, string version)
    {
        var (before, after) = (_installed.GetValueOrDefault(name), VersionOrder.SortKey(version));
        foreach (var (dependent, _) in _dependents[name].Where(dependent => dependent.Dependent != name && _running.Contains(dependent.Dependent)))
        {
            List<MissingDependency> lost = [.. _needs[dependent]
                .Where(need => need.PluginId == name && (before is null ? need.Optional : before.Meets(need.Range)) && !need.Range.Holds(after))
                .Select(need => new MissingDependency(name, need.Range.Text, $"{version} would be installed"))];
            if (lost.Count > 0)
                throw new DependencyMissingException(dependent, lost);
        }
    }

    public void Enabled(string name) => _running.Add(name);

    public void Disabled(string name) => _running.Remove(name);

    public void Removed(string name)
    {
        _running.Remove(name);
        _there.Remove(name);
    }

    /// <summary>Names so that what one needs comes before it; a ring does not keep anybody from switching what is there.</summary>
    public IReadOnlyList<string> InStartOrder(IEnumerable<string> names)
    {
        var wanted = names.Order(StringComparer.Ordinal).ToList();
        var among = wanted.ToHashSet(StringComparer.Ordinal);
        return Walk(wanted, name => _needs[name].Where(dependency => !dependency.Optional && among.Contains(dependency.PluginId)).Select(dependency => dependency.PluginId));
    }

    private List<string> LastFirst(string name, HashSet<string> concerned, bool withOptional) =>
        Walk([name], other => _dependents[other].Where(dependent => (withOptional || !dependent.Optional) && concerned.Contains(dependent.Dependent)).Select(dependent => dependent.Dependent));

    private string? Lack(GraphDependency dependency) =>
        !_there.Contains(dependency.PluginId) ? "it is not installed"
        : !_installed[dependency.PluginId].Meets(dependency.Range) ? $"{_installed[dependency.PluginId].Version} is installed"
        : _running.Contains(dependency.PluginId) ? null
        : "it is not in use";

    /// <summary>Everything that can be reached, each after what is reached from it; without recursion, for chains may be long.</summary>
    internal static List<string> Walk(IEnumerable<string> names, Func<string, IEnumerable<string>> next)
    {
        var order = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<(string Name, IEnumerator<string> Next)>();
        foreach (var name in names)
        {
            if (seen.Add(name))
                open.Push((name, next(name).GetEnumerator()));
            while (open.TryPeek(out var top))
                if (!top.Next.MoveNext())
                    order.Add(open.Pop().Name);
                else if (seen.Add(top.Next.Current))
                    open.Push((top.Next.Current, next(top.Next.Current).GetEnumerator()));
        }
        return order;
    }
}
