namespace GraphQLPlugins.Engine.Types.Pagination;

/// <summary>A part of a collection by position.</summary>
public abstract class CollectionSegment
{
    private protected CollectionSegment(CollectionSegmentInfo info, int totalCount)
    {
        Info = info;
        TotalCount = totalCount;
    }

    /// <summary>Where the segment stands.</summary>
    public CollectionSegmentInfo Info { get; }

    /// <summary>Items of the whole collection; -1 when nobody counted.</summary>
    public int TotalCount { get; }
}

/// <summary>A part of a collection of <typeparamref name="T"/>.</summary>
public class CollectionSegment<T>(IReadOnlyList<T> items, CollectionSegmentInfo info, int totalCount = 0) : CollectionSegment(info, totalCount)
{
    /// <summary>The items in order.</summary>
    public IReadOnlyList<T> Items { get; } = items;
}

/// <summary>Whether there is more before and after a segment.</summary>
public class CollectionSegmentInfo(bool hasNextPage, bool hasPreviousPage) : IPageInfo
{
    /// <inheritdoc/>
    public bool HasNextPage { get; } = hasNextPage;

    /// <inheritdoc/>
    public bool HasPreviousPage { get; } = hasPreviousPage;
}
