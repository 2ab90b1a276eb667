using System.Linq.Expressions;
using System.Reflection;
using GraphQLPlugins.Engine.Data.Filtering;
using GraphQLPlugins.Engine.Data.Paging;
using GraphQLPlugins.Engine.Data.Running;
using GraphQLPlugins.Engine.TypeSystem;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Engine.Data.EntityFramework;

/// <summary>Which rows of an order a statement reads.</summary>
/// <param name="After">For each key whether the cursor to start after has a value; null without such a cursor.</param>
/// <param name="Before">For each key whether the cursor to stop before has a value; null without such a cursor.</param>
/// <param name="IsBackward">Whether the order is reversed.</param>
/// <param name="Skips">Whether rows are skipped by number.</param>
/// <param name="Take">At most so many rows; null: all.</param>
/// <param name="HasCursors">Whether cursors of its rows may be written.</param>
internal readonly record struct Window(
    bool[]? After = null, bool[]? Before = null, bool IsBackward = false, bool Skips = false, int? Take = null, bool HasCursors = false)
{
    /// <summary>
    /// Whether the number is written into the statement. A database that does not know it plans each execution anew, which costs as much as reading twenty rows;
    /// so the usual page sizes (and one more, to see whether there are more) have statements of their own.
    /// </summary>
    public bool IsTakeWritten => Take is 1 or 2 or 3 or 5 or 6 or 10 or 11 or 20 or 21 or 25 or 26 or 50 or 51 or 100 or 101;
}

/// <summary>Builds the expression of a statement, once for a shape.</summary>
internal sealed class QueryBuilder<T>(SourcePlan<T> source, Expression query, QueryParameters parameters)
{
    /// <summary>All rows that pass the filter.</summary>
    public Expression Filtered(InputObjectValue? where) => Filtered(query, where);

    /// <summary>The number of rows that pass the filter.</summary>
    public Expression Count(InputObjectValue? where) => Expression.Call(typeof(Queryable), nameof(Queryable.Count), [typeof(T)], Filtered(where));

    /// <summary>The rows of a window, and the type of each.</summary>
    public (Expression Query, Type Row) Rows(InputObjectValue? where, OrderPlan<T> order, Window window)
    {
        var rows = Filtered(where);
        rows = Bound(rows, order, window.After, after: true, source.Functions.RowComparison);
        rows = Bound(rows, order, window.Before, after: false, source.Functions.RowComparison);
        rows = Sort(rows, order.Keys, window.IsBackward);
        if (window.Skips) rows = Call(nameof(Queryable.Skip), rows, parameters.Next(typeof(int)));
        if (window.Take is not null) rows = Call(nameof(Queryable.Take), rows, Take(window));
        return Select(rows, order, window);
    }

