using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.EntityFramework;

namespace GraphQLPlugins.Engine.DataLoading.Data;

/// <summary>Applies query contexts and orders to queries.</summary>
public static class QueryContextExtensions
{
    /// <summary>Filters, sorts and selects as the client wants it.</summary>
    /// <param name="queryable">The query.</param>
    /// <param name="queryContext">What the client wants.</param>
    /// <param name="modifySort">Completes the client's order, e.g. with a default and a unique key.</param>
    public static IQueryable<T> With<T>(
        this IQueryable<T> queryable, QueryContext<T> queryContext, Func<SortDefinition<T>, SortDefinition<T>>? modifySort = null)
    {
        var sorting = queryContext.Sorting ?? SortDefinition<T>.Empty;
        if (modifySort is not null) sorting = modifySort(sorting);
        if (queryContext.Filter is null && queryContext.Predicate is { } predicate) queryable = queryable.Where(FunctionTranslator.Translate(queryable, predicate));
        if (EntityQuery.CompilerOf(queryable) is not null)
        {
            queryable = new ClientQuery<T>(queryable, queryContext.Filter, sorting);
        }
        else
        {
            if (queryContext.Filter?.ToPredicate<T>() is { } filter) queryable = queryable.Where(filter);
            if (sorting.Operations.Length > 0) queryable = queryable.OrderBy(sorting);
        }
        return queryContext.Selector is { } selector ? queryable.Select(selector) : queryable;
    }

    /// <summary>Sorts by the keys of an order, replacing an order that is there.</summary>
    public static IOrderedQueryable<T> OrderBy<T>(this IQueryable<T> queryable, SortDefinition<T> sortDefinition) => Sort(queryable, sortDefinition, first: true);

    /// <summary>Sorts by the keys of an order after those that are there.</summary>
    public static IOrderedQueryable<T> ThenBy<T>(this IOrderedQueryable<T> queryable, SortDefinition<T> sortDefinition) => Sort(queryable, sortDefinition, first: false);

    private static IOrderedQueryable<T> Sort<T>(IQueryable<T> queryable, SortDefinition<T> sortDefinition, bool first)
    {
        if (sortDefinition.Operations.Length == 0) throw new ArgumentException("The order has no keys.", nameof(sortDefinition));
        var expression = queryable.Expression;
        foreach (var key in sortDefinition.Operations)
        {
            var method = (first, key.Ascending) switch
            {
                (true, true) => nameof(Queryable.OrderBy),
                (true, false) => nameof(Queryable.OrderByDescending),
                (false, true) => nameof(Queryable.ThenBy),
                (false, false) => nameof(Queryable.ThenByDescending),
            };
            expression = Expression.Call(typeof(Queryable), method, [typeof(T), key.KeySelector.ReturnType], expression, Expression.Quote(key.KeySelector));
            first = false;
        }
        return (IOrderedQueryable<T>)queryable.Provider.CreateQuery<T>(expression);
    }
}
