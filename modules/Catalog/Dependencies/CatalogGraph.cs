using GraphQLPlugins.Catalog.Advisories;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Versions;

namespace GraphQLPlugins.Catalog.Dependencies;

/// <summary>
/// All plugins of the enabled repositories with their versions and what these need, as it was at one time: frozen, and shared by everybody who
/// resolves, plans or looks for updates.
/// </summary>
internal sealed class CatalogGraph(IReadOnlyList<GraphPlugin> plugins)
{
    private readonly ILookup<string, GraphPlugin> _byId = plugins.OrderBy(plugin => plugin.Repository.Priority).ThenBy(plugin => plugin.Repository.Name, StringComparer.Ordinal).ToLookup(plugin => plugin.PluginId, StringComparer.Ordinal);
    private readonly Dictionary<Guid, GraphPlugin> _byKey = plugins.ToDictionary(plugin => plugin.Key);
    private readonly Dictionary<Guid, GraphVersion> _versions = plugins.SelectMany(plugin => plugin.Versions).ToDictionary(version => version.Key);

    public IReadOnlyList<GraphPlugin> Plugins => plugins;

    /// <summary>The plugin of an id in a repository, or in the first repository that has it; null when none has.</summary>
    public GraphPlugin? Find(string pluginId, string? repositoryId = null)
    {
        foreach (var plugin in _byId[pluginId])
            if (repositoryId is null || plugin.Repository.RepositoryId == repositoryId)
                return plugin;
        return null;
    }

    /// <summary>The plugin of an id in the repository of a name.</summary>
    public GraphPlugin? FindIn(string pluginId, string repository) => _byId[pluginId].FirstOrDefault(plugin => plugin.Repository.Name == repository);

    /// <summary>The plugin of an id, first in the repository where it is needed, then in the others.</summary>
    public GraphPlugin? FindNear(string pluginId, GraphRepository near)
    {
        GraphPlugin? first = null;
        foreach (var plugin in _byId[pluginId])
        {
            if (plugin.Repository == near)
                return plugin;
            first ??= plugin;
        }
        return first;
    }

    public GraphPlugin? Find(Guid? pluginKey) => pluginKey is { } key ? _byKey.GetValueOrDefault(key) : null;

    public GraphVersion? FindVersion(Guid? versionKey) => versionKey is { } key ? _versions.GetValueOrDefault(key) : null;
}

/// <summary>A repository of the graph.</summary>
internal sealed record GraphRepository(Guid Key, string RepositoryId, string Name, int Priority);

/// <summary>A plugin of the graph.</summary>
internal sealed class GraphPlugin
{
    public required Guid Key { get; init; }

    public required string PluginId { get; init; }

    public required GraphRepository Repository { get; init; }

    public required string? Provider { get; init; }

    public required PluginState State { get; init; }

    public required IReadOnlyList<string> Authors { get; init; }

    public required bool Deprecated { get; init; }

    public required string? ReplacedBy { get; init; }

    /// <summary>Whether its deprecation forbids to install it.</summary>
    public bool InstallDisallowed { get; init; }

    public required IReadOnlyList<Advisory> Advisories { get; init; }

    /// <summary>The version to offer first, then final before others, then newest first.</summary>
    public IReadOnlyList<GraphVersion> Versions { get; private set; } = [];

    /// <summary>Whether it is installed and no repository has it.</summary>
    public bool IsUnknown { get; private init; }

    /// <summary>A plugin that no repository has.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="near">Where to look first for what it needs.</param>
    public static GraphPlugin Unknown(string name, GraphRepository? near = null) => new()
    {
        Key = Guid.Empty, PluginId = name, Repository = near ?? new GraphRepository(Guid.Empty, "", "", int.MaxValue), Provider = null, State = PluginState.Enabled, Authors = [], Deprecated = false,
        ReplacedBy = null, Advisories = [], IsUnknown = true,
    };

    public GraphVersion? Find(string version) => Versions.FirstOrDefault(candidate => candidate.Version == version);

    internal void Take(IEnumerable<GraphVersion> versions, Guid? latest) => Versions = [.. versions
        .OrderByDescending(version => version.Key == latest)
        .ThenByDescending(version => version.Channel == VersionChannel.Stable)
        .ThenByDescending(version => version.SortKey, StringComparer.Ordinal)
        .ThenBy(version => version.Version, StringComparer.Ordinal)];
}

/// <summary>A version of the graph.</summary>
internal sealed class GraphVersion
{
    private IReadOnlyList<Advisory>? _advisories;

    public required Guid Key { get; init; }

    public required GraphPlugin Plugin { get; init; }

    public required string Version { get; init; }

    public required string SortKey { get; init; }

    public required VersionChannel Channel { get; init; }

    public required VersionState State { get; init; }

    public required DateTimeOffset? ReleasedAt { get; init; }

    /// <summary>Sort keys of the oldest and the newest host that it runs on; null is open.</summary>
    public required (string? Min, string? Max) Host { get; init; }

    public required int LoadPriority { get; init; }

    public required IReadOnlyList<PluginArtifact> Artifacts { get; init; }

    public required IReadOnlyList<GraphDependency> Dependencies { get; init; }

    /// <summary>SHA-256 of the file for every platform; null where that is not published.</summary>
    public string? Digest => Artifacts.FirstOrDefault(artifact => artifact.Platform is null)?.Sha256;

    public long? SizeBytes => Artifacts.Max(artifact => artifact.SizeBytes);

    /// <summary>Known weaknesses that it has.</summary>
    public IReadOnlyList<Advisory> Advisories => _advisories ??= [.. Plugin.Advisories.Where(advisory => advisory.Affects(Version))];

    public bool RunsOn(string hostKey) => (Host.Min is null || string.CompareOrdinal(hostKey, Host.Min) >= 0) && (Host.Max is null || string.CompareOrdinal(hostKey, Host.Max) <= 0);
}

/// <summary>Another plugin that a version needs, or works with when it is there.</summary>
internal sealed record GraphDependency(string PluginId, VersionRange Range, bool Optional);
