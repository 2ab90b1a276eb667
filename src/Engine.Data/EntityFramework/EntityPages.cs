using System.Linq.Expressions;
using System.Runtime.InteropServices;
using GraphQLPlugins.Engine.Data.Paging;
using GraphQLPlugins.Engine.Data.Running;
using GraphQLPlugins.Engine.DataLoading.Data;
using GraphQLPlugins.Engine.Types.Pagination;

namespace GraphQLPlugins.Engine.Data.EntityFramework;

/// <summary>Pages of a database query.</summary>
internal static class EntityPages
{
    /// <summary>A page by the keys of its order: starts where the cursor says, whatever lies before.</summary>
    public static async Task<Connection<T>> KeysetAsync<T>(EntityRun<T> run, PageRequest page, PageNeeds needs)
    {
        var order = run.Order;
        var after = Read(order.Cursor!, "after", page.After);
        var before = Read(order.Cursor!, "before", page.Before);
        if (!needs.Page) return new Connection<T>([], static _ => "", ConnectionPageInfo.Empty, needs.Count ? await run.CountAsync().ConfigureAwait(false) : -1);

        var window = new Window(Presence(after), Presence(before), page.IsBackward, Take: page.Size + needs.OneMore, HasCursors: needs.Cursors);
        var rows = await run.ReadAsync(window, after, before, skip: null).ConfigureAwait(false);
        var hasMore = Trim(rows, page);
        var (hasNext, hasPrevious) = Ends(page, hasMore);
        // The window started at an open end and reached the other one: that was the whole list.
        var isWhole = !hasMore && after is null && before is null;
        var total = !needs.Count ? -1 : isWhole ? rows.Items.Count : await run.CountAsync().ConfigureAwait(false);
        hasPrevious |= CutToLast(rows, page);
        return Connect(rows, hasNext, hasPrevious, total, needs.Cursors ? i => order.CursorAt(rows, i) : NoCursor);
    }

    /// <summary>A page by position, as HotChocolate does it.</summary>
    public static async Task<Connection<T>> IndexAsync<T>(EntityRun<T> run, PageRequest page, PageNeeds needs)
    {
        var (start, end) = IndexWindow.Bounds(page);
        int? total = null;
        if (needs.Count || (needs.Page && IndexWindow.NeedsCount(page))) total = await run.CountAsync().ConfigureAwait(false);
        if (!needs.Page) return new Connection<T>([], static _ => "", ConnectionPageInfo.Empty, total ?? -1);

        var window = IndexWindow.Of(page, start, end, total);
        var take = window.Size == int.MaxValue ? window.Size : window.Size + needs.OneMore;
        var rows = await run.ReadAsync(new Window(Skips: true, Take: take), null, null, window.Start).ConfigureAwait(false);
        if (page is { IsBackward: true, Before: not null } && rows.Items.Count < window.Size)
        {
            // The cursor is of a place that the list no longer has.
            total ??= await run.CountAsync().ConfigureAwait(false);
            window = IndexWindow.Of(page, start, end, total);
            rows = await run.ReadAsync(new Window(Skips: true, Take: take), null, null, window.Start).ConfigureAwait(false);
        }
        var hasMore = rows.Items.Count > window.Size;
        if (hasMore) Cut(rows, window.Size, rows.Items.Count - window.Size);
        var first = window.Start;
        var read = rows.Items.Count;
        if (CutToLast(rows, page)) first += read - rows.Items.Count;
        return Connect(rows, hasMore, first > 0, total ?? -1, i => IndexCursor.Write(first + i));
    }

    /// <summary>A segment by position.</summary>
    public static async Task<CollectionSegment<T>> SegmentAsync<T>(EntityRun<T> run, int skip, int take, PageNeeds needs)
    {
        var total = needs.Count ? await run.CountAsync().ConfigureAwait(false) : -1;
        if (!needs.Page) return new CollectionSegment<T>([], new CollectionSegmentInfo(false, false), total);
        var rows = await run.ReadAsync(new Window(Skips: true, Take: take + needs.OneMore), null, null, skip).ConfigureAwait(false);
        var hasMore = rows.Items.Count > take;
        if (hasMore) rows.Items.RemoveRange(take, rows.Items.Count - take);
        return new CollectionSegment<T>(rows.Items, new CollectionSegmentInfo(hasMore, skip > 0), total);
    }

