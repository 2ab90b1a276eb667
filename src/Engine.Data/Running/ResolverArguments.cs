using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.Fields;
using GraphQLPlugins.Engine.Data.Filtering;
using GraphQLPlugins.Engine.Data.Paging;
using GraphQLPlugins.Engine.Data.Projections;
using GraphQLPlugins.Engine.Data.Registration;
using GraphQLPlugins.Engine.Data.Sorting;
using GraphQLPlugins.Engine.DataLoading.Data;
using GraphQLPlugins.Engine.Resolvers;
using GraphQLPlugins.Engine.Types.Pagination;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Data.Running;

/// <summary>What resolvers get that page, filter and sort themselves.</summary>
internal static class ResolverArguments
{
    /// <summary>The page that is asked for. Errors: <see cref="GraphQLException"/> for wrong sizes.</summary>
    public static PagingArguments Paging(IResolverContext context)
    {
        if (context.Selection.Field.Features.Get<DataField>()?.Paging is not { } options) return new PagingArguments(PagingDefaults.DefaultPageSize);
        var page = PageRequest.Read(context, options);
        var parts = context.Selection.GetOrAddFeature(static s => new SelectedParts(s));
        return new PagingArguments(page.First, page.After, page.Last, page.Before, parts.Count(context.Variables))
        {
            CursorKind = options.CursorKind!.Value, CursorSecret = options.CursorSecret,
        };
    }

    /// <summary>The filter and the order that are asked for. What is selected is left to the statement that is made in the end.</summary>
    public static QueryContext<T> Query<T>(IResolverContext context)
    {
        if (context.Selection.Field.Features.Get<DataField>() is not { } data) return QueryContext<T>.Empty;
        var setup = ((Schema)context.Schema).Features.Get<DataSetup>()!;
        var predicate = data.Has(DataMiddleware.Filtering) ? Predicate<T>(context.ArgumentValue<InputObjectValue?>("where"), setup.Limits) : null;
        var sorting = data.Has(DataMiddleware.Sorting) ? Sorting<T>(context.ArgumentValue<IReadOnlyList<object?>?>("order"), setup.Limits) : null;
        return predicate is null && sorting is null ? QueryContext<T>.Empty : new QueryContext<T>(null, predicate, sorting);
    }

    private static Expression<Func<T, bool>>? Predicate<T>(InputObjectValue? where, DataLimits limits)
    {
        if (where is null) return null;
        var shape = new ShapeWriter(stackalloc char[256], limits);
        FilterReader.Read(ref shape, where, typeof(T));
        shape.Dispose();
        var item = Expression.Parameter(typeof(T), "x");
        // Where the query runs is not known yet: With translates what databases say otherwise. The array makes the values parameters of EF Core.
        var parameters = new ArrayParameters(Expression.Constant(shape.Values.ToArray()), inMemory: false);
        var predicate = new FilterExpressions(parameters, MemoryFunctions.Instance).Build(where, item);
        return predicate is null ? null : Expression.Lambda<Func<T, bool>>(predicate, item);
    }

    private static SortDefinition<T>? Sorting<T>(IReadOnlyList<object?>? order, DataLimits limits)
    {
        if (order is null or { Count: 0 }) return null;
        var shape = new ShapeWriter(stackalloc char[128], limits);
        SortReader.Read(ref shape, order);
        shape.Dispose();
        return new SortDefinition<T>(SortReader.Keys(order).Select(k => (ISortBy<T>)new SortKey<T>(k.Key, !k.Descending)));
    }
}
