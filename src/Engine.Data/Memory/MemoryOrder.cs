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
            var result = (left, right) switch
            {
                (string a, string b) => string.CompareOrdinal(a, b),
                (Uri a, Uri b) => string.CompareOrdinal(a.ToString(), b.ToString()),
                _ => Comparer.Default.Compare(left, right),
            };
            if (result != 0) return descending ? -result : result;
        }
        return 0;
    }

    private static Func<T, object?> Compile(LambdaExpression key)
    {
        var item = Expression.Parameter(typeof(T), "x");
        // A member of null is null.
        var value = NullGuards.Before(key, item, Expression.Convert(ParameterReplacer.Replace(key, item), typeof(object)), Expression.Constant(null));
        return Expression.Lambda<Func<T, object?>>(value, item).Compile();
    }
}
