using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Sources.Connections;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Providers;
using GraphQLPlugins.Sources.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Repositories;

[QueryType]
public static partial class RemoteRepositoryQueries
{
    /// <summary>The repositories that the caller's account at a source may administer, by name. The answer may be as old as the settings allow.</summary>
    /// <param name="provider">The source's name.</param>
    /// <param name="search">Only those whose name or id holds this, in any case; for a source of any address, the address.</param>
    [Authorize("sources:read")]
    [UsePaging(IncludeTotalCount = true, MaxPageSize = 100)]
    public static async Task<IEnumerable<RemoteRepository>> GetRemoteRepositoriesAsync(
        string provider, string? search, SourceProviders providers, RemoteRepositories remote, Actor actor, CancellationToken ct) =>
        await remote.ListAsync(await providers.RequireAsync(actor.OrganizationId, provider, ct), SourceOwner.Of(actor), search, ct);
}

[ObjectType<RemoteRepository>]
[Authorize("sources:read")]
public static partial class RemoteRepositoryNode
{
    /// <summary>Whether the caller follows it.</summary>
    public static async Task<bool> GetActiveAsync([Parent] RemoteRepository repository, IFollowedRepositoryDataLoader followed, CancellationToken ct) =>
        await followed.LoadAsync((repository.Provider, repository.RepoId), ct) is { Status: RepositoryStatus.Active };

    /// <summary>The services that get its files for the caller, by name.</summary>
    public static async Task<IReadOnlyList<string>> GetActiveServicesAsync([Parent] RemoteRepository repository, IFollowedRepositoryDataLoader followed, CancellationToken ct) =>
        await followed.LoadAsync((repository.Provider, repository.RepoId), ct) is { Status: RepositoryStatus.Active } record ? record.ActiveServices : [];

    /// <summary>The caller's record of it; null when the caller does not follow it and never did.</summary>
    public static Task<SourceRepository?> GetRecordAsync([Parent] RemoteRepository repository, IFollowedRepositoryDataLoader followed, CancellationToken ct) =>
        followed.LoadAsync((repository.Provider, repository.RepoId), ct);
}

public static partial class FollowedRepositoryLoaders
{
    [DataLoader]
    internal static async Task<Dictionary<(string Provider, string RepoId), SourceRepository>> GetFollowedRepositoryAsync(
        IReadOnlyList<(string Provider, string RepoId)> keys, Actor actor, IDbContextFactory<SourcesDb> contexts, CancellationToken ct)
    {
        var owner = SourceOwner.Of(actor);
        string[] providers = [.. keys.Select(k => k.Provider).Distinct()];
        string[] ids = [.. keys.Select(k => k.RepoId)];
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Repositories.Where(r => r.OrganizationId == owner.OrganizationId && r.Owner == owner.Key && providers.Contains(r.Provider) && ids.Contains(r.RepoId)).ToListAsync(ct);
        return rows.ToDictionary(r => (r.Provider, r.RepoId));
    }
}
