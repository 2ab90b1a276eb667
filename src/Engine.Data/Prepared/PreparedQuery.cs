using System.Linq.Expressions;

namespace GraphQLPlugins.Engine.Data.Prepared;

/// <summary>
/// A query that is written once and used by each request. Its expression is made when the query is; a use becomes an expression only where somebody
/// composes it further or looks at it. A data field that is given one as it is knows its statement by the query, without looking.
/// </summary>
/// <typeparam name="T">The rows' type.</typeparam>
/// <remarks>Works with any LINQ provider, as each use is an ordinary <see cref="IQueryable{T}"/>.</remarks>
public sealed class PreparedQuery<T>(Expression<Func<IQueryable<T>, IQueryable<T>>> query)
{
    private static readonly object NoArguments = new();
    private readonly PreparedExpression _expression = new(query);

    /// <summary>The query over these rows.</summary>
    public IQueryable<T> Over(IQueryable<T> rows) => new PreparedRows<T>(_expression, rows, NoArguments);
}

/// <summary>A <see cref="PreparedQuery{T}"/> with arguments, which differ from use to use and stand in the expression as captured variables do.</summary>
/// <typeparam name="T">The rows' type.</typeparam>
/// <typeparam name="TArguments">One value, or a record of several.</typeparam>
public sealed class PreparedQuery<T, TArguments>(Expression<Func<IQueryable<T>, TArguments, IQueryable<T>>> query)
{
    private readonly PreparedExpression _expression = new(query);

    /// <summary>The query over these rows, with these arguments.</summary>
    public IQueryable<T> Over(IQueryable<T> rows, TArguments arguments) => new PreparedRows<T>(_expression, rows, new PreparedArguments<TArguments>(arguments));
}
