using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Advisories;

[QueryType]
public static partial class AdvisoryQueries
{
    /// <summary>Known weaknesses of plugins and of the host, by their publisher's name unless another order is given.</summary>
    /// <param name="pluginId">Only those about one plugin; <c>CORE</c> is the host.</param>
    [Authorize("catalog:read")]
    [UsePaging(IncludeTotalCount = true)]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<Advisory> GetAdvisories(string? pluginId, CatalogDb db)
    {
        if (pluginId is not null)
            Text.Findable(pluginId, nameof(pluginId));
        return db.Advisories.AsNoTracking().Where(advisory => pluginId == null || advisory.PluginId == pluginId).OrderBy(advisory => advisory.AdvisoryId).ThenBy(advisory => advisory.Id);
    }
}

[ObjectType<Advisory>]
[Authorize("catalog:read")]
public static partial class AdvisoryNode
{
    [NodeResolver]
    public static Task<Advisory?> GetAdvisoryAsync(Guid id, IAdvisoryByKeyDataLoader advisories, CancellationToken ct) => advisories.LoadAsync(id, ct);

    /// <summary>The versions that have it; without any range all of them.</summary>
    public static IReadOnlyList<AdvisoryRange> GetRanges([Parent(requires: nameof(Advisory.Ranges))] Advisory advisory) => advisory.Ranges;

    /// <summary>The plugin it is about; null when it is about the host or a plugin that is not listed.</summary>
    public static async Task<Plugin?> GetPluginAsync([Parent(requires: nameof(Advisory.PluginKey))] Advisory advisory, IPluginByKeyDataLoader plugins, CancellationToken ct) =>
        advisory.PluginKey is { } key ? await plugins.LoadAsync(key, ct) : null;

    /// <summary>Whether a version has it.</summary>
    /// <param name="version">The version, as its publisher writes it.</param>
    public static bool GetAffects([Parent(requires: nameof(Advisory.Ranges))] Advisory advisory, string version) => advisory.Affects(version);
}

public static partial class AdvisoryLoaders
{
    [DataLoader]
    public static async Task<Dictionary<Guid, Advisory>> GetAdvisoryByKeyAsync(IReadOnlyList<Guid> keys, IDbContextFactory<CatalogDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Advisories.Where(advisory => keys.Contains(advisory.Id)).ToDictionaryAsync(advisory => advisory.Id, ct);
    }

    [DataLoader]
    public static async Task<ILookup<Guid, Advisory>> GetAdvisoriesByPluginAsync(IReadOnlyList<Guid> keys, IDbContextFactory<CatalogDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return (await db.Advisories.Where(advisory => advisory.PluginKey != null && keys.Contains(advisory.PluginKey.Value))
            .OrderBy(advisory => advisory.AdvisoryId).ThenBy(advisory => advisory.Id).ToListAsync(ct))
            .ToLookup(advisory => advisory.PluginKey!.Value);
    }
}
