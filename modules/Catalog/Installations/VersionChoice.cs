using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>The version to install: the one that was named, or the best that the policy and the host allow.</summary>
internal sealed class VersionChoice(CatalogDb db, CatalogOptions options, TimeProvider clock)
{
    /// <returns>Null when none was named and the catalog knows no versions of the plugin at all.</returns>
    public async Task<PluginVersion?> ChooseAsync(Plugin plugin, string? named, Policy policy, CancellationToken ct)
    {
        var host = plugin.Provider is { } provider ? options.HostVersions.GetValueOrDefault(provider) : null;
        return named is null ? await BestAsync(plugin, host, policy, ct) : await NamedAsync(plugin, named, host, policy, ct);
    }

    private async Task<PluginVersion> NamedAsync(Plugin plugin, string named, string? host, Policy policy, CancellationToken ct)
    {
        Text.Findable(named, "version");
        var version = await db.Versions.FirstOrDefaultAsync(version => version.PluginKey == plugin.Id && version.Version == named, ct);
        if (version is null or { State: VersionState.Quarantined })
            throw new VersionNotFoundException(plugin.PluginId, named);
        if (version.State == VersionState.Yanked)
            throw new VersionYankedException(plugin.PluginId, named);
        if (host is not null && !HostCompatibility.Runs(host, version.MinHostVersion, version.MaxHostVersion))
            throw new IncompatibleHostException(plugin.PluginId, named, host);
        return policy.IsOldEnough(version, clock.Now()) ? version : throw new ReleaseTooRecentException(named, policy.MinimumReleaseAge);
    }

    private async Task<PluginVersion?> BestAsync(Plugin plugin, string? host, Policy policy, CancellationToken ct)
    {
        var all = await db.Versions.AsNoTracking().Where(version => version.PluginKey == plugin.Id).ToListAsync(ct);
        if (all.Count == 0)
            return null;
        var now = clock.Now();
        var allowed = all.Where(version => policy.IsOldEnough(version, now) && (host is null || HostCompatibility.Runs(host, version.MinHostVersion, version.MaxHostVersion))).ToList();
        return allowed.FirstOrDefault(version => version.Id == plugin.LatestVersionKey && version.State == VersionState.Active)
            ?? PluginVersion.Latest(allowed)
            ?? throw new VersionNotFoundException(plugin.PluginId, null);
    }
}
