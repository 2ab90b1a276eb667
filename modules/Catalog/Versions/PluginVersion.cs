using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
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

    /// <summary>The version of the host's interface that it is written against; null when its publisher does not say.</summary>
    public string? ApiVersion { get; private set; }

    public string? ReleaseNotesUrl { get; private set; }

    /// <summary>Digest of its image, as <c>sha256:…</c>; null for versions that are files, and where the registry was not asked for it.</summary>
    public string? ImageDigest { get; private set; }

    /// <summary>When it was withdrawn here.</summary>
    public DateTimeOffset? YankedAt { get; private set; }

    /// <summary>Why it was withdrawn.</summary>
    public string? YankReason { get; private set; }

    /// <summary>The plugin that it is a version of.</summary>
    public Plugin Plugin { get; private set; } = null!;

    internal Guid PluginKey { get; private set; }

    /// <summary>Sorts versions in the database; see <see cref="VersionOrder"/>.</summary>
    internal string SortKey { get; private set; } = null!;

    /// <summary>Sort keys of the host versions between which it runs; null where there is no bound.</summary>
    internal string? MinHostKey { get; private set; }

    internal string? MaxHostKey { get; private set; }

    /// <summary>Whether it is a tag in a registry and nothing more; it goes when the tag goes.</summary>
    internal bool IsTag { get; private set; }

    internal IReadOnlyList<PluginArtifact> Artifacts { get; private set; } = [];

    /// <summary>What this version declares, its options among it; null where it says nothing of its own and its entry speaks for it.</summary>
    internal JsonElement? Template { get; private set; }

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
            "stable" => VersionChannel.Stable,
            "beta" => VersionChannel.Beta,
            "experimental" or "alpha" => VersionChannel.Experimental,
            _ => VersionOrder.ChannelOf(record.Version),
        };
        State = record.Yanked ? VersionState.Yanked : VersionState.Active;
        ReleasedAt = record.ReleasedAt;
        RunOn(record.MinHostVersion, record.MaxHostVersion);
        ApiVersion = record.ApiVersion;
        ReloadMode = record.ReloadMode ?? ReloadMode.Reload;
        LoadPriority = record.LoadPriority ?? 0;
        ReleaseNotesUrl = record.ReleaseNotesUrl;
        Artifacts = [.. record.Artifacts.Select(artifact => new PluginArtifact(artifact.Platform, artifact.Url, artifact.Sha256, artifact.SizeBytes, artifact.Signature))];
        Template = record.Template ?? Template;
        ContentDigest = record.Digest();
    }

    /// <summary>Keeps what its entry said when it came out, now that the entry says something else. What it says itself stays.</summary>
    internal void KeepTemplate(JsonElement? ofEntry) => Template ??= ofEntry ?? PluginTemplate.Nothing;

    /// <summary>A tag that a registry has.</summary>
    internal static PluginVersion FromTag(Guid pluginKey, string tag, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now), PluginKey = pluginKey, Version = tag, SortKey = VersionOrder.SortKey(tag), Channel = VersionOrder.ChannelOf(tag), IsTag = true,
    };

    /// <summary>A version published by hand. The caller sees to it that the plugin does not have it.</summary>
    internal static PluginVersion Publish(Plugin plugin, string text, PublishPluginVersion input, string? imageDigest, DateTimeOffset now)
    {
        var version = new PluginVersion { Id = Guid.CreateVersion7(now), PluginKey = plugin.Id, Version = text, SortKey = VersionOrder.SortKey(text) };
        version.Describe(plugin, input, imageDigest, now);
        return version;
    }

    /// <summary>Says of a version what its publisher says. A tag becomes a published version by it.</summary>
    internal void Describe(Plugin plugin, PublishPluginVersion input, string? imageDigest, DateTimeOffset now)
    {
        Channel = input.Channel ?? VersionOrder.ChannelOf(Version);
        ReleasedAt = input.ReleasedAt ?? now;
        RunOn(Text.Optional(input.MinHostVersion, "minHostVersion", VersionOrder.MaxLength), Text.Optional(input.MaxHostVersion, "maxHostVersion", VersionOrder.MaxLength));
        if (MinHostKey is not null && MaxHostKey is not null && string.CompareOrdinal(MinHostKey, MaxHostKey) > 0)
            throw new InputInvalidException("maxHostVersion", "It is older than minHostVersion.");
        ApiVersion = Text.Optional(input.ApiVersion, "apiVersion", VersionOrder.MaxLength);
        ReloadMode = input.ReloadMode;
        LoadPriority = input.LoadPriority;
        ReleaseNotesUrl = Text.Url(input.ReleaseNotesUrl, "releaseNotesUrl");
        Artifacts = [.. (input.Artifacts ?? []).Select(artifact => artifact.Checked())];
        ImageDigest = imageDigest;
        // What the entry says now, so that a later change of the entry leaves those who have this version alone.
        Template = PluginTemplate.Checked(input.Template) ?? plugin.Template ?? PluginTemplate.Nothing;
        IsTag = false;
    }

    /// <summary>Withdraws it: nobody gets it any more who does not have it pinned. Doing so again changes nothing, and is answered with false.</summary>
    internal bool Yank(string reason, DateTimeOffset now)
    {
        if (State == VersionState.Yanked)
            return false;
        (State, YankedAt, YankReason, IsTag) = (VersionState.Yanked, now, Text.Required(reason, "reason", 1000), false);
        return true;
    }

    /// <summary>Offers it again. Of one that is not withdrawn nothing changes, and the answer is false.</summary>
    internal bool Unyank()
    {
        if (State != VersionState.Yanked)
            return false;
        (State, YankedAt, YankReason) = (VersionState.Active, null, null);
        return true;
    }

    private void RunOn(string? min, string? max)
    {
        (MinHostVersion, MaxHostVersion) = (min, max);
        (MinHostKey, MaxHostKey) = (min is null ? null : VersionOrder.SortKey(min), max is null ? null : VersionOrder.SortKey(max));
    }
}
