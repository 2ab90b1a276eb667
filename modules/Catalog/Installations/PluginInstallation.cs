using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Catalog.Versions;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>A plugin that an organization has installed. There is one for each name.</summary>
public sealed class PluginInstallation
{
    private const int MaxSkipped = 100;

    private PluginInstallation()
    {
    }

    [ID]
    public Guid Id { get; private set; }

    /// <summary>The name by which it is switched and found; for plugins of the catalog their plugin id.</summary>
    public string Name { get; private set; } = null!;

    /// <summary>The version in use; null when the catalog knows no versions of the plugin.</summary>
    public string? Version { get; private set; }

    public InstallationState State { get; private set; }

    /// <summary>Counts how often it was loaded; whoever keeps something derived from it drops that when this changes.</summary>
    public int Generation { get; private set; }

    public InstallationOrigin Origin { get; private set; }

    /// <summary>The installed file's name; null for plugins without a file.</summary>
    public string? FileName { get; private set; }

    /// <summary>SHA-256 of the file, lower-case hexadecimal; null when unknown.</summary>
    public string? ArtifactDigest { get; private set; }

    /// <summary>Where the file was fetched; null for files that were sent.</summary>
    public string? SourceUrl { get; private set; }

    /// <summary>How it is replaced while it runs.</summary>
    public ReloadMode ReloadMode { get; private set; }

    /// <summary>Higher starts earlier among those that do not depend on each other.</summary>
    public int LoadPriority { get; private set; }

    /// <summary>Whether upgrades pass it over.</summary>
    public bool Pinned { get; private set; }

    /// <summary>Versions that upgrades pass over.</summary>
    public List<string> SkippedVersions { get; private set; } = [];

    /// <summary>The version that a roll-back would return to; null when there is none.</summary>
    public string? PreviousVersion { get; private set; }

    /// <summary>What went wrong when it is broken, as a word for programs.</summary>
    public string? LastErrorCode { get; private set; }

    /// <summary>What went wrong when it is broken, in a sentence.</summary>
    public string? LastErrorMessage { get; private set; }

    /// <summary>Who installed it.</summary>
    public string InstalledBy { get; private set; } = null!;

