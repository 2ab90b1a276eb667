using System.Collections;
using System.Linq.Expressions;

namespace GraphQLPlugins.Engine.Data.Prepared;

/// <summary>One use of a prepared query, as a data field sees it.</summary>
internal interface IPreparedRows
{
    /// <summary>The query, the same object for all its uses.</summary>
    PreparedExpression Query { get; }

    /// <summary>What it runs over.</summary>
    IQueryable Rows { get; }

    /// <summary>The only object that the expression takes values from.</summary>
    object Arguments { get; }
}

/// <inheritdoc cref="IPreparedRows"/>
internal sealed class PreparedRows<T>(PreparedExpression query, IQueryable<T> rows, object arguments)
    : IOrderedQueryable<T>, IAsyncEnumerable<T>, IPreparedRows
{
    private Expression? _expression;

    public PreparedExpression Query => query;

    public IQueryable Rows => rows;

    public object Arguments => arguments;

    public Type ElementType => typeof(T);

    public Expression Expression => _expression ??= query.Over(rows.Expression, arguments);

    public IQueryProvider Provider => rows.Provider;

    public IEnumerator<T> GetEnumerator() => Plain().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        Plain() is IAsyncEnumerable<T> stream
            ? stream.GetAsyncEnumerator(cancellationToken)
            : throw new InvalidOperationException($"The rows of {rows.GetType().Name} cannot be read asynchronously.");

    private IQueryable<T> Plain() => rows.Provider.CreateQuery<T>(Expression);
}