    /// <summary>The first rows of a window for each key. Sorted: key by key, and the rows of each in their order.</summary>
    public Expression Batch<TKey>(InputObjectValue? where, OrderPlan<T> order, Window window, Expression<Func<T, TKey>> keySelector, bool sorts)
    {
        var named = source.Entity is null ? null : NamedKeys.Find<TKey>(query, keySelector);
        // EF Core loses the types of tuples here.
        var rows = Bound(Bound(Filtered(named?.Rows ?? query, where), order, window.After, after: true, compareRows: null), order, window.Before, after: false, compareRows: null);
        var keys = named?.Query(source.Order.Root, keySelector) ?? KeysOf(rows, keySelector);
        var key = Expression.Parameter(typeof(TKey), "k");
        var item = Expression.Parameter(typeof(T), "x");
        var first = Sort(Where(rows, Expression.Equal(ParameterReplacer.Replace(keySelector, item), key), item), order.Keys, window.IsBackward);
        // None are skipped after the take, or EF Core would number the rows of all keys for a join and so read them all; this way each key's first rows come from an index.
        first = Call(nameof(Queryable.Skip), Call(nameof(Queryable.Take), first, Take(window)), Expression.Constant(0));
        var row = Expression.Parameter(typeof(BatchRow<TKey, T>), "r");
        Expression pairs = Expression.Call(
            typeof(Queryable), nameof(Queryable.SelectMany), [typeof(TKey), typeof(T), row.Type], keys,
            Expression.Quote(Expression.Lambda<Func<TKey, IEnumerable<T>>>(first, key)), Expression.Quote(Expression.Lambda(BatchRow(key, item), key, item)));
        var (keyOf, itemOf) = (Expression.Property(row, nameof(BatchRow<TKey, T>.Key)), Expression.Property(row, nameof(BatchRow<TKey, T>.Item)));
        if (sorts)
        {
            pairs = Expression.Call(typeof(Queryable), nameof(Queryable.OrderBy), [row.Type, typeof(TKey)], pairs, Expression.Quote(Expression.Lambda(keyOf, row)));
            foreach (var by in order.Keys)
            {
                var method = by.Descending != window.IsBackward ? nameof(Queryable.ThenByDescending) : nameof(Queryable.ThenBy);
                pairs = Expression.Call(typeof(Queryable), method, [row.Type, by.Type], pairs, Expression.Quote(Expression.Lambda(ParameterReplacer.Replace(by.Selector, itemOf), row)));
            }
        }
        var projection = source.Projection(order, window.HasCursors);
        if (projection is null && order.Readers is not null) return pairs;
        var keysOf = order.Readers is null ? KeysOf(order, itemOf) : null;
        var projected = Expression.Lambda(BatchRow(keyOf, projection is null ? itemOf : ParameterReplacer.Replace(projection, itemOf), keysOf), row);
        return Expression.Call(typeof(Queryable), nameof(Queryable.Select), [row.Type, row.Type], pairs, Expression.Quote(projected));

        static Expression BatchRow(Expression key, Expression item, Expression? keys = null)
        {
            List<MemberBinding> bindings = [Bind(nameof(BatchRow<TKey, T>.Key), key), Bind(nameof(BatchRow<TKey, T>.Item), item)];
            if (keys is not null) bindings.Add(Bind(nameof(BatchRow<TKey, T>.Keys), keys));
            return Expression.MemberInit(Expression.New(typeof(BatchRow<TKey, T>)), bindings);
        }

        static MemberBinding Bind(string member, Expression value) => Expression.Bind(typeof(BatchRow<TKey, T>).GetProperty(member)!, value);
    }

    /// <summary>The number of rows that pass the filter for each key.</summary>
    public Expression BatchCounts<TKey>(InputObjectValue? where, Expression<Func<T, TKey>> keySelector)
    {
        var group = Expression.Parameter(typeof(IGrouping<TKey, T>), "g");
        var row = Expression.MemberInit(
            Expression.New(typeof(BatchCount<TKey>)),
            Expression.Bind(typeof(BatchCount<TKey>).GetProperty(nameof(BatchCount<TKey>.Key))!, Expression.Property(group, nameof(IGrouping<TKey, T>.Key))),
            Expression.Bind(typeof(BatchCount<TKey>).GetProperty(nameof(BatchCount<TKey>.Count))!, Expression.Call(typeof(Enumerable), nameof(Enumerable.Count), [typeof(T)], group)));
        return Grouped(Filtered(where), keySelector, group, row);
    }

    private static Expression Grouped<TKey>(Expression rows, Expression<Func<T, TKey>> keySelector, ParameterExpression group, Expression row)
    {
        var groups = Expression.Call(typeof(Queryable), nameof(Queryable.GroupBy), [typeof(T), typeof(TKey)], rows, Expression.Quote(keySelector));
        return Expression.Call(typeof(Queryable), nameof(Queryable.Select), [group.Type, row.Type], groups, Expression.Quote(Expression.Lambda(row, group)));
    }

    /// <summary>The values of an order's keys.</summary>
    private static NewArrayExpression KeysOf(OrderPlan<T> order, Expression item) =>
        Expression.NewArrayInit(typeof(object), order.Keys.Select(k => Expression.Convert(ParameterReplacer.Replace(k.Selector, item), typeof(object))));

    private static MethodCallExpression KeysOf<TKey>(Expression rows, Expression<Func<T, TKey>> keySelector)
    {
        var keys = Expression.Call(typeof(Queryable), nameof(Queryable.Select), [typeof(T), typeof(TKey)], rows, Expression.Quote(keySelector));
        return Expression.Call(typeof(Queryable), nameof(Queryable.Distinct), [typeof(TKey)], keys);
    }

