using System.Text.Json;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Identity;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Search;

[QueryType]
public static partial class PluginStatsField
{
    /// <summary>
    /// An aggregation over the plugins of all enabled repositories: a filter, then stages in order, or the distinct values of a field. What cannot be computed is
    /// an error with a code, such as <c>STAT_QUERY_INVALID</c>. By <c>plugin_id</c> it may look up <c>versions</c>, <c>advisories</c> and the organization's <c>installations</c>.
    /// </summary>
    /// <param name="input">Conditions, and stages or a field.</param>
    /// <param name="repositoryId">Only those of one repository; an error if there is none of this id.</param>
    [Authorize("catalog:read")]
    public static async Task<PluginStatsResult> GetPluginStatsAsync(StatQuery input, string? repositoryId, CatalogDb db, Actor actor, CancellationToken ct)
    {
        if (repositoryId is not null)
            await db.RequireRepositoryAsync(repositoryId, ct);
        // Plugins without a value have none that could be listed.
        if (input.Distinct is { } field)
            input = input with { Filter = [.. input.Filter ?? [], new ResourceCondition(K: field, V: Present, O: "exists")] };
        var stats = await ResourceQueryRefusal.AskAsync(() => db.Plugins.AsNoTracking().Listed(repositoryId).ToStatsAsync(PluginFields.All, input, PluginLookups.Of(db, actor), ct));
        var rows = Rows.Of(stats.Results);
        return new PluginStatsResult(input.Distinct is null ? rows : [.. rows.Select(row => row.EnumerateObject().Single().Value)], stats.TotalCount);
    }

    private static readonly JsonElement Present = JsonSerializer.SerializeToElement(true);
}

/// <summary>The rows of an aggregation.</summary>
/// <param name="Results">One object for each row, with the columns of the last stage; of distinct values the sorted values themselves. At most 10,000.</param>
/// <param name="TotalCount">How many there are without paging; null when the question has no page.</param>
public sealed record PluginStatsResult(IReadOnlyList<JsonElement> Results, int? TotalCount);
