using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Sources.Hooks;
using GraphQLPlugins.Sources.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Repositories;

[QueryType]
public static partial class SourceRepositoryQueries
{
    /// <summary>The organization's repositories that somebody follows, by name unless another order is given.</summary>
    [Authorize("sources:read")]
    [UsePaging(IncludeTotalCount = true, MaxPageSize = 100)]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<SourceRepository> GetSourceRepositories(SourcesDb db, Actor actor) =>
        db.Repositories.AsNoTracking().Where(repository => repository.OrganizationId == actor.OrganizationId).OrderBy(repository => repository.Name).ThenBy(repository => repository.Id);

    /// <summary>One followed repository; null when the organization has none of this id.</summary>
    [Authorize("sources:read")]
    public static async Task<SourceRepository?> GetSourceRepositoryAsync([ID<SourceRepository>] Guid id, Actor actor, ISourceRepositoryByKeyDataLoader repositories, CancellationToken ct) =>
        await repositories.LoadAsync(id, ct) is { } repository && repository.OrganizationId == actor.OrganizationId ? repository : null;
}

[ObjectType<SourceRepository>]
[Authorize("sources:read")]
public static partial class SourceRepositoryNode
{
    [NodeResolver]
    public static async Task<SourceRepository?> GetSourceRepositoryAsync(Guid id, Actor actor, ISourceRepositoryByKeyDataLoader repositories, CancellationToken ct) =>
        await repositories.LoadAsync(id, ct) is { } repository && repository.OrganizationId == actor.OrganizationId ? repository : null;

    /// <summary>Which files and branches count.</summary>
    public static RepositoryConfig GetConfig([Parent] SourceRepository repository) => repository.Config;

    /// <summary>
    /// Where the source's operator is to send hooks, for the owner alone, since the address is a secret. Null when this server registers hooks there itself,
    /// or the repository is asked for changes.
    /// </summary>
    [Authorize("sources:write")]
    public static async Task<string?> GetHookUrlAsync([Parent] SourceRepository repository, HookUrls urls, CancellationToken ct) => await urls.FindAsync(repository, ct);

    /// <summary>Changes whenever the record does; see <c>expectedEtag</c>.</summary>
    public static string GetEtag([Parent] SourceRepository repository) => repository.Etag;
}

public static partial class SourceRepositoryLoaders
{
    [DataLoader]
    public static async Task<Dictionary<Guid, SourceRepository>> GetSourceRepositoryByKeyAsync(IReadOnlyList<Guid> keys, IDbContextFactory<SourcesDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Repositories.Where(repository => keys.Contains(repository.Id)).ToDictionaryAsync(repository => repository.Id, ct);
    }
}
