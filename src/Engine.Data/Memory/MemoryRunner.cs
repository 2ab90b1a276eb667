using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.Filtering;
using GraphQLPlugins.Engine.Data.Registration;
using GraphQLPlugins.Engine.Data.Running;
using GraphQLPlugins.Engine.Data.Sorting;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Data.Memory;

/// <summary>Filters and sorts in memory by delegates that are compiled once for a shape.</summary>
internal sealed class MemoryRunner<T>(DataSetup setup)
{
    private const int StackShape = 512;
    private readonly ShapeCache<Func<T, object?[], bool>> _filters = new();
    private readonly ShapeCache<IComparer<T>> _orders = new();

    /// <summary>The items that pass the filter, in the client's order; without one, in their own.</summary>
    public List<T> Run(IEnumerable<T> source, InputObjectValue? where, IReadOnlyList<object?>? order)
    {
        var shape = new ShapeWriter(stackalloc char[StackShape], setup.Limits);
        try
        {
            var comparer = order is null ? null : Comparer(ref shape, order);
            if (where is null) return Sort(source, comparer);
            shape.Truncate(0);
            FilterReader.Read(ref shape, where, typeof(T));
            if (!_filters.TryGet(shape.Shape, out var filter)) filter = _filters.GetOrAdd(shape.Shape, () => Compile(where));
            return Sort(Filter(source, filter, [.. shape.Values]), comparer);
        }
        finally
        {
            shape.Dispose();
        }
    }

    private IComparer<T> Comparer(ref ShapeWriter shape, IReadOnlyList<object?> order)
    {
        SortReader.Read(ref shape, order);
        return _orders.TryGet(shape.Shape, out var comparer) ? comparer : _orders.GetOrAdd(shape.Shape, () => MemoryOrder<T>.Of(SortReader.Keys(order)));
    }

    private static List<T> Sort(IEnumerable<T> source, IComparer<T>? comparer) => comparer is null ? [.. source] : [.. source.Order(comparer)];

    private static List<T> Filter(IEnumerable<T> source, Func<T, object?[], bool> filter, object?[] values)
    {
        var items = new List<T>();
        foreach (var item in source)
        {
            if (filter(item, values)) items.Add(item);
        }
        return items;
    }

    private static Func<T, object?[], bool> Compile(InputObjectValue where)
    {
        DataCounters.CountBuilt();
        var item = Expression.Parameter(typeof(T), "x");
        var values = Expression.Parameter(typeof(object?[]), "values");
        var predicate = new FilterExpressions(new ArrayParameters(values, inMemory: true), MemoryFunctions.Instance).Build(where, item);
        return Expression.Lambda<Func<T, object?[], bool>>(predicate ?? Expression.Constant(true), item, values).Compile();
    }
}
