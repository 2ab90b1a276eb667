using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using GraphQLPlugins.Engine.Data.Paging;
using GraphQLPlugins.Engine.Data.Running;
using GraphQLPlugins.Engine.Data.Templates;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Engine.Data.EntityFramework;

/// <summary>One order over one form of a resolver's query, with everything that was compiled for it.</summary>
internal sealed class OrderPlan<T>
{
    private readonly IReadOnlyList<(LambdaExpression Key, bool Descending)> _given;
    private readonly CursorFormat _format;
    private StrongBox<KnownOrder<T>?>? _known;

    /// <param name="given">The keys that the order was asked for by.</param>
    /// <param name="keys">The complete order.</param>
    /// <param name="isUnique">Whether no two items stand at one place.</param>
    /// <param name="format">How cursors are written.</param>
    public OrderPlan(IReadOnlyList<(LambdaExpression Key, bool Descending)> given, IReadOnlyList<OrderKey> keys, bool isUnique, CursorFormat format)
    {
        _given = given;
        _format = format;
        Keys = keys;
        var writers = keys.Select(k => CursorKey.For(k.Type, k.IsNullable)).OfType<CursorKey>().ToArray();
        if (!isUnique || writers.Length < keys.Count) return;
        Cursor = format.Make(writers, typeof(T).FullName + "|" + string.Join(',', keys.Select(k => k.Words)));
        if (keys.All(k => k.Path is { } path && !path.Contains('.'))) Readers = [.. keys.Select(Reader)];
    }

    /// <summary>The keys by priority.</summary>
    public IReadOnlyList<OrderKey> Keys { get; }

    /// <summary>Writes and reads cursors; null when the order cannot carry cursors of keys.</summary>
    public ICursorFormatter? Cursor { get; }

    /// <summary>Read the keys of an item; null when the statement must give them beside the items.</summary>
    public Func<T, object?>[]? Readers { get; }

    /// <summary>Statements for rows by shape.</summary>
    public ShapeCache<RowQuery<T>> Queries { get; } = new();

    /// <summary>Statements for pages of many keys, by shape.</summary>
    public ShapeCache<BatchStatement> Batches { get; } = new();

    /// <summary>Whether the order was asked for by these keys, with cursors of this format. Keys of an input are the same objects each time; others are compared.</summary>
    public bool IsFor(IReadOnlyList<(LambdaExpression Key, bool Descending)> keys, CursorFormat format)
    {
        if (keys.Count != _given.Count || format != _format) return false;
        for (var i = 0; i < keys.Count; i++)
        {
            if (keys[i].Descending != _given[i].Descending) return false;
            if (!ReferenceEquals(keys[i].Key, _given[i].Key) && !new TemplateMatch([], 0).Matches(_given[i].Key, keys[i].Key)) return false;
        }
        return true;
    }

    /// <summary>The order in memory; null when only the database knows it.</summary>
    public KnownOrder<T>? InMemory(SourcePlan<T> source, DbContext context) =>
        (_known ??= new StrongBox<KnownOrder<T>?>(Readers is null ? null : KnownOrder<T>.Of(Keys, source.Entity, source.Functions, context))).Value;

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
