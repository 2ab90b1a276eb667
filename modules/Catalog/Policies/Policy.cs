using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Repositories;
using GraphQLPlugins.Catalog.Versions;

namespace GraphQLPlugins.Catalog.Policies;

/// <summary>What an organization allows to be installed and done.</summary>
public sealed class Policy
{
    private const int MaxEntries = 1000;

    private Policy()
    {
    }

    /// <summary>Whether plugins may be installed, switched and removed through the API.</summary>
    public bool AllowRemoteAdmin { get; private set; }

    /// <summary>Names of the only repositories to install from; empty allows all.</summary>
    public List<string> AllowedRepositories { get; private set; } = [];

    /// <summary>The only authors to install from; empty allows all.</summary>
    public List<string> AllowedPublishers { get; private set; } = [];

    /// <summary>Ids of plugins that may not be installed.</summary>
    public List<string> DeniedPlugins { get; private set; } = [];

    /// <summary>Names of plugins that may be neither disabled nor removed.</summary>
    public List<string> MandatoryPlugins { get; private set; } = [];

    /// <summary>How long a version must have been out before it may be installed.</summary>
    public TimeSpan MinimumReleaseAge { get; private set; }

    /// <summary>Whether only versions that carry a signature may be installed.</summary>
    public bool RequireSignature { get; private set; }

    /// <summary>The largest file to install.</summary>
    public long MaxArtifactBytes { get; private set; } = 50 * 1024 * 1024;

    /// <summary>The only hosts that files are fetched from; empty allows all public ones.</summary>
    public List<string> EgressAllow { get; private set; } = [];

    /// <summary>Hosts that files are never fetched from.</summary>
    public List<string> EgressDeny { get; private set; } = [];

    public DateTimeOffset UpdatedAt { get; private set; }

    internal Guid OrganizationId { get; private set; }

    internal int Revision { get; private set; }

    /// <summary>Changes whenever the policy does.</summary>
    internal string Etag => $"\"{OrganizationId:N}-{Revision}\"";

    /// <summary>What holds for an organization that has set nothing.</summary>
    internal static Policy Default(Guid organizationId, bool allowRemoteAdmin, DateTimeOffset now) =>
        new() { OrganizationId = organizationId, AllowRemoteAdmin = allowRemoteAdmin, UpdatedAt = now };

    /// <summary>Replaces the members that are given.</summary>
    internal void Update(UpdatePolicy input, DateTimeOffset now)
    {
        if (input.MinimumReleaseAge < TimeSpan.Zero || input.MinimumReleaseAge > TimeSpan.FromDays(3650))
            throw new InputInvalidException("minimumReleaseAge", "It must be between 0 and 3650 days.");
        if (input.MaxArtifactBytes <= 0)
            throw new InputInvalidException("maxArtifactBytes", "It must be greater than 0.");
        AllowRemoteAdmin = input.AllowRemoteAdmin ?? AllowRemoteAdmin;
        AllowedRepositories = Given(input.AllowedRepositories, AllowedRepositories, "allowedRepositories");
        AllowedPublishers = Given(input.AllowedPublishers, AllowedPublishers, "allowedPublishers");
        DeniedPlugins = Given(input.DeniedPlugins, DeniedPlugins, "deniedPlugins");
        MandatoryPlugins = Given(input.MandatoryPlugins, MandatoryPlugins, "mandatoryPlugins");
        MinimumReleaseAge = input.MinimumReleaseAge ?? MinimumReleaseAge;
        RequireSignature = input.RequireSignature ?? RequireSignature;
        MaxArtifactBytes = input.MaxArtifactBytes ?? MaxArtifactBytes;
        EgressAllow = Given(input.EgressAllow, EgressAllow, "egressAllow");
        EgressDeny = Given(input.EgressDeny, EgressDeny, "egressDeny");
        UpdatedAt = now;
        Revision++;
    }

    /// <summary>Refuses what changes installed plugins unless that is allowed through the API (G27).</summary>
    internal void EnsureRemoteAdmin()
    {
        if (!AllowRemoteAdmin)
            throw new RemoteAdminDisabledException();
    }

    /// <summary>Mandatory plugins are matched exactly, case included (G44).</summary>
    internal void EnsureNotMandatory(string name)
    {
        if (MandatoryPlugins.Contains(name))
            throw new PluginMandatoryException(name);
    }

    internal void EnsureInstallable(Plugin plugin, Repository repository)
    {
        if (plugin.State == PluginState.Disabled)
            throw new PluginNotAllowedException(plugin.PluginId, "it is disabled in the catalog");
        if (DeniedPlugins.Contains(plugin.PluginId))
            throw new PluginNotAllowedException(plugin.PluginId, "the policy denies it");
        if (AllowedRepositories.Count > 0 && !AllowedRepositories.Contains(repository.Name))
            throw new PluginNotAllowedException(plugin.PluginId, $"the policy does not allow the repository '{repository.Name}'");
        if (AllowedPublishers.Count > 0 && !plugin.Authors.Any(AllowedPublishers.Contains))
            throw new PluginNotAllowedException(plugin.PluginId, "the policy allows none of its authors");
    }

    internal void EnsureInstallable(Plugin plugin, PluginVersion? version)
    {
        if (RequireSignature && version?.Artifacts.Any(artifact => artifact.Signature is not null) != true)
            throw new PluginNotAllowedException(plugin.PluginId, "the policy asks for a signature");
        if (version?.Artifacts.Max(artifact => artifact.SizeBytes) > MaxArtifactBytes)
            throw new PluginNotAllowedException(plugin.PluginId, $"its file is larger than the {MaxArtifactBytes} bytes that the policy allows");
    }

    /// <summary>Whether a version has been out long enough; one without a release date has not, as soon as any age is asked for.</summary>
    internal bool IsOldEnough(PluginVersion version, DateTimeOffset now) =>
        MinimumReleaseAge == TimeSpan.Zero || (version.ReleasedAt is { } released && now - released >= MinimumReleaseAge);

    private static List<string> Given(IReadOnlyList<string>? value, List<string> current, string field) =>
        value is null ? current : Text.List(value, field, 255, MaxEntries);
}
