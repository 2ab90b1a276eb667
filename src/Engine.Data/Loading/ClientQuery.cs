using System.Collections;
using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.EntityFramework;

namespace GraphQLPlugins.Engine.DataLoading.Data;

/// <summary>
/// A query with a client's filter and order beside it. Whoever pages it gets the three apart, and nothing is built for a known shape;
/// whoever does anything else with it gets one ordinary query.
/// </summary>
internal sealed class ClientQuery<T>(IQueryable<T> source, ClientFilter? filter, SortDefinition<T> sorting) : IOrderedQueryable<T>, IAsyncEnumerable<T>
{
    private IQueryable<T>? _whole;

    /// <summary>The query without filter and order.</summary>
    public IQueryable<T> Source => source;

    public ClientFilter? Filter => filter;

    public SortDefinition<T> Sorting => sorting;

    /// <inheritdoc/>
    public Type ElementType => typeof(T);

    /// <inheritdoc/>
    public Expression Expression => Whole.Expression;

    /// <inheritdoc/>
    public IQueryProvider Provider => source.Provider;

    private IQueryable<T> Whole => _whole ??= Compose();

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => Whole.GetEnumerator();

    /// <inheritdoc/>
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) => ((IAsyncEnumerable<T>)Whole).GetAsyncEnumerator(cancellationToken);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IQueryable<T> Compose()
    {
        var query = source;
        if (filter?.ToPredicate<T>() is { } predicate) query = query.Where(FunctionTranslator.Translate(query, predicate));
        return sorting.Operations.Length > 0 ? query.OrderBy(sorting) : query;
    }
}
