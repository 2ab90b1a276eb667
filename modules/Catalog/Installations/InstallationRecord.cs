using GraphQLPlugins.Catalog.Contracts;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>Something that happened to an installed plugin. Stays when the plugin is removed.</summary>
public sealed class InstallationRecord
{
    private InstallationRecord()
    {
    }

    internal InstallationRecord(PluginInstallation installation, PluginLifecycleAction action, string by, DateTimeOffset at)
    {
        Id = Guid.CreateVersion7(at);
        OrganizationId = installation.OrganizationId;
        InstallationId = installation.Id;
        Name = installation.Name;
        Action = action;
        State = installation.State;
        Version = installation.Version;
        ArtifactDigest = installation.ArtifactDigest;
        Origin = installation.Origin;
        Generation = installation.Generation;
        Revision = installation.Revision;
        By = by;
        At = at;
    }

    [ID]
    public Guid Id { get; private set; }

    /// <summary>The installation's name.</summary>
    public string Name { get; private set; } = null!;

    /// <summary>What happened.</summary>
    public PluginLifecycleAction Action { get; private set; }

    /// <summary>The installation's state afterwards.</summary>
    public InstallationState State { get; private set; }

    /// <summary>The version afterwards; the last one when it was removed.</summary>
    public string? Version { get; private set; }

    /// <summary>SHA-256 of the file; null when unknown.</summary>
    public string? ArtifactDigest { get; private set; }

    public InstallationOrigin Origin { get; private set; }

    public int Generation { get; private set; }

    /// <summary>Who did it.</summary>
    public string By { get; private set; } = null!;

    public DateTimeOffset At { get; private set; }

    internal Guid OrganizationId { get; private set; }

    internal Guid InstallationId { get; private set; }

    /// <summary>The installation's count of changes: the order of what happened within a millisecond.</summary>
    internal int Revision { get; private set; }
}
