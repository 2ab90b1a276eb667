using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Path = System.IO.Path;

namespace GraphQLPlugins.Catalog.Runtime.Hosts;

/// <summary>
/// Writes down how the plugins do on this host. An installation as a whole is broken when it runs on no host; where it runs on some, those where it does not
/// say so for themselves. Safe to share.
/// </summary>
internal sealed class HostReports(IDbContextFactory<CatalogDb> contexts, IServiceScopeFactory scopes, StorageOptions storage, CatalogOptions options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, (int Generation, string? ErrorCode)> _noted = new();

    /// <summary>This host's name.</summary>
    public string Host { get; } = options.Runtime.HostName is { Length: > 0 } name ? name : DefaultName(storage.DataDirectory);

    /// <summary>Hosts seen since then count.</summary>
    public DateTimeOffset AliveSince => options.Runtime.AliveSince(clock.Now());

    /// <summary>Notes that a plugin runs here, or why it does not.</summary>
    public async Task NoteAsync(PluginStart start, PluginFault? fault, CancellationToken ct)
    {
        var note = (start.Generation, fault?.Code);
        if (_noted.TryGetValue(start.InstallationId, out var noted) && noted == note)
            return;
        if (!await WriteAsync(start, fault, ct))
            return;
        _noted[start.InstallationId] = note;
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new NotePluginStart(start.OrganizationId, start.InstallationId, start.Name, start.Generation, fault?.Code, fault?.Message), ct);
    }

    /// <summary>Whether a plugin is known not to run here.</summary>
    public bool IsBroken(Guid installationId) => _noted.TryGetValue(installationId, out var noted) && noted.ErrorCode is not null;

    /// <summary>Forgets a plugin that is in use no longer.</summary>
    public async Task ForgetAsync(Guid installationId, CancellationToken ct)
    {
        if (!_noted.TryRemove(installationId, out _))
            return;
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.HostPlugins.Where(plugin => plugin.InstallationId == installationId && plugin.Host == Host).ExecuteDeleteAsync(ct);
    }

    /// <summary>Tells that this host is there; and of what is broken here, in case the hosts where it ran have gone.</summary>
    public async Task RenewAsync(CancellationToken ct)
    {
        List<NotePluginStart> broken;
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            await SeenAsync(db, ct);
            var (gone, since) = (clock.Now() - TimeSpan.FromDays(1), AliveSince);
            await db.HostPlugins.Where(plugin => !db.PluginHosts.Any(host => host.Name == plugin.Host && host.SeenAt >= gone)).ExecuteDeleteAsync(ct);
            await db.PluginHosts.Where(host => host.SeenAt < gone).ExecuteDeleteAsync(ct);
            broken = await db.HostPlugins.Where(plugin => plugin.Host == Host && plugin.State == HostPluginState.Broken)
                .Join(db.Installations.Where(installation => installation.State == InstallationState.Running), plugin => new { Id = plugin.InstallationId, plugin.Generation }, installation => new { installation.Id, installation.Generation },
                    (plugin, installation) => new NotePluginStart(installation.OrganizationId, installation.Id, installation.Name, installation.Generation, plugin.ErrorCode, plugin.ErrorMessage))
                .ToListAsync(ct);
        }
        await using var scope = scopes.CreateAsyncScope();
        foreach (var note in broken)
            await scope.ServiceProvider.GetRequiredService<IMediator>().Send(note, ct);
    }

    /// <summary>When the host stops, nothing runs on it any more.</summary>
    public async Task LeaveAsync(CancellationToken ct)
    {
        _noted.Clear();
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.HostPlugins.Where(plugin => plugin.Host == Host).ExecuteDeleteAsync(ct);
        await db.PluginHosts.Where(host => host.Name == Host).ExecuteDeleteAsync(ct);
    }

    /// <returns>False when the installation has gone.</returns>
    private async Task<bool> WriteAsync(PluginStart start, PluginFault? fault, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Whoever decides on the installation as a whole holds the same lock.
        await db.LockInstallationAsync(start.OrganizationId, start.Name, ct);
        if (!await db.Installations.AnyAsync(installation => installation.Id == start.InstallationId, ct))
            return false;
        await SeenAsync(db, ct);
        var row = await db.HostPlugins.AsTracking().FirstOrDefaultAsync(plugin => plugin.InstallationId == start.InstallationId && plugin.Host == Host, ct);
        if (row is null)
            db.Add(row = new HostPlugin(start.InstallationId, Host));
        row.Take(start.Generation, fault?.Code, fault?.Message, clock.Now());
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private async Task SeenAsync(CatalogDb db, CancellationToken ct)
    {
        var now = clock.Now();
        await db.LockAsync($"plugin-host:{Host}", ct);
        if (await db.PluginHosts.Where(host => host.Name == Host).ExecuteUpdateAsync(set => set.SetProperty(host => host.SeenAt, now), ct) > 0)
            return;
        db.Add(new PluginHost(Host, now));
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Hosts of one machine have data directories of their own.</summary>
    private static string DefaultName(string dataDirectory) =>
        $"{Environment.MachineName}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(dataDirectory))))[..6]}";
}
