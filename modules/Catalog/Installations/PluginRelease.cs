using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Versions;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>What an installation is to hold: a version of a plugin, and its file if there is one.</summary>
internal sealed record PluginRelease(string Name, string? Version, InstallationOrigin Origin)
{
    /// <summary>Whether its file's name says that it stays out of use (G23).</summary>
    public bool IsSetAside { get; init; }

    /// <summary>The entry of the catalog; null when there is none.</summary>
    public Guid? PluginKey { get; init; }

    /// <summary>The version as the catalog knows it; null when it does not.</summary>
    public Guid? VersionKey { get; init; }

    public string? FileName { get; init; }

    /// <summary>SHA-256 of the file, as published or as computed.</summary>
    public string? Digest { get; init; }

    /// <summary>Where the file was fetched.</summary>
    public string? SourceUrl { get; init; }

    public ReloadMode ReloadMode { get; init; }

    public int LoadPriority { get; init; }

    /// <summary>What the file says of itself; null when the file is not in the store, so that there is nothing to start.</summary>
    public PluginManifest? Manifest { get; init; }

    /// <summary>What the file says it needs; of a version of the catalog, what that says counts.</summary>
    public IReadOnlyList<ManifestDependency> Needs => VersionKey is null ? Manifest?.Dependencies ?? [] : [];

    /// <summary>What a person should know.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>A version of the catalog, without its file.</summary>
    public static PluginRelease Of(Plugin plugin, PluginVersion? version)
    {
        var artifact = version?.Artifacts.FirstOrDefault();
        return new PluginRelease(plugin.PluginId, version?.Version, InstallationOrigin.Catalog)
        {
            PluginKey = plugin.Id,
            VersionKey = version?.Id,
            FileName = artifact?.Url is { } url && Uri.TryCreate(url, UriKind.Absolute, out var address) ? Uri.UnescapeDataString(address.Segments[^1]) : null,
            Digest = version?.ArtifactDigest,
            SourceUrl = artifact?.Url is { } source ? ArtifactDownload.Shown(source) : null,
            ReloadMode = version?.ReloadMode ?? ReloadMode.Reload,
            LoadPriority = version?.LoadPriority ?? 0,
        };
    }

    /// <summary>The same version with the file that arrived for it.</summary>
    public PluginRelease With(string digest, string fileName, PluginManifest manifest) => this with
    {
        Digest = digest,
        FileName = fileName,
        Manifest = manifest,
        // The careful one of what catalog and file say.
        ReloadMode = ReloadMode == ReloadMode.Restart ? ReloadMode.Restart : manifest.ReloadMode,
        LoadPriority = manifest.LoadPriority != 0 ? manifest.LoadPriority : LoadPriority,
    };
}
