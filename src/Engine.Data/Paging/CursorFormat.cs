using GraphQLPlugins.Engine.Types.Pagination;

namespace GraphQLPlugins.Engine.Data.Paging;

/// <summary>Writes and reads the cursors of one order.</summary>
internal interface ICursorFormatter
{
    /// <summary>The cursor of an item with these key values.</summary>
    string Write(ReadOnlySpan<object?> values);

    /// <summary>The key values of a cursor.</summary>
    CursorReading Read(string cursor, out object?[] values);
}

/// <summary>What became of reading a cursor.</summary>
internal enum CursorReading
{
    Fine,

    /// <summary>It is no cursor, or was changed.</summary>
    Invalid,

    /// <summary>It is whole, but of another order.</summary>
    Foreign,
}

/// <summary>How the cursors of a field that pages by keys are written.</summary>
/// <param name="Kind">Index stands for compatibility: then the cursors of keys are HotChocolate's too.</param>
/// <param name="Secret">The key of the seal, or null.</param>
internal readonly record struct CursorFormat(CursorKind Kind, byte[]? Secret)
{
    public ICursorFormatter Make(CursorKey[] keys, string order) =>
        Kind == CursorKind.Index ? new PlainCursor(keys) : new KeysetCursor(keys, order, Secret);
}
