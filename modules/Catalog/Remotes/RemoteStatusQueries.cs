using GraphQLPlugins.Catalog.Repositories;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Remotes;

[QueryType]
public static partial class RemoteStatusQueries
{
    /// <summary>How the servers behind remote repositories answered when they were last asked, in the order in which repositories are asked.</summary>
    [Authorize("catalog:read")]
    public static async Task<IReadOnlyList<RemoteStatus>> GetRepositoryStatusesAsync(CatalogDb db, CancellationToken ct) => await db.Repositories
        .Where(repository => repository.DeletedAt == null)
        .Join(db.RepositoryStatuses, repository => repository.Id, status => status.RepositoryKey, (repository, status) => new { repository, status })
        .OrderBy(pair => pair.repository.Priority).ThenBy(pair => pair.repository.Name)
        .Select(pair => pair.status)
        .AsNoTracking().ToListAsync(ct);
}

[ObjectType<RemoteStatus>]
[Authorize("catalog:read")]
public static partial class RemoteStatusNode
{
    /// <summary>The repository.</summary>
    public static Task<Repository> GetRepositoryAsync([Parent] RemoteStatus status, IRepositoryByKeyDataLoader repositories, CancellationToken ct) => repositories.LoadRequiredAsync(status.RepositoryKey, ct);

    /// <summary>Whether what is shown of it may be out of date: it is down, or was never copied, or its copy is older than the settings want.</summary>
    public static async Task<bool> GetStaleAsync([Parent] RemoteStatus status, IRepositoryByKeyDataLoader repositories, CatalogOptions options, TimeProvider clock, CancellationToken ct) =>
        status.Reach == RepositoryReach.Down || (await repositories.LoadRequiredAsync(status.RepositoryKey, ct)).IsOutdated(options, clock.Now());
}
