using System.Text.Json;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Search;

[QueryType]
public static partial class PluginStatsField
{
    /// <summary>
    /// An aggregation over the plugins of all enabled repositories: a filter, then stages in order, or the distinct values of a field. What cannot be computed is
    /// an error with a code, such as <c>STAT_QUERY_INVALID</c>.
    /// </summary>
    /// <param name="input">Conditions, and stages or a field.</param>
    /// <param name="repositoryId">Only those of one repository; an error if there is none of this id.</param>
    [Authorize("catalog:read")]
    public static async Task<PluginStatsResult> GetPluginStatsAsync(StatQuery input, string? repositoryId, CatalogDb db, CancellationToken ct)
    {
        if (repositoryId is not null)
            await db.RequireRepositoryAsync(repositoryId, ct);
        var stats = await ResourceQueryRefusal.AskAsync(() => db.Plugins.AsNoTracking().Listed(repositoryId).ToStatsAsync(PluginFields.All, input, ct));
        return new PluginStatsResult(Rows.Of(stats.Results), stats.TotalCount);
    }
}

/// <summary>The rows of an aggregation.</summary>
/// <param name="Results">One object for each row, with the columns of the last stage. At most 10,000.</param>
/// <param name="TotalCount">How many there are without paging; null when the question has no page.</param>
public sealed record PluginStatsResult(IReadOnlyList<JsonElement> Results, int? TotalCount);
