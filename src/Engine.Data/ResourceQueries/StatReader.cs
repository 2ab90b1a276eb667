using System.Linq.Expressions;
using System.Reflection;

namespace GraphQLPlugins.Engine.Data.ResourceQueries;

/// <summary>Reads the rows of a pipeline.</summary>
internal static class StatReader
{
    /// <summary>A part of the rows, as the columns give their values. Errors: <see cref="ResourceQueryException"/> for a number that is too large to be given.</summary>
    public static async Task<List<ResourceRow>> ListAsync(
        IQueryProvider provider, StatPipeline pipeline, IReadOnlyList<StatColumn> columns, (int Skip, int Take) window, CancellationToken cancellationToken)
    {
        try
        {
            return await ((Task<List<ResourceRow>>)Method(nameof(ReadAsync), pipeline).Invoke(null, [provider.CreateQuery(pipeline.Query), columns, window, cancellationToken])!).ConfigureAwait(false);
        }
        catch (OverflowException)
        {
            throw new ResourceQueryException(ResourceQueryException.InvalidValue, "A number of the result has too many digits to be given.");
        }
    }

    /// <summary>How many rows there are.</summary>
    public static Task<int> CountAsync(IQueryProvider provider, StatPipeline pipeline, CancellationToken cancellationToken) =>
        (Task<int>)Method(nameof(CountRowsAsync), pipeline).Invoke(null, [provider.CreateQuery(pipeline.Query), cancellationToken])!;

    private static MethodInfo Method(string name, StatPipeline pipeline) =>
        typeof(StatReader).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(pipeline.Row);

    private static Task<int> CountRowsAsync<TRow>(IQueryable<TRow> query, CancellationToken cancellationToken) => QueryRunner.CountAsync(query, cancellationToken);

    private static async Task<List<ResourceRow>> ReadAsync<TRow>(IQueryable<TRow> query, IReadOnlyList<StatColumn> columns, (int Skip, int Take) window, CancellationToken cancellationToken)
    {
        var row = Expression.Parameter(typeof(TRow), "r");
        var slots = columns.Select(c => c.Values(row)).ToArray();
        var values = Expression.NewArrayInit(typeof(object), slots.SelectMany(s => s).Select(v => Expression.Convert(v, typeof(object))));
        var page = (window.Skip > 0 ? query.Skip(window.Skip) : query).Take(window.Take).Select(Expression.Lambda<Func<TRow, object?[]>>(values, row));
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
        return results;
    }
}
