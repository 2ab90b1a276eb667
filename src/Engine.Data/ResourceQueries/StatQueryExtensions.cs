using System.Linq.Expressions;
using System.Reflection;

namespace GraphQLPlugins.Engine.Data.ResourceQueries;

/// <summary>Runs aggregations where their rows are.</summary>
public static class StatQueryExtensions
{
    private const int MaxStages = 20;

    /// <summary>The rows of an aggregation. Errors: <see cref="ResourceQueryException"/>.</summary>
    public static Task<StatResult> ToStatsAsync<T>(
        this IQueryable<T> source, ResourceFields<T> fields, StatQuery query, CancellationToken cancellationToken = default)
    {
        if (query.Aggregate is null or { Count: 0 } && query.Distinct is null)
            throw new ResourceQueryException(ResourceQueryException.Required, "A stat query needs aggregate or distinct.");
        if (query.Aggregate is not null && query.Distinct is not null)
            throw new ResourceQueryException(ResourceQueryException.InvalidStat, "A stat query has aggregate or distinct, not both.");
        if (query.Aggregate?.Count > MaxStages)
            throw new ResourceQueryException(ResourceQueryException.LimitExceeded, $"An aggregation has at most {MaxStages} stages; this one has {query.Aggregate.Count}.");
        var pipeline = ResourceQueryExtensions.Guarded(() => Build(source, fields, query));
        if (pipeline.Columns is not { } columns)
            throw new ResourceQueryException(ResourceQueryException.InvalidStat, "An aggregation has a group, count or project.");
        var read = typeof(StatQueryExtensions).GetMethod(nameof(ReadAsync), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(pipeline.Row);
        return (Task<StatResult>)read.Invoke(null, [source.Provider.CreateQuery(pipeline.Query), columns, query, cancellationToken])!;
    }

    private static StatPipeline Build<T>(IQueryable<T> source, ResourceFields<T> fields, StatQuery query)
    {
        var filtered = ResourceQueryExtensions.Filtered(source, fields, query.Filter, query.FilterOr, query.Keyword);
        var pipeline = StatPipeline.Of(filtered, fields);
        if (query.Distinct is { } key) pipeline.Distinct(key);
        foreach (var stage in query.Aggregate ?? []) pipeline.Add(stage);
        return pipeline;
    }

    private static async Task<StatResult> ReadAsync<TRow>(IQueryable<TRow> query, IReadOnlyList<StatColumn> columns, StatQuery request, CancellationToken cancellationToken)
    {
        var (skip, take) = ResourceQueryExtensions.Window(request.Page);
        var row = Expression.Parameter(typeof(TRow), "r");
        var slots = columns.Select(c => c.Values(row)).ToArray();
        var values = Expression.NewArrayInit(typeof(object), slots.SelectMany(s => s).Select(v => Expression.Convert(v, typeof(object))));
        var page = (skip > 0 ? query.Skip(skip) : query).Take(take).Select(Expression.Lambda<Func<TRow, object?[]>>(values, row));
        var results = new List<ResourceRow>();
        foreach (var line in await QueryRunner.ListAsync(page, cancellationToken).ConfigureAwait(false))
        {
            var made = new ResourceRow();
            var at = 0;
            for (var i = 0; i < columns.Count; i++)
            {
                made[columns[i].Name] = columns[i].Output(line[at..(at + slots[i].Length)]);
                at += slots[i].Length;
            }
            results.Add(made);
        }
        int? total = request.Page is null ? null : await QueryRunner.CountAsync(query, cancellationToken).ConfigureAwait(false);
        return new StatResult(results, total);
    }
}
