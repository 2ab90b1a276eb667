using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Catalog.Dependencies;

/// <summary>A plugin needs others that are not there, or not in a version that will do.</summary>
public sealed class DependencyMissingException(string name, IReadOnlyList<MissingDependency> dependencies)
    : RefusalException($"The plugin '{name}' needs {string.Join(", ", dependencies.Take(10).Select(dependency => $"'{dependency.PluginId}' {dependency.Range} ({dependency.Reason})"))}{(dependencies.Count > 10 ? $" and {dependencies.Count - 10} more" : "")}.", "name")
{
    /// <summary>The plugin that needs them.</summary>
    public string Name => name;

    /// <summary>What it needs.</summary>
    public IReadOnlyList<MissingDependency> Dependencies => dependencies;
}

/// <summary>A plugin that another one needs and does not get.</summary>
/// <param name="PluginId">Its id.</param>
/// <param name="Range">The versions that would do.</param>
/// <param name="Reason">Why none is there, for a person.</param>
public sealed record MissingDependency(string PluginId, string Range, string Reason);

/// <summary>Plugins need each other in a ring, so none of them can start first.</summary>
public sealed class DependencyCycleException(IReadOnlyList<string> cycle) : RefusalException($"The plugins need each other: {string.Join(" -> ", cycle)}.")
{
    /// <summary>The ring; its first name is also its last.</summary>
    public IReadOnlyList<string> Cycle => cycle;
}

/// <summary>Other installed plugins need this one.</summary>
public sealed class DependentsExistException(string name, IReadOnlyList<string> dependents)
    : RefusalException($"The plugin '{name}' is needed by {string.Join(", ", dependents.Take(10))}{(dependents.Count > 10 ? $" and {dependents.Count - 10} more" : "")}. The strategy MANDATORY or ALL takes them along.", "name")
{
    /// <summary>The plugin that is needed.</summary>
    public string Name => name;

    /// <summary>Those that need it, directly or through others, by name.</summary>
    public IReadOnlyList<string> Dependents => dependents;
}

/// <summary>The version has a known weakness, and the policy blocks those.</summary>
public sealed class AdvisoryBlockedException(string pluginId, string version, IReadOnlyList<string> advisories)
    : RefusalException($"The version '{version}' of the plugin '{pluginId}' has known weaknesses, which the policy blocks: {string.Join(", ", advisories)}.", "version")
{
    /// <summary>The version.</summary>
    public string Version => version;

    /// <summary>Its publisher's names for them.</summary>
    public IReadOnlyList<string> Advisories => advisories;
}

/// <summary>No choice of versions was found within the allowed number of steps.</summary>
public sealed class ResolutionTooComplexException(int maxSteps) : RefusalException($"No choice of versions was found within {maxSteps} steps. Name the versions of some plugins, or install fewer at once.")
{
    /// <summary>How many steps were tried.</summary>
    public int MaxSteps => maxSteps;
}
