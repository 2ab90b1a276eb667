using GraphQLPlugins.Engine.Data.Running;
using GraphQLPlugins.Engine.Resolvers;
using GraphQLPlugins.Engine.Types.Pagination;

namespace GraphQLPlugins.Engine.Data.Paging;

/// <summary>The segment that a client asks for, checked and with defaults.</summary>
internal static class OffsetRequest
{
    /// <summary>Reads the arguments. Errors: <see cref="GraphQLException"/> HC0051, HC0052, HC0079.</summary>
    public static (int Skip, int Take) Read(IResolverContext context, PagingOptions options)
    {
        var coordinate = context.Selection.Field.Coordinate;
        var skip = context.ArgumentValue<int?>("skip") ?? 0;
        var take = context.ArgumentValue<int?>("take");
        if (skip < 0) throw DataErrors.Negative(coordinate, "skip", skip);
        if (take is null && options.RequirePagingBoundaries == true) throw DataErrors.NoTake(coordinate);
        if (take < 0) throw DataErrors.Negative(coordinate, "take", take.Value);
        if (take > options.MaxPageSize) throw DataErrors.TooManyItems(coordinate, take.Value, options.MaxPageSize.Value);
        return (skip, take ?? options.DefaultPageSize!.Value);
    }
}
