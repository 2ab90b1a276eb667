using System.Collections;
using System.Collections.Immutable;

namespace GraphQLPlugins.Engine.DataLoading.Data;

/// <summary>A page of a list with the way to its cursors.</summary>
public sealed class Page<T> : IEnumerable<T>
{
    private readonly Func<T, string>? _createCursor;
    private readonly Func<int, string>? _cursorAt;

    /// <param name="items">The items in order.</param>
    /// <param name="hasNextPage">Whether there is more after the page.</param>
    /// <param name="hasPreviousPage">Whether there is more before the page.</param>
    /// <param name="createCursor">Makes an item's cursor.</param>
    /// <param name="totalCount">Items of the whole list; null when nobody counted.</param>
    public Page(ImmutableArray<T> items, bool hasNextPage, bool hasPreviousPage, Func<T, string> createCursor, int? totalCount = null)
    {
        Items = items;
        HasNextPage = hasNextPage;
        HasPreviousPage = hasPreviousPage;
        TotalCount = totalCount;
        _createCursor = createCursor;
    }

    internal Page(ImmutableArray<T> items, bool hasNextPage, bool hasPreviousPage, Func<int, string> cursorAt, int? totalCount)
    {
        Items = items;
        HasNextPage = hasNextPage;
        HasPreviousPage = hasPreviousPage;
        TotalCount = totalCount;
        _cursorAt = cursorAt;
    }

    /// <summary>A page without items.</summary>
    public static Page<T> Empty { get; } = new([], false, false, static (int _) => "", 0);

    /// <summary>The items in order.</summary>
    public ImmutableArray<T> Items { get; }

    /// <summary>The first item; default on an empty page.</summary>
    public T? First => Items.Length > 0 ? Items[0] : default;

    /// <summary>The last item; default on an empty page.</summary>
    public T? Last => Items.Length > 0 ? Items[^1] : default;

    /// <summary>Whether there is more after the page.</summary>
    public bool HasNextPage { get; }

    /// <summary>Whether there is more before the page.</summary>
    public bool HasPreviousPage { get; }

    /// <summary>Items of the whole list; null when nobody counted.</summary>
    public int? TotalCount { get; }

    /// <summary>The cursor of an item of this page.</summary>
    public string CreateCursor(T item) => _createCursor is not null ? _createCursor(item) : CursorAt(Items.IndexOf(item));

    internal string CursorAt(int index) => _cursorAt is not null ? _cursorAt(index) : _createCursor!(Items[index]);

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
