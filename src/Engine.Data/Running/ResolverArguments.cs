using GraphQLPlugins.Engine.Data.Fields;
using GraphQLPlugins.Engine.Data.Paging;
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
        var selection = context.Selection.GetOrAddFeature(static s => new PageSelection(s));
        return new PagingArguments(page.First, page.After, page.Last, page.Before, selection.Parts.Count(context.Variables))
        {
            Cursors = new CursorFormat(options.CursorKind!.Value, options.CursorSecret),
            Selection = selection,
            Limits = ((Schema)context.Schema).Features.Get<DataSetup>()!.Limits,
        };
    }

    /// <summary>The filter and the order that are asked for. What is selected is left to the statement that is made in the end.</summary>
    public static QueryContext<T> Query<T>(IResolverContext context)
    {
        if (context.Selection.Field.Features.Get<DataField>() is not { } data) return QueryContext<T>.Empty;
        var limits = ((Schema)context.Schema).Features.Get<DataSetup>()!.Limits;
        var where = data.Has(DataMiddleware.Filtering) ? context.ArgumentValue<InputObjectValue?>("where") : null;
        var order = data.Has(DataMiddleware.Sorting) ? context.ArgumentValue<IReadOnlyList<object?>?>("order") : null;
        if (where is null && order is null or { Count: 0 }) return QueryContext<T>.Empty;
        // Bounds and nulls are checked here, so that a wrong filter is the client's error whatever the resolver does with it.
        var filter = where is null ? null : new ClientFilter(where, limits);
        filter?.Check<T>();
        return new QueryContext<T>(filter, Sorting<T>(order, limits));
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
