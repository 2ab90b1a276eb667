using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace GraphQLPlugins.Engine.Data.EntityFramework;

/// <summary>
/// The keys that a query asks for by <c>Where(x => keys.Contains(x.Key))</c>. A batch starts from them, so that it reads no more than the first rows of each; to look
/// in the rows for the keys that there are means to read all of them.
/// </summary>
/// <param name="Keys">The list of keys.</param>
/// <param name="Rows">The query without the condition.</param>
internal sealed record NamedKeys(QueryParameterExpression Keys, Expression Rows)
{
    /// <summary>The keys of a query; null when it does not name them.</summary>
    public static NamedKeys? Find<TKey>(Expression query, LambdaExpression keySelector)
    {
        if (query is not MethodCallExpression { Object: null, Arguments: [var inner, ..] } call || !typeof(IQueryable).IsAssignableFrom(inner.Type)) return null;
        var condition = ConditionOf(call);
        if (condition is not null && KeysOf<TKey>(condition, keySelector) is { } keys) return new NamedKeys(keys, inner);
        // Only what keeps the rows as they are may stand between.
        var isTransparent = condition is not null || (call.Method.DeclaringType == typeof(EntityFrameworkQueryableExtensions) && call.Method.Name is
            nameof(EntityFrameworkQueryableExtensions.AsNoTracking) or nameof(EntityFrameworkQueryableExtensions.AsTracking) or nameof(EntityFrameworkQueryableExtensions.TagWith));
        return isTransparent && Find<TKey>(inner, keySelector) is { } found ? found with { Rows = call.Update(null, [found.Rows, .. call.Arguments.Skip(1)]) } : null;
    }

    /// <summary>The keys as a query, each once.</summary>
    /// <param name="root">All rows: none of them are read, but EF Core knows the type of a column only by a column.</param>
    /// <param name="keySelector">The key of a row.</param>
    public Expression Query<T, TKey>(Expression root, Expression<Func<T, TKey>> keySelector)
    {
        var none = Expression.Lambda<Func<T, bool>>(Expression.Constant(false), Expression.Parameter(typeof(T), "x"));
        var typed = Expression.Call(typeof(Queryable), nameof(Queryable.Where), [typeof(T)], root, Expression.Quote(none));
        typed = Expression.Call(typeof(Queryable), nameof(Queryable.Select), [typeof(T), typeof(TKey)], typed, Expression.Quote(keySelector));
        return Expression.Call(typeof(Queryable), nameof(Queryable.Union), [typeof(TKey)], typed, Keys);
    }

    private static LambdaExpression? ConditionOf(MethodCallExpression call) =>
        call.Method.DeclaringType == typeof(Queryable) && call.Method.Name == nameof(Queryable.Where) && call.Arguments[1] is UnaryExpression { Operand: LambdaExpression { Parameters.Count: 1 } condition }
            ? condition : null;

    private static QueryParameterExpression? KeysOf<TKey>(LambdaExpression condition, LambdaExpression keySelector)
    {
        if (condition.Body is not MethodCallExpression { Method.Name: nameof(Enumerable.Contains) } contains) return null;
        var (values, item) = contains switch
        {
            { Object: { } collection, Arguments: [var one] } => (collection, one),
            { Object: null, Arguments: [var collection, var one] } => (collection, one),
            _ => (null, null),
        };
        // An array is searched as a span.
        if (values is MethodCallExpression { Method.Name: "op_Implicit", Arguments: [var array] }) values = array;
        return values is QueryParameterExpression keys && typeof(IEnumerable<TKey>).IsAssignableFrom(keys.Type)
            && ExpressionEqualityComparer.Instance.Equals(item, ParameterReplacer.Replace(keySelector, condition.Parameters[0])) ? keys : null;
    }
}
