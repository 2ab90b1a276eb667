using GraphQLPlugins.Catalog.Remotes;
using GraphQLPlugins.Catalog.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Repositories;

[QueryType]
public static partial class RepositoryQueries
{
    /// <summary>All sources of plugins, in the order in which they are asked.</summary>
    /// <param name="type">Only those of one type.</param>
    [Authorize("catalog:read")]
    [UseFiltering<Repository>]
    public static async Task<IReadOnlyList<Repository>> GetRepositoriesAsync(RepositoryType? type, QueryContext<Repository> query, CatalogDb db, CancellationToken ct) =>
        await db.Repositories.Where(repository => repository.DeletedAt == null && (type == null || repository.Type == type))
            .With(new QueryContext<Repository>(Predicate: query.Predicate))
            .OrderBy(repository => repository.Priority).ThenBy(repository => repository.Name)
            .ToListAsync(ct);
}

[ObjectType<Repository>]
[Authorize("catalog:read")]
public static partial class RepositoryNode
{
    [NodeResolver]
    public static Task<Repository?> GetRepositoryAsync(Guid id, IRepositoryByKeyDataLoader repositories, CancellationToken ct) => repositories.LoadAsync(id, ct);

    /// <summary>Changes whenever the repository does; see <c>expectedEtag</c>.</summary>
    public static string GetEtag([Parent] Repository repository) => repository.Etag;

    /// <summary>Whether a token is sent to the endpoint. The token itself is never shown.</summary>
    public static bool GetHasToken([Parent] Repository repository) => repository.HasToken;

    /// <summary>Whether single entries can be registered, changed and removed.</summary>
    public static bool GetWritable([Parent] Repository repository) => repository.Writable;

    /// <summary>How its server answered when it was last asked; null for repositories that are not remote.</summary>
    public static async Task<RemoteStatus?> GetStatusAsync([Parent] Repository repository, IStatusByRepositoryDataLoader statuses, CancellationToken ct) =>
        repository.Type == RepositoryType.Remote ? await statuses.LoadAsync(repository.Id, ct) : null;

    /// <summary>How many plugins it holds.</summary>
    public static async Task<int> GetPluginCountAsync([Parent] Repository repository, IPluginCountByRepositoryDataLoader counts, CancellationToken ct) =>
        await counts.LoadAsync(repository.Id, ct);
}

public static partial class RepositoryLoaders
{
    [DataLoader]
    public static async Task<Dictionary<Guid, Repository>> GetRepositoryByKeyAsync(IReadOnlyList<Guid> keys, IDbContextFactory<CatalogDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Repositories.Where(repository => keys.Contains(repository.Id) && repository.DeletedAt == null).ToDictionaryAsync(repository => repository.Id, ct);
    }

    [DataLoader]
    public static async Task<Dictionary<Guid, int>> GetPluginCountByRepositoryAsync(IReadOnlyList<Guid> keys, IDbContextFactory<CatalogDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Plugins.Where(plugin => keys.Contains(plugin.RepositoryKey)).GroupBy(plugin => plugin.RepositoryKey)
            .ToDictionaryAsync(plugins => plugins.Key, plugins => plugins.Count(), ct);
    }

    [DataLoader]
    public static async Task<Dictionary<Guid, RemoteStatus>> GetStatusByRepositoryAsync(IReadOnlyList<Guid> keys, IDbContextFactory<CatalogDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.RepositoryStatuses.Where(status => keys.Contains(status.RepositoryKey)).ToDictionaryAsync(status => status.RepositoryKey, ct);
    }
}
