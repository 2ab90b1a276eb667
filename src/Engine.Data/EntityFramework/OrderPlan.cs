using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.Paging;
using GraphQLPlugins.Engine.Data.Running;

namespace GraphQLPlugins.Engine.Data.EntityFramework;

/// <summary>One order over one form of a resolver's query, with everything that was compiled for it.</summary>
internal sealed class OrderPlan<T>
{
    private const int Shapes = 256;

    public OrderPlan(IReadOnlyList<OrderKey> keys, bool isUnique, byte[]? secret)
    {
        Keys = keys;
        var writers = keys.Select(k => CursorKey.For(k.Type)).OfType<CursorKey>().ToArray();
        if (!isUnique || writers.Length < keys.Count) return;
        Cursor = new KeysetCursor(writers, typeof(T).FullName + "|" + string.Join(',', keys.Select(k => k.Words)), secret);
        if (keys.All(k => k.Path is { } path && !path.Contains('.'))) Readers = [.. keys.Select(Reader)];
    }

    /// <summary>The keys by priority.</summary>
    public IReadOnlyList<OrderKey> Keys { get; }

    /// <summary>Writes and reads cursors; null when the order cannot carry cursors of keys.</summary>
    public KeysetCursor? Cursor { get; }

    /// <summary>Read the keys of an item; null when the statement must give them beside the items.</summary>
    public Func<T, object?>[]? Readers { get; }

    /// <summary>Statements for rows by shape.</summary>
    public ShapeCache<RowQuery<T>> Queries { get; } = new(Shapes);

    /// <summary>The cursor of an item of a page.</summary>
    public string CursorAt(Rows<T> rows, int index)
    {
        if (Readers is null) return Cursor!.Write(rows.Keys![index]);
        var values = new object?[Readers.Length];
        for (var i = 0; i < values.Length; i++) values[i] = Readers[i](rows.Items[index]);
        return Cursor!.Write(values);
    }

    private static Func<T, object?> Reader(OrderKey key)
    {
        var item = Expression.Parameter(typeof(T), "x");
        var value = ParameterReplacer.Replace(key.Selector, item);
        return Expression.Lambda<Func<T, object?>>(Expression.Convert(value, typeof(object)), item).Compile();
    }
}
