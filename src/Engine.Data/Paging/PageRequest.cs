using GraphQLPlugins.Engine.Data.Running;
using GraphQLPlugins.Engine.Execution.Running;
using GraphQLPlugins.Engine.Resolvers;
using GraphQLPlugins.Engine.Types.Pagination;

namespace GraphQLPlugins.Engine.Data.Paging;

/// <summary>The page that a client asks for, checked and with defaults.</summary>
internal readonly record struct PageRequest(int? First, string? After, int? Last, string? Before)
{
    /// <summary>Whether the page is read from the end of the list.</summary>
    public bool IsBackward => First is null && Last is not null;

    /// <summary>Items to read, without the one that tells whether there are more.</summary>
    public int Size => First ?? Last!.Value;

    /// <summary>Reads the arguments, once for all objects whose field has the same ones. Errors: <see cref="GraphQLException"/> HC0051, HC0052, HC0079.</summary>
    public static PageRequest Read(IResolverContext context, PagingOptions options)
    {
        var arguments = (context as ResolverContext)?.Arguments;
        if (arguments?.Derived is PageRequest known) return known;
        var page = Check(context, options);
        if (arguments is not null) arguments.Derived = page;
        return page;
    }

    private static PageRequest Check(IResolverContext context, PagingOptions options)
    {
        var backward = options.AllowBackwardPagination == true;
        var first = context.ArgumentValue<int?>("first");
        var last = backward ? context.ArgumentValue<int?>("last") : null;
        var maximum = options.MaxPageSize!.Value;
        if (first is null && last is null)
        {
            if (options.RequirePagingBoundaries == true) throw DataErrors.NoBoundaries(context.Selection.Field.Coordinate, backward);
            first = options.DefaultPageSize;
        }
        Check(context, first, maximum);
        Check(context, last, maximum);
        return new PageRequest(first, context.ArgumentValue<string?>("after"), last, backward ? context.ArgumentValue<string?>("before") : null);
    }

    private static void Check(IResolverContext context, int? requested, int maximum)
    {
        if (requested < 0) throw DataErrors.TooFewItems(context.Selection.Field.Coordinate, requested.Value);
        if (requested > maximum) throw DataErrors.TooManyItems(context.Selection.Field.Coordinate, requested.Value, maximum);
    }
}
