using GraphQLPlugins.Engine.Data;
using GraphQLPlugins.Engine.Data.Paging;

namespace GraphQLPlugins.Engine.DataLoading.Data;

/// <summary>What page a resolver or loader is asked for.</summary>
public readonly record struct PagingArguments
{
    /// <param name="first">Items from the start.</param>
    /// <param name="after">Only what comes after this cursor.</param>
    /// <param name="last">Items from the end.</param>
    /// <param name="before">Only what comes before this cursor.</param>
    /// <param name="includeTotalCount">Whether to count the whole list.</param>
    public PagingArguments(int? first = null, string? after = null, int? last = null, string? before = null, bool includeTotalCount = false)
    {
        First = first;
        After = after;
        Last = last;
        Before = before;
        IncludeTotalCount = includeTotalCount;
    }

    /// <summary>Items from the start.</summary>
    public int? First { get; init; }

    /// <summary>Only what comes after this cursor.</summary>
    public string? After { get; init; }

    /// <summary>Items from the end.</summary>
    public int? Last { get; init; }

    /// <summary>Only what comes before this cursor.</summary>
    public string? Before { get; init; }

    /// <summary>Whether to count the whole list.</summary>
    public bool IncludeTotalCount { get; init; }

    /// <summary>Whether cursors of pages further away are wanted.</summary>
    public bool EnableRelativeCursors { get; init; }

    /// <summary>How the field's cursors are written.</summary>
    internal CursorFormat Cursors { get; init; }

    /// <summary>What is selected of the items; null without a field.</summary>
    internal PageSelection? Selection { get; init; }

    /// <summary>Bounds of the client's arguments; null without a field.</summary>
    internal DataLimits? Limits { get; init; }

    /// <summary>Equal arguments have equal texts; loaders branch by it.</summary>
    internal string Key => Selection is null ? Text : Selection.KeyOf(this);

    /// <summary>The arguments as a text that equal ones share.</summary>
    internal string Text => $"{First};{After};{Last};{Before};{IncludeTotalCount}";

    public void Deconstruct(out int? first, out string? after, out int? last, out string? before, out bool includeTotalCount)
    {
        first = First;
        after = After;
        last = Last;
        before = Before;
        includeTotalCount = IncludeTotalCount;
    }
}
