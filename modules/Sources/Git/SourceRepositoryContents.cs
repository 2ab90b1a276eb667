using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Services;

namespace GraphQLPlugins.Sources.Git;

/// <summary>What a followed repository holds. Names of branches and tags, and full or shortened ids of commits, may be given as <c>ref</c>; without one it is the main branch.</summary>
[ObjectType<SourceRepository>]
public static partial class SourceRepositoryContents
{
    /// <summary>Its branches, by name. An error when its files are not here.</summary>
    [UsePaging(IncludeTotalCount = true, MaxPageSize = 100)]
    public static async Task<IEnumerable<GitReference>> GetBranchesAsync([Parent] SourceRepository repository, RepositoryContents contents, CancellationToken ct) => await contents.BranchesAsync(repository, ct);

    /// <summary>Its tags, by name. An error when its files are not here.</summary>
    [UsePaging(IncludeTotalCount = true, MaxPageSize = 100)]
    public static async Task<IEnumerable<GitReference>> GetTagsAsync([Parent] SourceRepository repository, RepositoryContents contents, CancellationToken ct) => await contents.TagsAsync(repository, ct);

    /// <summary>The newest commit of a branch or a tag; null in a repository without commits.</summary>
    /// <param name="ref">A branch, a tag or a commit's id; null is the main branch.</param>
    public static Task<GitCommit?> GetLatestCommitAsync([Parent] SourceRepository repository, string? @ref, RepositoryContents contents, CancellationToken ct) => contents.LatestCommitAsync(repository, @ref, ct);

    /// <summary>The commits that led to a branch, a tag or a commit, the newest first. A page's cursor stays right when there are new ones.</summary>
    /// <param name="ref">A branch, a tag or a commit's id; null is the main branch.</param>
    /// <param name="path">Only those that changed this file or folder.</param>
    [UsePaging(MaxPageSize = 100, AllowBackwardPagination = false)]
    public static Task<Connection<GitCommit>> GetCommitsAsync([Parent] SourceRepository repository, string? @ref, string? path, PagingArguments paging, RepositoryContents contents, CancellationToken ct) =>
        contents.CommitsAsync(repository, @ref, path, paging.First ?? 10, paging.After, ct);

    /// <summary>One file with its text; null when there is none at the path.</summary>
    /// <param name="path">Relative to the repository, with slashes between.</param>
    /// <param name="ref">A branch, a tag or a commit's id; null is the main branch.</param>
    public static Task<RepositoryFile?> GetFileAsync([Parent] SourceRepository repository, string path, string? @ref, RepositoryContents contents, CancellationToken ct) => contents.FileAsync(repository, path, @ref, ct);
}

[QueryType]
public static partial class MatchingFilesQuery
{
    /// <summary>
    /// The files of a followed repository that a service gets: those its own patterns name, else those the repository's do, else all. What starts with a dot counts too, git's own files never do.
    /// Symbolic links are listed as such and are followed nowhere.
    /// </summary>
    /// <param name="repositoryId">The record.</param>
    /// <param name="service">The service's name; null takes the repository's patterns.</param>
    /// <param name="ref">A branch, a tag or a commit's id; null is the main branch.</param>
    [Authorize("sources:read")]
    [UsePaging(IncludeTotalCount = true, MaxPageSize = 100)]
    public static async Task<IEnumerable<GitFile>> GetMatchingFilesAsync(
        [ID<SourceRepository>] Guid repositoryId, string? service, string? @ref, RepositoryServices services, RepositoryContents contents, Actor actor, ISourceRepositoryByKeyDataLoader repositories, CancellationToken ct)
    {
        if (await repositories.LoadAsync(repositoryId, ct) is not { } repository || repository.OrganizationId != actor.OrganizationId) throw new SourceRepositoryNotFoundException("repositoryId");
        if (service is not null) services.Require(actor.OrganizationId, service);
        return await contents.MatchingFilesAsync(repository, service, @ref, ct);
    }
}
