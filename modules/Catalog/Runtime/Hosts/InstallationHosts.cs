using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Runtime.Hosts;

[ObjectType<PluginInstallation>]
public static partial class InstallationHosts
{
    /// <summary>How it does on each host that has told and is there, by the host's name; empty for what is out of use, and for files that do not run on this server's hosts.</summary>
    public static async Task<IReadOnlyList<HostPlugin>> GetHostsAsync([Parent(requires: nameof(PluginInstallation.Id))] PluginInstallation installation, IHostsByInstallationDataLoader hosts, CancellationToken ct) =>
        await hosts.LoadAsync(installation.Id, ct) ?? [];
}

public static partial class HostLoaders
{
    [DataLoader]
    public static async Task<Dictionary<Guid, HostPlugin[]>> GetHostsByInstallationAsync(IReadOnlyList<Guid> keys, IDbContextFactory<CatalogDb> contexts, CatalogOptions options, TimeProvider clock, CancellationToken ct)
    {
        var since = options.Runtime.AliveSince(clock.Now());
        await using var db = await contexts.CreateDbContextAsync(ct);
        return (await db.HostPlugins.Where(plugin => keys.Contains(plugin.InstallationId) && db.PluginHosts.Any(host => host.Name == plugin.Host && host.SeenAt >= since))
            .OrderBy(plugin => plugin.Host).ToListAsync(ct))
            .GroupBy(plugin => plugin.InstallationId).ToDictionary(group => group.Key, group => group.ToArray());
    }
}
