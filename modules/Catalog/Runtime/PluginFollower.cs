using System.Collections.Concurrent;
using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Catalog.Runtime.Hosts;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Catalog.Versions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Catalog.Runtime;

/// <summary>Makes this host run what the database says is in use, in the generation that it says, whichever host changed it.</summary>
internal sealed partial class PluginFollower(PluginRuntime runtime, PluginLoader loader, FileRecovery files, HostReports reports, IDbContextFactory<CatalogDb> databases, ILogger<PluginFollower> log)
{
    private static readonly PluginManifest Unread = new(ArtifactKind.NuGet);

    // Generations that do not run here, or failed here: nothing changes about that until the generation does.
    private readonly ConcurrentDictionary<Guid, int> _settled = new();

    /// <summary>Brings one installation in line.</summary>
    public async Task FollowAsync(Guid installationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var found = await InUse(db.Installations.Where(i => i.Id == installationId)).ToListAsync(ct);
        if (found.Count == 0) await StopAsync(installationId, ct);
        else await FollowAsync(found[0], ct);
    }

    /// <summary>Brings all installations in line, those that are gone included.</summary>
    public async Task FollowAllAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var found = await InUse(db.Installations).ToListAsync(ct);
        var wanted = found.Select(i => i.Id).ToHashSet();
        foreach (var slot in runtime.Slots.Where(s => !wanted.Contains(s.InstallationId)).ToList()) await StopAsync(slot.InstallationId, ct);
        foreach (var installation in found) await FollowAsync(installation, ct);
    }

    /// <summary>What is in use and has a file that runs on this host, in start order: what a plugin needs before itself, then by priority, then by name.</summary>
    public async Task<IReadOnlyList<PluginStart>> StartOrderAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var starts = new List<(Installed Installation, int Priority)>();
        foreach (var installation in await InUse(db.Installations).ToListAsync(ct))
            if (await EntryOfAsync(installation, ct) is { Runs: true } entry) starts.Add((installation, entry.LoadPriority));
        var versions = starts.Select(s => s.Installation.VersionKey).OfType<Guid>().ToList();
        var needs = (await db.Dependencies.Where(d => versions.Contains(d.VersionKey)).ToListAsync(ct)).ToLookup(d => d.VersionKey);
        return [.. starts.GroupBy(s => s.Installation.OrganizationId).SelectMany(own => Ordered([.. own], needs)).Select(i => StartOf(i, ReloadMode.Reload))];
    }

    private static IEnumerable<Installed> Ordered(IReadOnlyList<(Installed Installation, int Priority)> starts, ILookup<Guid, PluginDependency> needs)
    {
        var priorities = starts.ToDictionary(s => s.Installation, s => s.Priority);
        try
        {
            return StartOrder.Of([.. priorities.Keys], i => i.Name, i => priorities[i], i => i.VersionKey is { } version ? needs[version].Select(d => new GraphDependency(d.PluginId, d.Range, d.Optional)) : InstalledPlugin.NeedsOf(i.Needs));
        }
        catch (DependencyCycleException)
        {
            // They were installed all the same, so they run all the same.
            return priorities.Keys.OrderByDescending(i => priorities[i]).ThenBy(i => i.Name, StringComparer.Ordinal);
        }
    }

    /// <summary>Notes that a start failed here; it is not tried again until the installation changes.</summary>
    public void Settle(PluginStart start)
    {
        _settled[start.InstallationId] = start.Generation;
        runtime.Reserve(start);
    }

    private async Task FollowAsync(Installed installation, CancellationToken ct)
    {
        var slot = runtime.Find(installation.Id);
        if (slot is { IsRestarting: true }) return;
        var current = slot?.Current;
        if (current?.Start.Generation == installation.Generation) await reports.NoteAsync(StartOf(installation, ReloadMode.Reload), null, ct);
        if (current?.Start.Generation >= installation.Generation || _settled.TryGetValue(installation.Id, out var settled) && settled == installation.Generation) return;
        try
        {
            await files.EnsureAsync(installation.Id, installation.Digest!, ct);
            if (loader.TryReadEntry(installation.Digest!) is not { Runs: true } entry)
            {
                _settled[installation.Id] = installation.Generation;
                await runtime.UnloadAsync(installation.Id);
                return;
            }
            var mode = current is null || (current.Start.Mode == ReloadMode.Reload && entry.AllowsReload) ? ReloadMode.Reload : ReloadMode.Restart;
            await runtime.LoadAsync(StartOf(installation, mode));
            await reports.NoteAsync(StartOf(installation, mode), null, ct);
            LogFollowed(installation.Name, installation.Generation);
        }
        catch (PluginFault fault)
        {
            var start = StartOf(installation, ReloadMode.Reload);
            // A file may be fetched later; all else stays as it is until the installation changes.
            if (fault.Code != FileRecovery.Missing) Settle(start);
            await reports.NoteAsync(start, fault, ct);
            LogNotFollowed(installation.Name, installation.Generation, fault.Code, fault.Message);
        }
    }

    /// <summary>An entry that cannot be read, or whose file is missing, is tried like any other, so that its fault is noted.</summary>
    private async Task<PluginEntry?> EntryOfAsync(Installed installation, CancellationToken ct)
    {
        try
        {
            if (await files.LacksAsync(installation.Digest!, ct)) return new PluginEntry { Entry = new EntryClass("", "") };
            return loader.TryReadEntry(installation.Digest!);
        }
        catch (PluginFault)
        {
            return new PluginEntry { Entry = new EntryClass("", "") };
        }
    }

    private async Task StopAsync(Guid installationId, CancellationToken ct)
    {
        _settled.TryRemove(installationId, out _);
        await reports.ForgetAsync(installationId, ct);
        await runtime.UnloadAsync(installationId);
    }

    /// <summary>Those that run on no host so far have another try with this one.</summary>
    private static IQueryable<Installed> InUse(IQueryable<PluginInstallation> installations) => installations
        .Where(i => (i.State == InstallationState.Running || i.State == InstallationState.Updating || i.State == InstallationState.Broken) && i.ArtifactDigest != null)
        .OrderBy(i => i.Name).ThenBy(i => i.Id)
        .Select(i => new Installed(i.Id, i.OrganizationId, i.Name, i.Version, i.Generation, i.ArtifactDigest, i.VersionKey, i.Needs));

    private static PluginStart StartOf(Installed installation, ReloadMode mode) =>
        new(installation.OrganizationId, installation.Id, installation.Name, installation.Version, installation.Generation, mode, Unread, installation.Digest!);

    private sealed record Installed(Guid Id, Guid OrganizationId, string Name, string? Version, int Generation, string? Digest, Guid? VersionKey, IReadOnlyList<ManifestDependency>? Needs);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Plugin} runs in generation {Generation}, as another host does")]
    private partial void LogFollowed(string plugin, int generation);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Plugin} in generation {Generation} does not run on this host: {Code} {Reason}")]
    private partial void LogNotFollowed(string plugin, int generation, string code, string reason);
}
