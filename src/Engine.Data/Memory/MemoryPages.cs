using GraphQLPlugins.Engine.Data.Paging;
using GraphQLPlugins.Engine.Types.Pagination;

namespace GraphQLPlugins.Engine.Data.Memory;

/// <summary>Pages of a list in memory, by position: the list is all there, and its order is its own.</summary>
internal static class MemoryPages
{
    public static Connection<T> Page<T>(List<T> items, PageRequest page)
    {
        var (start, end) = IndexWindow.Bounds(page);
        var window = IndexWindow.Of(page, start, end, items.Count);
        var from = Math.Min(window.Start, items.Count);
        var stop = Math.Min((long)from + window.Size, items.Count);
        if (page is { First: not null, Last: { } last }) from = (int)Math.Max(from, stop - last);
        var nodes = items.GetRange(from, (int)Math.Max(0, stop - from));
        var info = new ConnectionPageInfo(
            stop < items.Count,
            from > 0,
            isStart => nodes.Count == 0 ? null : IndexCursor.Write(isStart ? from : from + nodes.Count - 1));
        return new Connection<T>(nodes, i => IndexCursor.Write(from + i), info, items.Count);
    }

    public static CollectionSegment<T> Segment<T>(List<T> items, int skip, int take)
    {
        var from = Math.Min(skip, items.Count);
        var count = Math.Min(take, items.Count - from);
        return new CollectionSegment<T>(items.GetRange(from, count), new CollectionSegmentInfo(from + count < items.Count, skip > 0), items.Count);
    }
}
