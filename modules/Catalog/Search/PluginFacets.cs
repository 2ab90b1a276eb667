using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Search;

/// <summary>A property by which plugins are counted.</summary>
public enum PluginFacet
{
    Provider, ResourceType, RegistryType, State, Stage, ApiType, Label, Author, Repository, Deprecated,
}

/// <summary>How many plugins have which value of a property.</summary>
/// <param name="Facet">The property.</param>
/// <param name="Values">The most frequent values first, equally frequent ones by value. Plugins without a value are not counted.</param>
public sealed record PluginFacetResult(PluginFacet Facet, IReadOnlyList<PluginFacetValue> Values);

/// <summary>A value, and how many plugins have it.</summary>
public sealed record PluginFacetValue(string Value, int Count);

[QueryType]
public static partial class PluginFacetsField
{
    /// <summary>How the plugins that a list would have are spread over some properties, in the order asked for.</summary>
    /// <param name="facets">The properties; each once.</param>
    /// <param name="search">As for the list.</param>
    /// <param name="repositoryId">As for the list.</param>
    /// <param name="limit">How many values of each property; from 1 to 100.</param>
    [Authorize("catalog:read")]
    [UseFiltering<Plugin>]
    public static async Task<IReadOnlyList<PluginFacetResult>> GetPluginFacetsAsync(
        IReadOnlyList<PluginFacet> facets, string? search, string? repositoryId, QueryContext<Plugin> query, CatalogDb db, CancellationToken ct, int limit = 20)
    {
        if (facets.Count == 0 || facets.Distinct().Count() != facets.Count)
            throw new InputInvalidException("facets", "Name one facet or more, each once.");
        if (limit is < 1 or > 100)
            throw new InputInvalidException("limit", "A number from 1 to 100 is expected.");
        var plugins = db.Plugins.AsNoTracking().Listed(repositoryId).Matching(search).With(new QueryContext<Plugin>(Predicate: query.Predicate));
        var counts = await facets.Select(facet => Counts(plugins, facet, limit)).Aggregate(Queryable.Concat).ToListAsync(ct);
        var byFacet = counts.ToLookup(count => count.Facet);
        return [.. facets.Select(facet => new PluginFacetResult(facet, [.. byFacet[(int)facet]
            .OrderByDescending(count => count.Number).ThenBy(count => count.Value, StringComparer.Ordinal)
            .Select(count => new PluginFacetValue(Shown(facet, count.Value!), count.Number))]))];
    }

    private static IQueryable<FacetCount> Counts(IQueryable<Plugin> plugins, PluginFacet facet, int limit)
    {
        var values = facet switch
        {
            PluginFacet.Provider => plugins.Select(plugin => plugin.Provider),
            PluginFacet.ResourceType => plugins.Select(plugin => plugin.ResourceType),
            PluginFacet.RegistryType => plugins.Select(plugin => plugin.RegistryType == null ? null : plugin.RegistryType.Value.ToString()),
            PluginFacet.State => plugins.Select(plugin => plugin.State.ToString()),
            PluginFacet.Stage => plugins.Select(plugin => plugin.Stage.ToString()),
            PluginFacet.ApiType => plugins.Select(plugin => plugin.ApiType.ToString()),
            PluginFacet.Label => plugins.SelectMany(plugin => plugin.Labels),
            PluginFacet.Author => plugins.SelectMany(plugin => plugin.Authors),
            PluginFacet.Repository => plugins.Select(plugin => plugin.Repository.Name),
            _ => plugins.Select(plugin => plugin.Deprecated ? "true" : "false"),
        };
        return values.Where(value => value != null)
            .GroupBy(value => value)
            .Select(group => new FacetCount { Facet = (int)facet, Value = group.Key, Number = group.Count() })
            .OrderByDescending(count => count.Number).ThenBy(count => count.Value)
            .Take(limit);
    }

    /// <summary>Enums as the graph names them; texts as they are.</summary>
    private static string Shown(PluginFacet facet, string value) => facet switch
    {
        PluginFacet.RegistryType => Enum.Parse<RegistryType>(value).InGraph(),
        PluginFacet.State => Enum.Parse<PluginState>(value).InGraph(),
        PluginFacet.Stage => Enum.Parse<PluginStage>(value).InGraph(),
        PluginFacet.ApiType => Enum.Parse<ApiType>(value).InGraph(),
        _ => value,
    };

    private sealed class FacetCount
    {
        public int Facet { get; init; }

        public string? Value { get; init; }

        public int Number { get; init; }
    }
}
