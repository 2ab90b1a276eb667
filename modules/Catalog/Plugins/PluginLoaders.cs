using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Identity;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Plugins;

/// <summary>A plugin that is asked for by its id, best from the repository in which it is asked for.</summary>
/// <param name="RepositoryKey">The repository to look into first.</param>
/// <param name="PluginId">The id.</param>
public readonly record struct PluginReference(Guid RepositoryKey, string PluginId);

public static partial class PluginLoaders
{
    [DataLoader]
    public static async Task<Dictionary<Guid, Plugin>> GetPluginByKeyAsync(IReadOnlyList<Guid> keys, IDbContextFactory<CatalogDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Plugins.Where(plugin => keys.Contains(plugin.Id)).ToDictionaryAsync(plugin => plugin.Id, ct);
    }

    /// <summary>Whether the policy of the caller's organization calls plugins mandatory, by their ids.</summary>
    [DataLoader]
    public static async Task<Dictionary<string, bool>> GetMandatoryByNameAsync(
        IReadOnlyList<string> names, IDbContextFactory<CatalogDb> contexts, Actor actor, CatalogOptions options, TimeProvider clock, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var policy = await db.PeekPolicyAsync(actor, options, clock, ct);
        return names.ToDictionary(name => name, policy.IsMandatory, StringComparer.Ordinal);
    }

    /// <summary>From the same repository, else from the first of all in their order of priority.</summary>
    [DataLoader]
    public static async Task<Dictionary<PluginReference, Plugin>> GetPluginByReferenceAsync(
        IReadOnlyList<PluginReference> references, IDbContextFactory<CatalogDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var ids = references.Select(reference => reference.PluginId).Distinct().ToList();
        var found = (await db.Plugins.Where(plugin => ids.Contains(plugin.PluginId))
            .OrderBy(plugin => plugin.Repository.Priority).ThenBy(plugin => plugin.Repository.Name)
            .ToListAsync(ct)).ToLookup(plugin => plugin.PluginId, StringComparer.Ordinal);
        var plugins = new Dictionary<PluginReference, Plugin>();
        foreach (var reference in references)
        {
            var candidates = found[reference.PluginId];
            if ((candidates.FirstOrDefault(plugin => plugin.RepositoryKey == reference.RepositoryKey) ?? candidates.FirstOrDefault()) is { } plugin)
                plugins[reference] = plugin;
        }
        return plugins;
    }
}
