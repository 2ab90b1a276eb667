using Microsoft.EntityFrameworkCore.Query;

namespace GraphQLPlugins.Engine.Data.EntityFramework;

/// <summary>A compiled statement that gives rows.</summary>
internal abstract class RowQuery<T>
{
    /// <summary>Reads all rows; with the order's keys beside them when the items don't carry those.</summary>
    public abstract Task<Rows<T>> ReadAsync(QueryContext context, int capacity);
}

/// <summary>The items of a statement, and their keys when the items don't carry them.</summary>
internal readonly record struct Rows<T>(List<T> Items, List<object?[]>? Keys);

/// <summary>Rows that are the items.</summary>
internal sealed class PlainRows<T>(Func<QueryContext, List<T>, Task> read) : RowQuery<T>
{
    public override async Task<Rows<T>> ReadAsync(QueryContext context, int capacity)
    {
        var items = new List<T>(capacity);
        await read(context, items).ConfigureAwait(false);
        return new Rows<T>(items, null);
    }
}

/// <summary>Rows of an item and its keys.</summary>
internal sealed class KeyedRows<T>(Func<QueryContext, List<KeyedRow<T>>, Task> read) : RowQuery<T>
{
    public override async Task<Rows<T>> ReadAsync(QueryContext context, int capacity)
    {
        var rows = new List<KeyedRow<T>>(capacity);
        await read(context, rows).ConfigureAwait(false);
        var items = new List<T>(rows.Count);
        var keys = new List<object?[]>(rows.Count);
        foreach (var row in rows)
        {
            items.Add(row.Item);
            keys.Add(row.Keys);
        }
        return new Rows<T>(items, keys);
    }
}

/// <summary>An item with the values of its order's keys.</summary>
internal sealed class KeyedRow<T>
{
    public T Item { get; set; } = default!;

    public object?[] Keys { get; set; } = [];
}
