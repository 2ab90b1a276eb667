using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.Paging;
using GraphQLPlugins.Engine.Data.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace GraphQLPlugins.Engine.Data.EntityFramework;

/// <summary>
/// An order that is the same in memory as in the database. The rows of each key of a batch come from an index in their order, but only a statement that sorts them all once more
/// may rely on it; to look at them here costs a comparison for each, where the database's sort costs a fourth of the statement.
/// </summary>
internal sealed class KnownOrder<T> : IComparer<T>
{
    private readonly Comparison<T>[] _keys;

    private KnownOrder(Comparison<T>[] keys) => _keys = keys;

    /// <summary>The order by these keys; null when the database might sort one of them otherwise.</summary>
    public static KnownOrder<T>? Of(IReadOnlyList<OrderKey> keys, IEntityType? entity, DatabaseFunctions functions, DbContext context)
    {
        var comparisons = new List<Comparison<T>>(keys.Count);
        foreach (var key in keys)
        {
            if (key.Path is not { } path || entity?.FindProperty(path) is not { } property || !functions.SortsAsMemory(property, context)) return null;
            var make = typeof(KnownOrder<T>).GetMethod(nameof(ComparisonOf), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!;
            comparisons.Add((Comparison<T>)make.MakeGenericMethod(key.Type).Invoke(null, [key])!);
        }
        return new KnownOrder<T>([.. comparisons]);
    }

    public int Compare(T? x, T? y)
    {
        foreach (var key in _keys)
        {
            var result = key(x!, y!);
            if (result != 0) return result;
        }
        return 0;
    }

    /// <summary>Sorts items unless they are sorted.</summary>
    /// <param name="items">The items.</param>
    /// <param name="reversed">Whether they shall be in the opposite order.</param>
    public void Ensure(List<T> items, bool reversed)
    {
        for (var i = 1; i < items.Count; i++)
        {
            var result = Compare(items[i - 1], items[i]);
            if (reversed ? result >= 0 : result <= 0) continue;
            items.Sort(this);
            if (reversed) items.Reverse();
            return;
        }
    }

    private static Comparison<T> ComparisonOf<TKey>(OrderKey key)
    {
        var item = Expression.Parameter(typeof(T), "x");
        var read = Expression.Lambda<Func<T, TKey>>(ParameterReplacer.Replace(key.Selector, item), item).Compile();
        var sign = key.Descending ? -1 : 1;
        return (x, y) => sign * CompareKeys(read(x), read(y));
    }

    /// <summary>Null is the largest, and texts compare by their characters' numbers, as PostgreSQL has them.</summary>
    private static int CompareKeys<TKey>(TKey left, TKey right)
    {
        if (left is null || right is null) return left is null ? right is null ? 0 : 1 : -1;
        return left is string a && right is string b ? CompareTexts(a, b) : Math.Sign(Comparer<TKey>.Default.Compare(left, right));
    }

    // The halves of a character beyond U+FFFF have smaller numbers than some characters before it.
    private static int CompareTexts(string left, string right)
    {
        var same = left.AsSpan().CommonPrefixLength(right);
        if (same == left.Length || same == right.Length) return left.Length.CompareTo(right.Length);
        var (a, b) = (left[same], right[same]);
        return char.IsSurrogate(a) == char.IsSurrogate(b) ? a < b ? -1 : 1 : char.IsSurrogate(a) ? 1 : -1;
    }
}
