namespace GraphQLPlugins.Engine.Data;

/// <summary>Bounds of what a client's filter and order may ask of the database. Each answers with an error that names the limit and its value.</summary>
public sealed class DataLimits
{
    /// <summary>Operations in one <c>where</c> argument.</summary>
    public int MaxFilterOperations { get; set; } = 200;

    /// <summary>Nesting of one <c>where</c> argument: <c>and</c>, <c>or</c>, objects and lists.</summary>
    public int MaxFilterDepth { get; set; } = 32;

    /// <summary>Lists and objects of other tables on one path of a <c>where</c> argument.</summary>
    public int MaxFilterJoins { get; set; } = 4;

    /// <summary>Values in one <c>in</c>.</summary>
    public int MaxListValues { get; set; } = 1_000;

    /// <summary>Characters of one value.</summary>
    public int MaxTextLength { get; set; } = 10_000;

    /// <summary>Characters of a regular expression.</summary>
    public int MaxPatternLength { get; set; } = 500;

    /// <summary>Keys in one <c>order</c> argument.</summary>
    public int MaxSortKeys { get; set; } = 8;
}
