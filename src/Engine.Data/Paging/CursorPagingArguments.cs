namespace GraphQLPlugins.Engine.Types.Pagination;

/// <summary>The paging arguments as the client gave them.</summary>
public readonly struct CursorPagingArguments(int? first = null, int? last = null, string? after = null, string? before = null)
{
    /// <summary>Items from the start.</summary>
    public int? First { get; } = first;

    /// <summary>Items from the end.</summary>
    public int? Last { get; } = last;

    /// <summary>Only what comes after this cursor.</summary>
    public string? After { get; } = after;

    /// <summary>Only what comes before this cursor.</summary>
    public string? Before { get; } = before;
}
