using System.Collections.Concurrent;
using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Catalog.Versions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Catalog.Runtime;

/// <summary>Makes this host run what the database says is in use, in the generation that it says, whichever host changed it.</summary>
internal sealed partial class PluginFollower(PluginRuntime runtime, PluginLoader loader, ContentStore files, IDbContextFactory<CatalogDb> databases, ILogger<PluginFollower> log)
{
    private static readonly PluginManifest Unread = new(ArtifactKind.NuGet);

    // Generations that do not run here, or failed here: nothing changes about that until the generation does.
    private readonly ConcurrentDictionary<Guid, int> _settled = new();

    /// <summary>Brings one installation in line.</summary>
    public async Task FollowAsync(Guid installationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var found = await InUse(db.Installations.Where(i => i.Id == installationId)).ToListAsync(ct);
        if (found.Count == 0) await StopAsync(installationId);
        else await FollowAsync(found[0]);
    }

    /// <summary>Brings all installations in line, those that are gone included.</summary>
    public async Task FollowAllAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var found = await InUse(db.Installations).ToListAsync(ct);
        var wanted = found.Select(i => i.Id).ToHashSet();
        foreach (var slot in runtime.Slots.Where(s => !wanted.Contains(s.InstallationId)).ToList()) await StopAsync(slot.InstallationId);
        foreach (var installation in found) await FollowAsync(installation);
    }

    /// <summary>What is in use and has a file that runs on this host, in start order: what a plugin needs before itself, then by priority, then by name.</summary>
    public async Task<IReadOnlyList<PluginStart>> StartOrderAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var starts = new List<(Installed Installation, int Priority)>();
        // Those that did not start with a host before have another try with this one.
        foreach (var installation in await InUse(db.Installations, InstallationState.Broken).ToListAsync(ct))
            if (EntryOf(installation) is { Runs: true } entry) starts.Add((installation, entry.LoadPriority));
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

    private async Task FollowAsync(Installed installation)
    {
        var slot = runtime.Find(installation.Id);
        if (slot is { IsRestarting: true }) return;
        var current = slot?.Current;
        if (current?.Start.Generation >= installation.Generation || _settled.TryGetValue(installation.Id, out var settled) && settled == installation.Generation) return;
        if (!files.Holds(installation.Digest!)) return;
        try
        {
            if (loader.TryReadEntry(installation.Digest!) is not { Runs: true } entry)
            {
                _settled[installation.Id] = installation.Generation;
                await StopAsync(installation.Id);
                return;
            }
            var mode = current is null || (current.Start.Mode == ReloadMode.Reload && entry.AllowsReload) ? ReloadMode.Reload : ReloadMode.Restart;
            await runtime.LoadAsync(StartOf(installation, mode));
            LogFollowed(installation.Name, installation.Generation);
        }
        catch (PluginFault fault)
        {
            Settle(StartOf(installation, ReloadMode.Reload));
            LogNotFollowed(installation.Name, installation.Generation, fault.Code, fault.Message);
        }
    }

    /// <summary>An entry that cannot be read is tried like any other, so that its fault is noted.</summary>
    private PluginEntry? EntryOf(Installed installation)
    {
        try
        {
            return loader.TryReadEntry(installation.Digest!);
        }
        catch (PluginFault)
        {
            return new PluginEntry { Entry = new EntryClass("", "") };
        }
    }

    private async Task StopAsync(Guid installationId)
    {
        _settled.TryRemove(installationId, out _);
        await runtime.UnloadAsync(installationId);
    }

    private static IQueryable<Installed> InUse(IQueryable<PluginInstallation> installations, InstallationState orElse = InstallationState.Running) => installations
        .Where(i => (i.State == InstallationState.Running || i.State == InstallationState.Updating || i.State == orElse) && i.ArtifactDigest != null)
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