    private Expression Filtered(Expression rows, InputObjectValue? where)
    {
        if (where is null) return rows;
        var item = Expression.Parameter(typeof(T), "x");
        var predicate = new FilterExpressions(parameters, source.Functions).Build(where, item);
        return predicate is null ? rows : Where(rows, predicate, item);
    }

    private Expression Take(Window window) => window.IsTakeWritten ? Expression.Constant(window.Take!.Value) : parameters.Next(typeof(int));

    private Expression Bound(Expression rows, OrderPlan<T> order, bool[]? values, bool after, Func<Expression[], Expression[], bool, Expression?>? compareRows)
    {
        if (values is null) return rows;
        var cursor = new Expression?[values.Length];
        for (var i = 0; i < values.Length; i++) cursor[i] = values[i] ? parameters.Next(order.Keys[i].Type) : null;
        var item = Expression.Parameter(typeof(T), "x");
        return Where(rows, KeysetPredicate.Build(order.Keys, item, cursor, after, source.Functions.NullsAreLargest, compareRows), item);
    }

    private static Expression Sort(Expression rows, IReadOnlyList<OrderKey> keys, bool reversed)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            var method = (i == 0, keys[i].Descending != reversed) switch
            {
                (true, false) => nameof(Queryable.OrderBy),
                (true, true) => nameof(Queryable.OrderByDescending),
                (false, false) => nameof(Queryable.ThenBy),
                (false, true) => nameof(Queryable.ThenByDescending),
            };
            var item = Expression.Parameter(typeof(T), "x");
            var key = Expression.Lambda(ParameterReplacer.Replace(keys[i].Selector, item), item);
            rows = Expression.Call(typeof(Queryable), method, [typeof(T), key.ReturnType], rows, Expression.Quote(key));
        }
        return rows;
    }

    private (Expression, Type) Select(Expression rows, OrderPlan<T> order, Window window)
    {
        var projection = source.Projection(order, window.HasCursors);
        if (projection is null)
        {
            foreach (var path in source.Includes()) rows = Include(rows, path);
        }
        var needsKeys = window.HasCursors && order.Cursor is not null && order.Readers is null;
        if (!needsKeys) return projection is null ? (rows, typeof(T)) : (Select(rows, projection, typeof(T)), typeof(T));

        var item = projection?.Parameters[0] ?? Expression.Parameter(typeof(T), "x");
        var keys = KeysOf(order, item);
        var row = Expression.MemberInit(
            Expression.New(typeof(KeyedRow<T>)),
            Expression.Bind(typeof(KeyedRow<T>).GetProperty(nameof(KeyedRow<T>.Item))!, projection?.Body ?? item),
            Expression.Bind(typeof(KeyedRow<T>).GetProperty(nameof(KeyedRow<T>.Keys))!, keys));
        return (Select(rows, Expression.Lambda(row, item), typeof(KeyedRow<T>)), typeof(KeyedRow<T>));
    }

    private static MethodCallExpression Where(Expression rows, Expression predicate, ParameterExpression item) =>
        Expression.Call(typeof(Queryable), nameof(Queryable.Where), [typeof(T)], rows, Expression.Quote(Expression.Lambda<Func<T, bool>>(predicate, item)));

    private static MethodCallExpression Select(Expression rows, LambdaExpression projection, Type result) =>
        Expression.Call(typeof(Queryable), nameof(Queryable.Select), [typeof(T), result], rows, Expression.Quote(projection));

    private static MethodCallExpression Call(string method, Expression rows, Expression count) => Expression.Call(typeof(Queryable), method, [typeof(T)], rows, count);

    private static MethodCallExpression Include(Expression rows, string path)
    {
        var include = typeof(EntityFrameworkQueryableExtensions).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Single(m => m.Name == nameof(EntityFrameworkQueryableExtensions.Include) && m.GetParameters()[^1].ParameterType == typeof(string));
        return Expression.Call(include.MakeGenericMethod(typeof(T)), rows, Expression.Constant(path));
    }
}
