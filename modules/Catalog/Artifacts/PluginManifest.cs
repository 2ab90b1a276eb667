using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Versions;

namespace GraphQLPlugins.Catalog.Artifacts;

/// <summary>What a plugin's file says of itself.</summary>
internal sealed record PluginManifest(ArtifactKind Kind)
{
    /// <summary>Null when the file names none; it is called after its file then (G20).</summary>
    public string? Name { get; init; }

    public string? Version { get; init; }

    public ApiType ApiType { get; init; }

    /// <summary>Whether other plugins are written against it, so that it starts before all of them (G48).</summary>
    public bool IsApiModule { get; init; }

    public ReloadMode ReloadMode { get; init; }

    /// <summary>Higher starts earlier.</summary>
    public int LoadPriority { get; init; }

    /// <summary>Whose plugin it is, such as <c>jenkins</c>; null when the manifest does not tell.</summary>
    public string? Ecosystem { get; init; }

    /// <summary>The oldest host that it says it runs on.</summary>
    public string? MinHostVersion { get; init; }

    /// <summary>What it says it needs.</summary>
    public IReadOnlyList<ManifestDependency> Dependencies { get; init; } = [];
}

/// <summary>A plugin that another one's file names as needed.</summary>
internal sealed record ManifestDependency(string PluginId, string? MinVersion, bool Optional);
