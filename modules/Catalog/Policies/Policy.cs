using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Repositories;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Refusals;

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

    /// <summary>Whether only files may be installed that a key signed which the organization trusts (<c>publisherKeys</c>).</summary>
    public bool RequireSignature { get; private set; }

    /// <summary>Whether versions with a known weakness may not be installed; otherwise plans warn of them.</summary>
    public bool BlockAdvisories { get; private set; }

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
        BlockAdvisories = input.BlockAdvisories ?? BlockAdvisories;
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
    internal bool IsMandatory(string name) => MandatoryPlugins.Contains(name);

    internal void EnsureNotMandatory(string name)
    {
        if (IsMandatory(name))
            throw new PluginMandatoryException(name);
    }

    internal void EnsureInstallable(Plugin plugin, Repository repository)
    {
        if (Refuse(plugin.PluginId, plugin.State, repository.Name, plugin.Authors) is { } refusal)
            throw refusal;
    }

    internal void EnsureInstallable(Plugin plugin, PluginVersion? version)
    {
        if (Refuse(plugin.PluginId, version?.Artifacts ?? []) is { } refusal)
            throw refusal;
    }

    /// <summary>Why no version of a plugin may be installed; null when one may.</summary>
    internal RefusalException? Refuse(string pluginId, PluginState state, string repository, IEnumerable<string> authors) =>
        state == PluginState.Disabled ? new PluginNotAllowedException(pluginId, "it is disabled in the catalog")
        : DeniedPlugins.Contains(pluginId) ? new PluginNotAllowedException(pluginId, "the policy denies it")
        : AllowedRepositories.Count > 0 && !AllowedRepositories.Contains(repository) ? new PluginNotAllowedException(pluginId, $"the policy does not allow the repository '{repository}'")
        : AllowedPublishers.Count > 0 && !authors.Any(AllowedPublishers.Contains) ? new PluginNotAllowedException(pluginId, "the policy allows none of its authors")
        : null;

    /// <summary>Why a version with these files may not be installed; null when it may.</summary>
    internal RefusalException? Refuse(string pluginId, IReadOnlyList<PluginArtifact> artifacts) =>
        RequireSignature && !artifacts.Any(artifact => artifact.Signature is not null) ? new PluginNotAllowedException(pluginId, "the policy asks for a signature")
        : artifacts.Max(artifact => artifact.SizeBytes) > MaxArtifactBytes ? new PluginNotAllowedException(pluginId, $"its file is larger than the {MaxArtifactBytes} bytes that the policy allows")
        : artifacts.Count > 0 && !artifacts.Any(AllowsHost) ? new PluginNotAllowedException(pluginId, "the policy does not allow the host that its file is fetched from")
        : null;

    /// <summary>A file could spell the name of a denied plugin otherwise, so its case does not count.</summary>
    internal void EnsureNotDenied(string name)
    {
        if (DeniedPlugins.Contains(name, StringComparer.OrdinalIgnoreCase))
            throw new PluginNotAllowedException(name, "the policy denies it");
    }

    /// <summary>A file that does not come from the catalog has no publisher or date, so a policy that asks for one refuses it.</summary>
    internal void EnsureInstallable(string name)
    {
        EnsureNotDenied(name);
        if (AllowedRepositories.Count > 0)
            throw new PluginNotAllowedException(name, "the policy allows plugins of certain repositories only");
        if (AllowedPublishers.Count > 0)
            throw new PluginNotAllowedException(name, "the policy allows plugins of certain authors only");
        if (MinimumReleaseAge > TimeSpan.Zero)
            throw new PluginNotAllowedException(name, "the policy asks how long a version has been out, which a file does not tell");
    }

    /// <summary>Hosts match exactly or as the end of a name after a dot: <c>example.org</c> stands for <c>files.example.org</c> too.</summary>
    internal void EnsureFetchable(Uri address)
    {
        if (!AllowsHost(address))
            throw new UrlNotAllowedException(address.GetLeftPart(UriPartial.Path), "the policy does not allow the host.");
    }

    /// <summary>Whether a version has been out long enough; one without a release date has not, as soon as any age is asked for.</summary>
    internal bool IsOldEnough(PluginVersion version, DateTimeOffset now) => IsOldEnough(version.ReleasedAt, now);

    /// <summary>Whether something released then has been out long enough; what has no release date has not, as soon as any age is asked for.</summary>
    internal bool IsOldEnough(DateTimeOffset? releasedAt, DateTimeOffset now) =>
        MinimumReleaseAge == TimeSpan.Zero || (releasedAt is { } released && now - released >= MinimumReleaseAge);

    private bool AllowsHost(PluginArtifact artifact) => !Uri.TryCreate(artifact.Url, UriKind.Absolute, out var address) || AllowsHost(address);

    private bool AllowsHost(Uri address)
    {
        var host = address.IdnHost.TrimEnd('.');
        bool Named(List<string> rules) => rules.Any(rule => host.Equals(rule, StringComparison.OrdinalIgnoreCase) || host.EndsWith(rule.StartsWith("*.", StringComparison.Ordinal) ? rule[1..] : "." + rule, StringComparison.OrdinalIgnoreCase));
        return !Named(EgressDeny) && (EgressAllow.Count == 0 || Named(EgressAllow));
    }

    private static List<string> Given(IReadOnlyList<string>? value, List<string> current, string field) =>
        value is null ? current : Text.List(value, field, 255, MaxEntries);
}