    /// <summary>A page of the same place for each key.</summary>
    public static async Task<Dictionary<TKey, Page<T>>> BatchAsync<T, TKey>(EntityRun<T> run, PageRequest page, Expression<Func<T, TKey>> keySelector, bool needsCount)
        where TKey : notnull
    {
        var order = run.Order;
        var after = Read(order.Cursor!, "after", page.After);
        var before = Read(order.Cursor!, "before", page.Before);
        var window = new Window(Presence(after), Presence(before), page.IsBackward, Take: page.Size + 1, HasCursors: true);
        var read = await run.ReadBatchAsync(window, after, before, keySelector).ConfigureAwait(false);
        var counts = new Dictionary<TKey, int>();
        if (needsCount)
        {
            foreach (var row in await run.CountBatchAsync(keySelector).ConfigureAwait(false)) counts[row.Key] = row.Count;
        }

        var pages = new Dictionary<TKey, Page<T>>();
        foreach (var (key, rows) in ByKey(read, page.Size + 1, withKeys: order.Readers is null))
        {
            run.BatchOrder?.Ensure(rows.Items, page.IsBackward);
            var hasMore = Trim(rows, page);
            var (hasNext, hasPrevious) = Ends(page, hasMore);
            hasPrevious |= CutToLast(rows, page);
            pages[key] = new Page<T>([.. rows.Items], hasNext, hasPrevious, i => order.CursorAt(rows, i), needsCount ? counts.GetValueOrDefault(key) : null);
            counts.Remove(key);
        }
        // Keys that have items, but none in the window.
        foreach (var (rest, count) in counts) pages[rest] = new Page<T>([], page.Before is not null, page.After is not null, static (int _) => "", count);
        return pages;
    }

    /// <summary>The items of each key. Most often they come key by key.</summary>
    private static Dictionary<TKey, Rows<T>> ByKey<T, TKey>(List<BatchRow<TKey, T>> rows, int capacity, bool withKeys) where TKey : notnull
    {
        var groups = new Dictionary<TKey, Rows<T>>();
        Rows<T> group = default;
        for (var i = 0; i < rows.Count; i++)
        {
            if (i == 0 || !EqualityComparer<TKey>.Default.Equals(rows[i].Key, rows[i - 1].Key))
            {
                ref var found = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, rows[i].Key, out var exists);
                if (!exists) found = new Rows<T>(new List<T>(Math.Min(capacity, rows.Count - i)), withKeys ? [] : null);
                group = found;
            }
            group.Items.Add(rows[i].Item);
            group.Keys?.Add(rows[i].Keys!);
        }
        return groups;
    }

    /// <summary>Takes off the row that tells whether there are more, and turns a page that was read backwards.</summary>
    private static bool Trim<T>(Rows<T> rows, PageRequest page)
    {
        var hasMore = rows.Items.Count > page.Size;
        if (hasMore) Cut(rows, page.Size, rows.Items.Count - page.Size);
        if (!page.IsBackward) return hasMore;
        rows.Items.Reverse();
        rows.Keys?.Reverse();
        return hasMore;
    }

    private static (bool HasNext, bool HasPrevious) Ends(PageRequest page, bool hasMore) =>
        page.IsBackward ? (page.Before is not null, hasMore || page.After is not null) : (hasMore || page.Before is not null, page.After is not null);

    /// <summary>With first and last, the last of the first. True: items were cut off before the page.</summary>
    private static bool CutToLast<T>(Rows<T> rows, PageRequest page)
    {
        if (page is not { First: not null, Last: { } last } || rows.Items.Count <= last) return false;
        Cut(rows, 0, rows.Items.Count - last);
        return true;
    }

    private static string NoCursor(int index) => throw new InvalidOperationException("The page was read without cursors, for none are selected.");

    private static Connection<T> Connect<T>(Rows<T> rows, bool hasNext, bool hasPrevious, int total, Func<int, string> cursorAt)
    {
        var info = new ConnectionPageInfo(hasNext, hasPrevious, start => rows.Items.Count == 0 ? null : cursorAt(start ? 0 : rows.Items.Count - 1));
        return new Connection<T>(rows.Items, cursorAt, info, total);
    }

    private static void Cut<T>(Rows<T> rows, int index, int count)
    {
        rows.Items.RemoveRange(index, count);
        rows.Keys?.RemoveRange(index, count);
    }

    private static object?[]? Read(ICursorFormatter cursor, string argument, string? text)
    {
        if (text is null) return null;
        return cursor.Read(text, out var values) switch
        {
            CursorReading.Fine => values,
            CursorReading.Foreign => throw DataErrors.CursorOfAnotherOrder(argument, text),
            _ => throw DataErrors.InvalidCursor(argument, text),
        };
    }

    private static bool[]? Presence(object?[]? values) => values is null ? null : Array.ConvertAll(values, v => v is not null);
}
