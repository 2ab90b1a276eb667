using System.Text.Json;
using GraphQLPlugins.Catalog.Advisories;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Repositories;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Import;

/// <summary>
/// Compares records with what the repository holds, and writes the new and the changed ones, a batch to a transaction. A plugin is never
/// split between two. Versions that a record does not name are kept: some publishers list their newest one only. An exact copy keeps nothing that is not named.
/// </summary>
internal sealed class ImportBatches(IDbContextFactory<CatalogDb> contexts, Repository repository, bool dryRun, TimeProvider clock, bool exact = false)
{
    private const int RemovedAtATime = 500;

    private readonly Dictionary<string, (Guid Id, string PluginId, byte[]? Digest)> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<PluginRecord> _new = [];
    private readonly List<(Guid Id, PluginRecord Record)> _changed = [];

    public int Pending => _new.Count + _changed.Count;

    /// <param name="pluginId">Where only one plugin is written.</param>
    /// <param name="ct">Stops the reading.</param>
    public async Task LoadAsync(CancellationToken ct, string? pluginId = null)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var normalized = pluginId?.ToLowerInvariant();
        var known = db.Plugins.Where(plugin => plugin.RepositoryKey == repository.Id && (normalized == null || plugin.NormalizedId == normalized))
            .Select(plugin => new { plugin.Id, plugin.PluginId, plugin.NormalizedId, plugin.ContentDigest });
        await foreach (var plugin in known.AsAsyncEnumerable().WithCancellation(ct))
            _known.Add(plugin.NormalizedId, (plugin.Id, plugin.PluginId, plugin.ContentDigest));
    }

    public void Add(PluginRecord record, ImportTally tally)
    {
        var normalized = record.PluginId.ToLowerInvariant();
        if (!_seen.Add(normalized))
        {
            tally.Add(new ImportProblem(record.Line, record.PluginId, "The file has this plugin twice; ids that differ only by case count as the same."));
            return;
        }
        foreach (var warning in record.Warnings)
            tally.Warn(new ImportProblem(record.Line, record.PluginId, warning));
        if (!_known.TryGetValue(normalized, out var known))
            _new.Add(record);
        else if (known.PluginId != record.PluginId)
            tally.Add(new ImportProblem(record.Line, record.PluginId, $"The repository has '{known.PluginId}', which differs only by case."));
        else if (known.Digest.AsSpan().SequenceEqual(record.Digest()))
            tally.PluginsUnchanged++;
        else
            _changed.Add((known.Id, record));
    }

    public async Task WriteAsync(ImportTally tally, CancellationToken ct)
    {
        if (Pending == 0)
            return;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = new Rows();
        foreach (var record in _new)
            Create(record, rows, tally);
        var stale = _changed.Count == 0 ? new Stale([], []) : await ChangeAsync(db, rows, tally, ct);
        if (!dryRun)
            await SaveAsync(db, rows, stale, ct);
        tally.PluginsCreated += _new.Count;
        tally.PluginsUpdated += _changed.Count;
        tally.DependenciesWritten += rows.Dependencies.Count;
        tally.AdvisoriesWritten += rows.Advisories.Count;
        _new.Clear();
        _changed.Clear();
    }

    /// <summary>Replaces the advisories about things that the repository does not list, when they differ, and notes the time of the import.</summary>
    public async Task WriteBareAsync(IReadOnlyList<Advisory> advisories, ImportTally tally, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var known = await db.Advisories.Where(advisory => advisory.RepositoryKey == repository.Id && advisory.PluginKey == null).ToListAsync(ct);
        var same = advisories.Count == 0 || advisories.Select(Fingerprint).ToHashSet().SetEquals(known.Select(Fingerprint));
        if (!same)
            tally.AdvisoriesWritten += advisories.Count;
        if (dryRun)
            return;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!same)
        {
            await db.Advisories.Where(advisory => advisory.RepositoryKey == repository.Id && advisory.PluginKey == null).ExecuteDeleteAsync(ct);
            await BulkInsert.WriteAsync(db, advisories, ct);
        }
        db.Attach(repository);
        repository.Synced(clock.Now());
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Takes away the plugins that no record named; where they are installed they stay.</summary>
    public async Task RemoveUnseenAsync(ImportTally tally, CancellationToken ct)
    {
        var unseen = _known.Where(known => !_seen.Contains(known.Key)).Select(known => known.Value.Id).ToList();
        tally.PluginsRemoved += unseen.Count;
        if (dryRun)
            return;
        await using var db = await contexts.CreateDbContextAsync(ct);
        foreach (var some in unseen.Chunk(RemovedAtATime))
            await db.Plugins.Where(plugin => some.Contains(plugin.Id)).ExecuteDeleteAsync(ct);
    }

    private void Create(PluginRecord record, Rows rows, ImportTally tally)
    {
        var now = clock.Now();
        var plugin = Plugin.Import(repository.Id, record, now);
        var versions = new List<PluginVersion>(record.Versions.Count);
        foreach (var entry in record.Versions)
            versions.Add(Create(plugin.Id, entry, now, rows));
        plugin.PointAtLatest(versions, record.LatestVersion);
        rows.Plugins.Add(plugin);
        rows.Advisories.AddRange(record.Advisories.Select(advisory => Advisory.Import(repository.Id, plugin.Id, plugin.PluginId, advisory, now)));
        tally.VersionsCreated += versions.Count;
    }

    private PluginVersion Create(Guid pluginKey, VersionRecord record, DateTimeOffset now, Rows rows)
    {
        var version = PluginVersion.Import(pluginKey, record, now);
        rows.Versions.Add(version);
        rows.Dependencies.AddRange(PluginDependency.Import(repository.Id, version.Id, record));
        return version;
    }

    private async Task<Stale> ChangeAsync(CatalogDb db, Rows rows, ImportTally tally, CancellationToken ct)
    {
        var now = clock.Now();
        var keys = _changed.Select(change => change.Id).ToList();
        var plugins = await db.Plugins.AsTracking().Where(plugin => keys.Contains(plugin.Id)).ToDictionaryAsync(plugin => plugin.Id, ct);
        var versionsOf = (await db.Versions.AsTracking().Where(version => keys.Contains(version.PluginKey)).ToListAsync(ct)).ToLookup(version => version.PluginKey);
        var staleVersions = new List<Guid>();
        var goneVersions = new List<PluginVersion>();
        foreach (var (id, record) in _changed)
        {
            var plugin = plugins[id];
            var before = plugin.Template;
            plugin.Take(record, now);
            var versions = versionsOf[id].ToDictionary(version => version.Version, StringComparer.Ordinal);
            // The entry speaks for its newest version; the ones before keep what was said of them.
            if (!SameJson(before, plugin.Template))
                foreach (var older in versions.Values.Where(version => version.Version != record.LatestVersion))
                    older.KeepTemplate(before);
            foreach (var entry in record.Versions)
            {
                if (!versions.TryGetValue(entry.Version, out var known))
                {
                    versions.Add(entry.Version, Create(id, entry, now, rows));
                    tally.VersionsCreated++;
                }
                else if (!known.ContentDigest.AsSpan().SequenceEqual(entry.Digest()))
                {
                    known.Take(entry);
                    staleVersions.Add(known.Id);
                    rows.Dependencies.AddRange(PluginDependency.Import(repository.Id, known.Id, entry));
                    tally.VersionsUpdated++;
                }
            }
            if (exact)
            {
                var named = record.Versions.Select(entry => entry.Version).ToHashSet(StringComparer.Ordinal);
                goneVersions.AddRange(versions.Values.Where(version => !named.Contains(version.Version)));
                versions = versions.Where(version => named.Contains(version.Key)).ToDictionary(StringComparer.Ordinal);
            }
            plugin.PointAtLatest(versions.Values, record.LatestVersion);
            rows.Advisories.AddRange(record.Advisories.Select(advisory => Advisory.Import(repository.Id, id, plugin.PluginId, advisory, now)));
        }
        db.RemoveRange(goneVersions);
        return new Stale(keys, staleVersions);
    }

    private static async Task SaveAsync(CatalogDb db, Rows rows, Stale stale, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (stale.Versions.Count > 0)
            await db.Dependencies.Where(dependency => stale.Versions.Contains(dependency.VersionKey)).ExecuteDeleteAsync(ct);
        if (stale.Plugins.Count > 0)
            await db.Advisories.Where(advisory => advisory.PluginKey != null && stale.Plugins.Contains(advisory.PluginKey.Value)).ExecuteDeleteAsync(ct);
        await db.SaveChangesAsync(ct);
        await BulkInsert.WriteAsync(db, rows.Plugins, ct);
        await BulkInsert.WriteAsync(db, rows.Versions, ct);
        await BulkInsert.WriteAsync(db, rows.Dependencies, ct);
        await BulkInsert.WriteAsync(db, rows.Advisories, ct);
        await transaction.CommitAsync(ct);
    }

    private static bool SameJson(JsonElement? left, JsonElement? right) => left is null || right is null ? left is null && right is null : JsonElement.DeepEquals(left.Value, right.Value);

    private static string Fingerprint(Advisory advisory) => string.Join('\n', [advisory.PluginId, advisory.AdvisoryId, advisory.Message, advisory.Url, advisory.Severity, .. advisory.Ranges.Select(range => range.ToString())]);

    private sealed record Stale(List<Guid> Plugins, List<Guid> Versions);

    private sealed class Rows
    {
        public List<Plugin> Plugins { get; } = [];
        public List<PluginVersion> Versions { get; } = [];
        public List<PluginDependency> Dependencies { get; } = [];
        public List<Advisory> Advisories { get; } = [];
    }
}
