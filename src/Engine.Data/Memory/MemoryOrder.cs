using System.Collections;
using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.Running;

namespace GraphQLPlugins.Engine.Data.Memory;

/// <summary>An order in memory. Null comes first; texts compare by their characters' numbers.</summary>
internal sealed class MemoryOrder<T> : IComparer<T>
{
    private readonly (Func<T, object?> Read, bool Descending)[] _keys;

    private MemoryOrder((Func<T, object?>, bool)[] keys) => _keys = keys;

    public static MemoryOrder<T> Of(IEnumerable<(LambdaExpression Key, bool Descending)> keys)
    {
        DataCounters.CountBuilt();
        return new MemoryOrder<T>([.. keys.Select(k => (Compile(k.Key), k.Descending))]);
    }

    public int Compare(T? x, T? y)
    {
        foreach (var (read, descending) in _keys)
        {
            var (left, right) = (read(x!), read(y!));
            var result = left is string a && right is string b ? string.CompareOrdinal(a, b) : Comparer.Default.Compare(left, right);
            if (result != 0) return descending ? -result : result;
        }
        return 0;
    }

    private static Func<T, object?> Compile(LambdaExpression key)
    {
        var item = Expression.Parameter(typeof(T), "x");
        var value = NullSafe(ParameterReplacer.Replace(key, item));
        return Expression.Lambda<Func<T, object?>>(Expression.Convert(value, typeof(object)), item).Compile();
    }

    /// <summary>A member of null is null.</summary>
    private static Expression NullSafe(Expression value)
    {
        if (value is not MemberExpression { Expression: { } inner } member || inner is ParameterExpression || inner.Type.IsValueType) return value;
        var type = value.Type.IsValueType && Nullable.GetUnderlyingType(value.Type) is null ? typeof(Nullable<>).MakeGenericType(value.Type) : value.Type;
        var safe = NullSafe(inner);
        return Expression.Condition(
            Expression.Equal(safe, Expression.Constant(null, safe.Type)), Expression.Constant(null, type), Expression.Convert(member.Update(safe), type));
    }
}
