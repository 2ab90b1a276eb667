using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Git;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Publishing;

[QueryType]
public static partial class DiscoveredPluginQueries
{
    /// <summary>
    /// The manifests of plugins among a followed repository's files that count, by path; at most 200. What is found at a tag that <c>publishOnTag</c> names
    /// is published, where the catalog has the plugin.
    /// </summary>
    /// <param name="repositoryId">The record.</param>
    /// <param name="ref">A branch, a tag or a whole commit id; without, the main branch.</param>
    [Authorize("sources:read")]
    public static async Task<IReadOnlyList<DiscoveredPlugin>> GetDiscoveredPluginsAsync(
        [ID<SourceRepository>] Guid repositoryId, string? @ref, Actor actor, ISourceRepositoryByKeyDataLoader repositories, PluginDiscoveries discoveries, CancellationToken ct)
    {
        var repository = await repositories.LoadAsync(repositoryId, ct);
        if (repository?.OrganizationId != actor.OrganizationId) throw new SourceRepositoryNotFoundException("repositoryId");
        return await discoveries.ListAsync(repository, @ref, ct);
    }
}

/// <summary>Lists what a repository brings, and what of it the catalog knows.</summary>
public sealed class PluginDiscoveries
{
    private readonly PluginDiscovery _discovery;
    private readonly Mirrors _mirrors;
    private readonly SourceVersions _versions;

    internal PluginDiscoveries(PluginDiscovery discovery, Mirrors mirrors, SourceVersions versions) => (_discovery, _mirrors, _versions) = (discovery, mirrors, versions);

    internal async Task<IReadOnlyList<DiscoveredPlugin>> ListAsync(SourceRepository repository, string? reference, CancellationToken ct)
    {
        var found = await _discovery.FindAsync(repository, await _mirrors.Open(repository).RequireAsync(reference, ct), ct);
        var known = await _versions.KnownAsync([.. found.Select(f => f.PluginId).OfType<string>()], ct);
        return [.. found.Select(f => f with { Known = f.PluginId is { } id && known.Contains(id) })];
    }
}

[ObjectType<SourceRepository>]
public static partial class SourceRepositoryPublications
{
    /// <summary>What was found at tags and became of it in the catalog, the newest 100, newest first.</summary>
    public static async Task<IReadOnlyList<TagPublication>> GetPublicationsAsync([Parent(nameof(SourceRepository.Id))] SourceRepository repository, ITagPublicationsByRepositoryDataLoader publications, CancellationToken ct) =>
        await publications.LoadAsync(repository.Id, ct) ?? [];
}

public static partial class TagPublicationLoaders
{
    private const int MaxShown = 100;

    [DataLoader]
    public static async Task<Dictionary<Guid, TagPublication[]>> GetTagPublicationsByRepositoryAsync(IReadOnlyList<Guid> keys, IDbContextFactory<SourcesDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Repositories.Where(r => keys.Contains(r.Id))
            .SelectMany(r => db.TagPublications.Where(p => p.RepositoryId == r.Id).OrderByDescending(p => p.At).ThenByDescending(p => p.Id).Take(MaxShown)).ToListAsync(ct);
        return rows.GroupBy(p => p.RepositoryId).ToDictionary(g => g.Key, g => g.OrderByDescending(p => p.At).ThenByDescending(p => p.Id).ToArray());
    }
}
