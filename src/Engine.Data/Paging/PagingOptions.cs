namespace GraphQLPlugins.Engine.Types.Pagination;

/// <summary>How a field is paged. What is null on a field comes from the schema's options, and then from <see cref="PagingDefaults"/>.</summary>
public class PagingOptions
{
    /// <summary>Items of a page when the client says nothing; at most <see cref="MaxPageSize"/>.</summary>
    public int? DefaultPageSize { get; set; }

    /// <summary>Items of a page at most.</summary>
    public int? MaxPageSize { get; set; }

    /// <summary>Whether the connection has <c>totalCount</c>. It is counted only when selected.</summary>
    public bool? IncludeTotalCount { get; set; }

    /// <summary>Whether there are <c>last</c> and <c>before</c>.</summary>
    public bool? AllowBackwardPagination { get; set; }

    /// <summary>Whether the client must say how many items it wants.</summary>
    public bool? RequirePagingBoundaries { get; set; }

    /// <summary>Whether the connection is named after the field; else after the node type.</summary>
    public bool? InferConnectionNameFromField { get; set; }

    /// <summary>Whether the segment is named after the field; else after the item type.</summary>
    public bool? InferCollectionSegmentNameFromField { get; set; }

    /// <summary>Whether the connection has <c>nodes</c>.</summary>
    public bool? IncludeNodesField { get; set; }

    /// <summary>Whether <c>PageInfo</c> offers cursors of pages further away.</summary>
    public bool? EnableRelativeCursors { get; set; }

    /// <summary>The provider that pages the field; null takes the default one.</summary>
    public string? ProviderName { get; set; }

    /// <summary>What cursors stand for.</summary>
    public CursorKind? CursorKind { get; set; }

    /// <summary>The key that signs cursors, so that clients cannot make their own; null only guards against damage.</summary>
    public byte[]? CursorSecret { get; set; }

    /// <summary>A copy in which what is null here comes from <paramref name="other"/>.</summary>
    public PagingOptions MergedWith(PagingOptions other) => new()
    {
        DefaultPageSize = DefaultPageSize ?? other.DefaultPageSize,
        MaxPageSize = MaxPageSize ?? other.MaxPageSize,
        IncludeTotalCount = IncludeTotalCount ?? other.IncludeTotalCount,
        AllowBackwardPagination = AllowBackwardPagination ?? other.AllowBackwardPagination,
        RequirePagingBoundaries = RequirePagingBoundaries ?? other.RequirePagingBoundaries,
        InferConnectionNameFromField = InferConnectionNameFromField ?? other.InferConnectionNameFromField,
        InferCollectionSegmentNameFromField = InferCollectionSegmentNameFromField ?? other.InferCollectionSegmentNameFromField,
        IncludeNodesField = IncludeNodesField ?? other.IncludeNodesField,
        EnableRelativeCursors = EnableRelativeCursors ?? other.EnableRelativeCursors,
        ProviderName = ProviderName ?? other.ProviderName,
        CursorKind = CursorKind ?? other.CursorKind,
        CursorSecret = CursorSecret ?? other.CursorSecret,
    };
}

/// <summary>What a cursor stands for.</summary>
public enum CursorKind
{
    /// <summary>The values of the order's keys: stable when rows are inserted, and page 500 costs what page 1 costs.</summary>
    Keyset,

    /// <summary>The position in the list, as HotChocolate 15 does it.</summary>
    Index,
}

/// <summary>The values of <see cref="PagingOptions"/> that nobody set.</summary>
public static class PagingDefaults
{
    public const int DefaultPageSize = 10;
    public const int MaxPageSize = 50;
    public const bool IncludeTotalCount = false;
    public const bool AllowBackwardPagination = true;
    public const bool RequirePagingBoundaries = false;
    public const bool InferConnectionNameFromField = true;
    public const bool InferCollectionSegmentNameFromField = true;
    public const bool IncludeNodesField = true;
    public const bool EnableRelativeCursors = false;
    public const CursorKind CursorKind = Pagination.CursorKind.Keyset;
}
