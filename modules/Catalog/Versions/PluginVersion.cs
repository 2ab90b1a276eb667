using GraphQLPlugins.Catalog.Import;
using GraphQLPlugins.Catalog.Plugins;

namespace GraphQLPlugins.Catalog.Versions;

/// <summary>One published version of a plugin.</summary>
public sealed class PluginVersion
{
    private PluginVersion()
    {
    }

    [ID]
    public Guid Id { get; private set; }

    /// <summary>As its publisher wrote it; unique for the plugin.</summary>
    public string Version { get; private set; } = null!;

    /// <summary>How finished it is.</summary>
    public VersionChannel Channel { get; private set; }

    public VersionState State { get; private set; }

    public DateTimeOffset? ReleasedAt { get; private set; }

    /// <summary>The oldest host that it runs on; null when its publisher does not say.</summary>
    public string? MinHostVersion { get; private set; }

    /// <summary>The newest host that it runs on; null when its publisher does not say.</summary>
    public string? MaxHostVersion { get; private set; }

    /// <summary>How it is replaced while it runs.</summary>
    public ReloadMode ReloadMode { get; private set; }

    /// <summary>Higher starts earlier among those that do not depend on each other.</summary>
    public int LoadPriority { get; private set; }

    public string? ReleaseNotesUrl { get; private set; }

    /// <summary>The plugin that it is a version of.</summary>
    public Plugin Plugin { get; private set; } = null!;

    internal Guid PluginKey { get; private set; }

    /// <summary>Sorts versions in the database; see <see cref="VersionOrder"/>.</summary>
    internal string SortKey { get; private set; } = null!;

    internal IReadOnlyList<PluginArtifact> Artifacts { get; private set; } = [];

    internal byte[]? ContentDigest { get; private set; }

    /// <summary>SHA-256 of the file for every platform; null where that is not published.</summary>
    internal string? ArtifactDigest => Artifacts.FirstOrDefault(artifact => artifact.Platform is null)?.Sha256;

    /// <summary>The version to offer: active, final before pre-release, then newest.</summary>
    internal static PluginVersion? Latest(IEnumerable<PluginVersion> versions) => versions
        .Where(version => version.State == VersionState.Active)
        .OrderByDescending(version => version.Channel == VersionChannel.Stable)
        .ThenByDescending(version => version.SortKey, StringComparer.Ordinal)
        .FirstOrDefault();

    internal static PluginVersion Import(Guid pluginKey, VersionRecord record, DateTimeOffset now)
    {
        var version = new PluginVersion { Id = Guid.CreateVersion7(now), PluginKey = pluginKey, Version = record.Version, SortKey = VersionOrder.SortKey(record.Version) };
        version.Take(record);
        return version;
    }

    /// <summary>Takes over what a newer import says.</summary>
    internal void Take(VersionRecord record)
    {
        Channel = record.Stage?.ToLowerInvariant() switch
        {
            "beta" => VersionChannel.Beta,
            "experimental" or "alpha" => VersionChannel.Experimental,
            _ => VersionOrder.ChannelOf(record.Version),
        };
        State = record.Yanked ? VersionState.Yanked : VersionState.Active;
        ReleasedAt = record.ReleasedAt;
        MinHostVersion = record.MinHostVersion;
        MaxHostVersion = record.MaxHostVersion;
        ReleaseNotesUrl = record.ReleaseNotesUrl;
        Artifacts = [.. record.Artifacts.Select(artifact => new PluginArtifact(artifact.Platform, artifact.Url, artifact.Sha256, artifact.SizeBytes, artifact.Signature))];
        ContentDigest = record.Digest();
    }
}