    public DateTimeOffset InstalledAt { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    internal Guid OrganizationId { get; private set; }

    internal Guid? PluginKey { get; private set; }

    internal Guid? VersionKey { get; private set; }

    internal string NormalizedName { get; private set; } = null!;

    /// <summary>The one before is kept, also when it had neither version nor file.</summary>
    internal bool HasPrevious { get; private set; }

    internal string? PreviousDigest { get; private set; }

    internal string? PreviousFileName { get; private set; }

    internal Guid? PreviousVersionKey { get; private set; }

    internal InstallationOrigin? PreviousOrigin { get; private set; }

    /// <summary>What its file says it needs, where the catalog does not know its version; null when nothing, and where the catalog says it.</summary>
    internal IReadOnlyList<ManifestDependency>? Needs { get; private set; }

    /// <summary>Counts changes; the etag shows it, and a write that did not see the latest one fails.</summary>
    internal int Revision { get; private set; }

    /// <summary>Changes whenever the installation does.</summary>
    internal string Etag => $"\"{Id:N}-{Revision}\"";

    /// <summary>Whether it is installed but not in use.</summary>
    internal bool Disabled => State == InstallationState.Disabled;

    /// <summary>Installs a plugin and puts it into use.</summary>
    internal static PluginInstallation Install(Guid organizationId, Guid id, PluginRelease release, string installedBy, DateTimeOffset now)
    {
        var installation = new PluginInstallation
        {
            Id = id,
            OrganizationId = organizationId,
            Name = release.Name,
            NormalizedName = Normalize(release.Name),
            InstalledBy = installedBy,
            InstalledAt = now,
        };
        installation.Activate(release, now);
        return installation;
    }

    /// <summary>Puts another version, or the same one again, in the place of what is there. A disabled plugin comes into use by that (G22).</summary>
    internal InstallOutcome Replace(PluginRelease release, string installedBy, DateTimeOffset now)
    {
        var outcome = OutcomeOf(release);
        // The same again is nothing to return from.
        if (outcome != InstallOutcome.Reinstalled)
            Keep(Current());
        InstalledBy = installedBy;
        Activate(release, now);
        return outcome;
    }

    /// <summary>Returns to the version before, which changes places with the one in use. The caller has found its file.</summary>
    internal void RollBack(PluginRelease previous, string installedBy, DateTimeOffset now)
    {
        Keep(Current());
        InstalledBy = installedBy;
        Activate(previous, now);
    }

    /// <summary>What is installed now, without its file's manifest.</summary>
    internal PluginRelease Current() => new(Name, Version, Origin)
    {
        PluginKey = PluginKey, VersionKey = VersionKey, FileName = FileName, Digest = ArtifactDigest, SourceUrl = SourceUrl, ReloadMode = ReloadMode, LoadPriority = LoadPriority,
    };

    /// <summary>What a roll-back returns to, without its file's manifest; null when there is nothing.</summary>
    internal PluginRelease? Previous() => HasPrevious
        ? new(Name, PreviousVersion, PreviousOrigin ?? Origin) { PluginKey = PluginKey, VersionKey = PreviousVersionKey, FileName = PreviousFileName, Digest = PreviousDigest }
        : null;

    /// <summary>Counts another load of what is there. Only a running plugin is loaded again (G35, G41).</summary>
    internal void Reload(DateTimeOffset now)
    {
        if (State != InstallationState.Running)
            throw new PluginNotRunningException([Name]);
        Generation++;
        Touch(now);
    }

    /// <summary>Upgrades pass it over from now on, or no longer. False when it was so already.</summary>
    internal bool Pin(bool pinned, DateTimeOffset now)
    {
        if (Pinned == pinned)
            return false;
        Pinned = pinned;
        Touch(now);
        return true;
    }

    /// <summary>Upgrades pass the version over from now on, or no longer. False when it was so already.</summary>
    internal bool Skip(string version, bool skip, DateTimeOffset now)
    {
        if (SkippedVersions.Contains(version) == skip)
            return false;
        if (skip && SkippedVersions.Count >= MaxSkipped)
            throw new InputInvalidException("version", $"{MaxSkipped} versions are skipped already; take some back first.");
        SkippedVersions = skip ? [.. SkippedVersions, version] : [.. SkippedVersions.Where(other => other != version)];
        Touch(now);
        return true;
    }

    /// <summary>Restarting interrupts it, which a mandatory plugin must not be (G40).</summary>
    internal void EnsureReplaceable(Policy policy, PluginRelease release)
    {
        if (policy.IsMandatory(Name) && State == InstallationState.Running && ModeOf(release) == ReloadMode.Restart)
            throw new PluginMandatoryException(Name, "it can only be replaced by a restart, which would take it out of use");
    }

    /// <summary>Without a gap only when both the old and the new one allow it (G39).</summary>
    internal ReloadMode ModeOf(PluginRelease release) =>
        State != InstallationState.Running || (ReloadMode == ReloadMode.Reload && release.ReloadMode == ReloadMode.Reload) ? ReloadMode.Reload : ReloadMode.Restart;

    /// <summary>Whether enabling it would change nothing.</summary>
    internal bool IsInUse => State == InstallationState.Running;

    /// <summary>For finding names that differ by case alone.</summary>
    internal static string Normalize(string name) => name.ToLowerInvariant();

    /// <summary>Puts it into use. Enabling a running plugin changes nothing (G33), and is answered with false.</summary>
    internal bool Enable(DateTimeOffset now)
    {
        if (State == InstallationState.Running)
            return false;
        State = InstallationState.Running;
        LastErrorCode = LastErrorMessage = null;
        Generation++;
        Touch(now);
        return true;
    }

    /// <summary>Takes it out of use. A mandatory one is refused (G31); disabling a disabled plugin changes nothing (G32), and is answered with false.</summary>
    internal bool Disable(Policy policy, DateTimeOffset now)
    {
        policy.EnsureNotMandatory(Name);
        if (State == InstallationState.Disabled)
            return false;
        State = InstallationState.Disabled;
        Touch(now);
        return true;
    }

    /// <summary>Notes that it did not start with the host, unless it was changed since.</summary>
    /// <returns>Whether that is news.</returns>
    internal bool Break(int generation, string code, string message, DateTimeOffset now)
    {
        if (State != InstallationState.Running || Generation != generation)
            return false;
        State = InstallationState.Broken;
        (LastErrorCode, LastErrorMessage) = (code, message);
        Touch(now);
        return true;
    }

    /// <summary>Notes that it started with the host although it had not before, unless it was changed since.</summary>
    /// <returns>Whether that is news.</returns>
    internal bool Repair(int generation, DateTimeOffset now)
    {
        if (State != InstallationState.Broken || Generation != generation)
            return false;
        State = InstallationState.Running;
        LastErrorCode = LastErrorMessage = null;
        Touch(now);
        return true;
    }

    /// <summary>The event that tells what just happened to it.</summary>
    internal PluginLifecycleChanged Event(PluginLifecycleAction action, DateTimeOffset at) => new(OrganizationId, Id, Name, action, Version, Generation, at);

    private void Activate(PluginRelease release, DateTimeOffset now)
    {
        PluginKey = release.PluginKey;
        VersionKey = release.VersionKey;
        Version = release.Version;
        ArtifactDigest = release.Digest;
        FileName = release.FileName;
        SourceUrl = release.SourceUrl;
        Origin = release.Origin;
        ReloadMode = release.ReloadMode;
        LoadPriority = release.LoadPriority;
        Needs = release.Needs is { Count: > 0 } needs ? needs : null;
        State = InstallationState.Running;
        LastErrorCode = LastErrorMessage = null;
        Generation++;
        Touch(now);
    }

    private void Keep(PluginRelease previous)
    {
        HasPrevious = true;
        PreviousVersion = previous.Version;
        PreviousDigest = previous.Digest;
        PreviousFileName = previous.FileName;
        PreviousVersionKey = previous.VersionKey;
        PreviousOrigin = previous.Origin;
    }

    private InstallOutcome OutcomeOf(PluginRelease release)
    {
        if (Version is null || release.Version is null)
            return ArtifactDigest is not null && ArtifactDigest == release.Digest ? InstallOutcome.Reinstalled : InstallOutcome.Overwritten;
        var order = VersionOrder.Compare(release.Version, Version);
        return order > 0 ? InstallOutcome.Upgraded
            : order < 0 ? InstallOutcome.Downgraded
            : ArtifactDigest is not null && ArtifactDigest == release.Digest ? InstallOutcome.Reinstalled
            : InstallOutcome.Overwritten;
    }

    private void Touch(DateTimeOffset now)
    {
        UpdatedAt = now;
        Revision++;
    }
}
