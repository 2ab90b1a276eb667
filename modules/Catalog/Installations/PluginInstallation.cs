using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Catalog.Versions;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>A plugin that an organization has installed. There is one for each name.</summary>
public sealed class PluginInstallation
{
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

    internal string? PreviousDigest { get; private set; }

    /// <summary>Counts changes; the etag shows it, and a write that did not see the latest one fails.</summary>
    internal int Revision { get; private set; }

    /// <summary>Changes whenever the installation does.</summary>
    internal string Etag => $"\"{Id:N}-{Revision}\"";

    /// <summary>Whether it is installed but not in use.</summary>
    public bool Disabled => State == InstallationState.Disabled;

    /// <summary>Installs an entry of the catalog and puts it into use.</summary>
    internal static PluginInstallation FromCatalog(Guid organizationId, Plugin plugin, PluginVersion? version, string installedBy, DateTimeOffset now)
    {
        var installation = new PluginInstallation
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = organizationId,
            Name = plugin.PluginId,
            InstalledBy = installedBy,
            InstalledAt = now,
        };
        installation.Activate(plugin, version, now);
        return installation;
    }

    /// <summary>Puts another version, or the same one again, in the place of what is there. A disabled plugin comes into use by that (G22).</summary>
    internal InstallOutcome Replace(Plugin plugin, PluginVersion? version, string installedBy, DateTimeOffset now)
    {
        var outcome = OutcomeOf(version);
        PreviousVersion = Version;
        PreviousDigest = ArtifactDigest;
        InstalledBy = installedBy;
        Activate(plugin, version, now);
        return outcome;
    }

    /// <summary>Puts it into use. Enabling a running plugin changes nothing (G33), and is answered with false.</summary>
    internal bool Enable(DateTimeOffset now)
    {
        if (State == InstallationState.Running)
            return false;
        State = InstallationState.Running;
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

    private void Activate(Plugin plugin, PluginVersion? version, DateTimeOffset now)
    {
        PluginKey = plugin.Id;
        VersionKey = version?.Id;
        Version = version?.Version;
        ArtifactDigest = version?.ArtifactDigest;
        FileName = FileNameOf(version);
        Origin = InstallationOrigin.Catalog;
        State = InstallationState.Running;
        LastErrorCode = LastErrorMessage = null;
        Generation++;
        Touch(now);
    }

    private InstallOutcome OutcomeOf(PluginVersion? version)
    {
        if (Version is null || version is null)
            return InstallOutcome.Overwritten;
        var order = VersionOrder.Compare(version.Version, Version);
        return order > 0 ? InstallOutcome.Upgraded
            : order < 0 ? InstallOutcome.Downgraded
            : ArtifactDigest is not null && ArtifactDigest == version.ArtifactDigest ? InstallOutcome.Reinstalled
            : InstallOutcome.Overwritten;
    }

    private static string? FileNameOf(PluginVersion? version) =>
        version?.Artifacts.FirstOrDefault()?.Url is { } url && Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.Segments[^1] : null;

    private void Touch(DateTimeOffset now)
    {
        UpdatedAt = now;
        Revision++;
    }
}
