using GraphQLPlugins.Engine.Data.Running;

namespace GraphQLPlugins.Engine.Data.Paging;

/// <summary>A page by position: from <paramref name="Start"/>, at most <paramref name="Size"/> items.</summary>
internal readonly record struct IndexWindow(int Start, int Size)
{
    /// <summary>The positions between the cursors: from, and up to but without. Errors: <see cref="GraphQLException"/> HC0078.</summary>
    public static (int Start, int? End) Bounds(PageRequest page)
    {
        var start = page.After is null ? 0 : Read("after", page.After) + 1;
        return (Math.Max(0, start), page.Before is null ? null : Read("before", page.Before));
    }

    /// <summary>Whether the page's place depends on how many items there are.</summary>
    public static bool NeedsCount(PageRequest page) => page is { IsBackward: true, Before: null };

    public static IndexWindow Of(PageRequest page, int start, int? end, int? total)
    {
        if (page.First is { } first)
        {
            var size = end is null ? first : Math.Clamp(end.Value - start, 0, first);
            return new IndexWindow(start, size);
        }
        // The end may lie beyond the list; then the page is shorter.
        var stop = Math.Min(end ?? int.MaxValue, total ?? int.MaxValue);
        var from = Math.Max(start, stop - page.Last!.Value);
        return new IndexWindow(from, Math.Max(0, stop - from));
    }

    private static int Read(string argument, string cursor) =>
        IndexCursor.TryRead(cursor, out var index) && index < int.MaxValue ? index : throw DataErrors.InvalidCursor(argument, cursor);
}
