namespace GraphQLPlugins.Engine.Types.Pagination;

/// <summary>Whether there is more before and after a page.</summary>
public interface IPageInfo
{
    /// <summary>Whether there is more after the page.</summary>
    bool HasNextPage { get; }

    /// <summary>Whether there is more before the page.</summary>
    bool HasPreviousPage { get; }
}

/// <summary>Where a page stands in its list. Cursors are null on an empty page.</summary>
public class ConnectionPageInfo : IPageInfo
{
    private readonly Func<bool, string?>? _cursors;
    private string? _startCursor;
    private string? _endCursor;

    /// <param name="hasNextPage">Whether there is more after the page.</param>
    /// <param name="hasPreviousPage">Whether there is more before the page.</param>
    /// <param name="startCursor">The first item's cursor.</param>
    /// <param name="endCursor">The last item's cursor.</param>
    public ConnectionPageInfo(bool hasNextPage, bool hasPreviousPage, string? startCursor = null, string? endCursor = null)
    {
        HasNextPage = hasNextPage;
        HasPreviousPage = hasPreviousPage;
        _startCursor = startCursor;
        _endCursor = endCursor;
    }

    /// <summary>Cursors are made when somebody wants them: true asks for the first item's, false for the last one's.</summary>
    internal ConnectionPageInfo(bool hasNextPage, bool hasPreviousPage, Func<bool, string?> cursors) : this(hasNextPage, hasPreviousPage) => _cursors = cursors;

    /// <inheritdoc/>
    public bool HasNextPage { get; }

    /// <inheritdoc/>
    public bool HasPreviousPage { get; }

    /// <summary>The first item's cursor.</summary>
    public string? StartCursor => _startCursor ??= _cursors?.Invoke(true);

    /// <summary>The last item's cursor.</summary>
    public string? EndCursor => _endCursor ??= _cursors?.Invoke(false);

    /// <summary>Of a list without items.</summary>
    public static ConnectionPageInfo Empty { get; } = new(false, false);
}
