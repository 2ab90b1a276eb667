using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Catalog.Dependencies;

/// <summary>Whether a plugin or a version may come in: what the catalog, the host and the organization's policy say. The same for plans and for their execution.</summary>
/// <param name="policy">The organization's policy.</param>
/// <param name="options">Says which host there is for each ecosystem.</param>
/// <param name="now">The time that release ages are measured at.</param>
/// <param name="ignoreReleaseAge">Whether somebody who may has given a reason to take versions that are too recent.</param>
internal sealed class Admission(Policy policy, CatalogOptions options, DateTimeOffset now, bool ignoreReleaseAge = false)
{
    private readonly Dictionary<string, string> _hosts = options.HostVersions.ToDictionary(host => host.Key, host => VersionOrder.SortKey(host.Value), StringComparer.Ordinal);

    public Policy Policy => policy;

    /// <summary>What keeps the plugin out whatever the version; null when nothing does.</summary>
    public RefusalException? Refuse(GraphPlugin plugin) => plugin.InstallDisallowed
        ? new PluginNotAllowedException(plugin.PluginId, plugin.ReplacedBy is { } other ? $"it is deprecated; use '{other}'" : "it is deprecated")
        : policy.Refuse(plugin.PluginId, plugin.State, plugin.Repository.Name, plugin.Authors);

    /// <summary>What keeps the version out; null when nothing does.</summary>
    /// <param name="version">The version.</param>
    /// <param name="pinned">Whether it is pinned, which is the only way to take a withdrawn one.</param>
    public RefusalException? Refuse(GraphVersion version, bool pinned = false) => version.State switch
    {
        VersionState.Quarantined => new VersionNotFoundException(version.Plugin.PluginId, version.Version),
        VersionState.Yanked when !pinned => new VersionYankedException(version.Plugin.PluginId, version.Version),
        _ => RefuseHost(version) ?? RefuseAge(version) ?? policy.Refuse(version.Plugin.PluginId, version.Artifacts) ?? RefuseAdvisories(version),
    };

    /// <summary>When a version that is too recent will be old enough; null when it is, or nobody knows.</summary>
    public DateTimeOffset? AllowedFrom(GraphVersion version) => policy.IsOldEnough(version.ReleasedAt, now) ? null : version.ReleasedAt + policy.MinimumReleaseAge;

    /// <summary>Whether a version came in only because the minimum age was set aside.</summary>
    public bool IsTooRecent(GraphVersion version) => !policy.IsOldEnough(version.ReleasedAt, now);

    private IncompatibleHostException? RefuseHost(GraphVersion version) =>
        version.Plugin.Provider is { } provider && _hosts.TryGetValue(provider, out var host) && !version.RunsOn(host)
            ? new IncompatibleHostException(version.Plugin.PluginId, version.Version, options.HostVersions[provider])
            : null;

    private ReleaseTooRecentException? RefuseAge(GraphVersion version) =>
        ignoreReleaseAge || policy.IsOldEnough(version.ReleasedAt, now) ? null : new ReleaseTooRecentException(version.Version, policy.MinimumReleaseAge);

    private AdvisoryBlockedException? RefuseAdvisories(GraphVersion version) => policy.BlockAdvisories && version.Advisories.Count > 0
        ? new AdvisoryBlockedException(version.Plugin.PluginId, version.Version, [.. version.Advisories.Select(advisory => advisory.AdvisoryId)])
        : null;
}
