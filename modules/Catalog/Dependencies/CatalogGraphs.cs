using GraphQLPlugins.Catalog.Advisories;
using GraphQLPlugins.Catalog.Repositories;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Catalog.Versions;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Dependencies;

/// <summary>
/// Keeps the graph in memory. One small statement tells whether a repository has changed since it was read; whatever changes an entry or its
/// versions counts the entry's revision up.
/// </summary>
internal sealed class CatalogGraphs : IDisposable
{
    private readonly SemaphoreSlim _loading = new(1, 1);
    private volatile Loaded? _current;

    /// <summary>The graph as the database has it now.</summary>
    public async Task<CatalogGraph> CurrentAsync(CatalogDb db, CancellationToken ct)
    {
        var stamp = await StampAsync(db, ct);
        if (_current is { } fresh && fresh.Stamp == stamp)
            return fresh.Graph;
        await _loading.WaitAsync(ct);
        try
        {
            if (_current is { } other && other.Stamp == stamp)
                return other.Graph;
            // The stamp is older than what is read now; if something changes between, the next one differs and it is read again.
            var graph = await LoadAsync(db, ct);
            _current = new Loaded(stamp, graph);
            return graph;
        }
        finally
        {
            _loading.Release();
        }
    }

    public void Dispose() => _loading.Dispose();

    private static async Task<string> StampAsync(CatalogDb db, CancellationToken ct)
    {
        var repositories = await db.Plugins
            .GroupBy(plugin => new { plugin.RepositoryKey, plugin.Repository.State, plugin.Repository.Priority, plugin.Repository.Name })
            .Select(group => new { group.Key, Count = group.Count(), Revisions = group.Sum(plugin => (long)plugin.Revision), Latest = group.Max(plugin => plugin.UpdatedAt) })
            .ToListAsync(ct);
        return string.Join('\n', repositories.OrderBy(repository => repository.Key.RepositoryKey)
            .Select(repository => $"{repository.Key.RepositoryKey:N} {repository.Key.State} {repository.Key.Priority} {repository.Count} {repository.Revisions} {repository.Latest.UtcTicks} {repository.Key.Name}"));
    }

    private static async Task<CatalogGraph> LoadAsync(CatalogDb db, CancellationToken ct)
    {
        var repositories = (await db.Repositories.AsNoTracking().Where(repository => repository.State == RepositoryState.Enabled && repository.DeletedAt == null)
                .Select(repository => new { repository.Id, repository.RepositoryId, repository.Name, repository.Priority }).ToListAsync(ct))
            .ToDictionary(repository => repository.Id, repository => new GraphRepository(repository.Id, repository.RepositoryId, repository.Name, repository.Priority));
        var advisories = (await db.Advisories.AsNoTracking().Where(advisory => advisory.PluginKey != null).OrderBy(advisory => advisory.AdvisoryId).ThenBy(advisory => advisory.Id).ToListAsync(ct))
            .ToLookup(advisory => advisory.PluginKey!.Value);
        var rows = await db.Plugins.AsNoTracking().Where(plugin => plugin.Repository.State == RepositoryState.Enabled && plugin.Repository.DeletedAt == null)
            .Select(plugin => new { plugin.Id, plugin.PluginId, plugin.RepositoryKey, plugin.Provider, plugin.State, plugin.Authors, plugin.Deprecated, plugin.ReplacedBy, plugin.InstallDisallowed, plugin.LatestVersionKey })
            .ToListAsync(ct);
        var plugins = new Dictionary<Guid, GraphPlugin>(rows.Count);
        foreach (var row in rows)
            if (repositories.TryGetValue(row.RepositoryKey, out var repository))
                plugins.Add(row.Id, new GraphPlugin
                {
                    Key = row.Id, PluginId = row.PluginId, Repository = repository, Provider = row.Provider, State = row.State, Authors = row.Authors,
                    Deprecated = row.Deprecated, ReplacedBy = row.ReplacedBy, InstallDisallowed = row.InstallDisallowed, Advisories = [.. advisories[row.Id]],
                });
        var versions = (await VersionsAsync(db, plugins, await DependenciesAsync(db, ct), ct)).ToLookup(version => version.Plugin);
        foreach (var row in rows)
            if (plugins.TryGetValue(row.Id, out var plugin))
                plugin.Take(versions[plugin], row.LatestVersionKey);
        return new CatalogGraph([.. plugins.Values]);
    }

    /// <summary>Most edges are the same as those of the version before: each pair of plugin and range exists once.</summary>
    private static async Task<Dictionary<Guid, GraphDependency[]>> DependenciesAsync(CatalogDb db, CancellationToken ct)
    {
        var shared = new Dictionary<(string, string?, string?, bool), GraphDependency>();
        var byVersion = new Dictionary<Guid, List<GraphDependency>>();
        var rows = db.Dependencies.AsNoTracking().OrderBy(dependency => dependency.VersionKey).ThenBy(dependency => dependency.Ordinal)
            .Select(dependency => new { dependency.VersionKey, dependency.PluginId, dependency.MinVersion, dependency.RangeText, dependency.Optional });
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(ct))
        {
            var key = (row.PluginId, row.MinVersion, row.RangeText, row.Optional);
            if (!shared.TryGetValue(key, out var dependency))
                shared.Add(key, dependency = new GraphDependency(row.PluginId, PluginDependency.RangeOf(row.RangeText, row.MinVersion), row.Optional));
            if (!byVersion.TryGetValue(row.VersionKey, out var list))
                byVersion.Add(row.VersionKey, list = []);
            list.Add(dependency);
        }
        return byVersion.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray());
    }

    private static async Task<List<GraphVersion>> VersionsAsync(CatalogDb db, Dictionary<Guid, GraphPlugin> plugins, Dictionary<Guid, GraphDependency[]> dependencies, CancellationToken ct)
    {
        var hosts = new Dictionary<string, string>();
        string? HostKey(string? version) => version is null ? null : hosts.TryGetValue(version, out var key) ? key : hosts[version] = VersionOrder.SortKey(version);
        var versions = new List<GraphVersion>();
        var rows = db.Versions.AsNoTracking().Select(version => new
        {
            version.Id, version.PluginKey, version.Version, version.SortKey, version.Channel, version.State, version.ReleasedAt, version.MinHostVersion, version.MaxHostVersion,
            version.LoadPriority, version.Artifacts,
        });
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(ct))
            if (plugins.TryGetValue(row.PluginKey, out var plugin))
                versions.Add(new GraphVersion
                {
                    Key = row.Id, Plugin = plugin, Version = row.Version, SortKey = row.SortKey, Channel = row.Channel, State = row.State, ReleasedAt = row.ReleasedAt,
                    Host = (HostKey(row.MinHostVersion), HostKey(row.MaxHostVersion)), LoadPriority = row.LoadPriority, Artifacts = row.Artifacts,
                    Dependencies = dependencies.GetValueOrDefault(row.Id) ?? [],
                });
        return versions;
    }

    private sealed record Loaded(string Stamp, CatalogGraph Graph);
}
