namespace GraphQLPlugins.Engine.Data.ResourceQueries;

/// <summary>Runs aggregations where their rows are.</summary>
public static class StatQueryExtensions
{
    private const int MaxStages = 20;

    /// <summary>The rows of an aggregation. Errors: <see cref="ResourceQueryException"/>.</summary>
    public static Task<StatResult> ToStatsAsync<T>(
        this IQueryable<T> source, ResourceFields<T> fields, StatQuery query, CancellationToken cancellationToken = default) =>
        source.ToStatsAsync(fields, query, new ResourceLookups<T>(), cancellationToken);

    /// <summary>The rows of an aggregation that may join other resources. Errors: <see cref="ResourceQueryException"/>.</summary>
    public static Task<StatResult> ToStatsAsync<T>(
        this IQueryable<T> source, ResourceFields<T> fields, StatQuery query, ResourceLookups<T> lookups, CancellationToken cancellationToken = default)
    {
        if (query.Aggregate is null or { Count: 0 } && query.Distinct is null)
            throw new ResourceQueryException(ResourceQueryException.Required, "A stat query needs aggregate or distinct.");
        if (query.Aggregate is not null && query.Distinct is not null)
            throw new ResourceQueryException(ResourceQueryException.InvalidStat, "A stat query has aggregate or distinct, not both.");
        if (query.Aggregate?.Count > MaxStages)
            throw new ResourceQueryException(ResourceQueryException.LimitExceeded, $"An aggregation has at most {MaxStages} stages; this one has {query.Aggregate.Count}.");
        var pipeline = ResourceQueryExtensions.Guarded(() => Build(source, fields, query, lookups));
        if (pipeline.Columns is not { } columns)
            throw new ResourceQueryException(ResourceQueryException.InvalidStat, "An aggregation has a group, count or project.");
        return ReadAsync(source.Provider, pipeline, columns, query, cancellationToken);
    }

    private static StatPipeline Build<T>(IQueryable<T> source, ResourceFields<T> fields, StatQuery query, ResourceLookups<T> lookups)
    {
        var filtered = ResourceQueryExtensions.Filtered(source, fields, query.Filter, query.FilterOr, query.Keyword);
        var pipeline = StatPipeline.Of(filtered, fields);
        if (query.Distinct is { } key) pipeline.Distinct(key);
        foreach (var stage in query.Aggregate ?? []) pipeline.Add(stage, lookups.Find);
        return pipeline;
    }

    private static async Task<StatResult> ReadAsync(
        IQueryProvider provider, StatPipeline pipeline, IReadOnlyList<StatColumn> columns, StatQuery request, CancellationToken cancellationToken)
    {
        var results = await StatReader.ListAsync(provider, pipeline, columns, ResourceQueryExtensions.Window(request.Page), cancellationToken).ConfigureAwait(false);
        return new StatResult(results, request.Page is null ? null : await StatReader.CountAsync(provider, pipeline, cancellationToken).ConfigureAwait(false));
    }
}
