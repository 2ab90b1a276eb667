namespace GraphQLPlugins.Engine.Language;

/// <summary>What a parser accepts at most. A limit is checked while parsing, so a document that exceeds it costs no more than the limit.</summary>
public sealed record ParserOptions
{
    /// <summary>The limits for documents of clients.</summary>
    public static ParserOptions Default { get; } = new();

    /// <summary>For documents that the operator wrote: depth is bounded, size is not.</summary>
    public static ParserOptions Trusted { get; } = new()
    {
        MaxAllowedBytes = int.MaxValue,
        MaxAllowedTokens = int.MaxValue,
        MaxAllowedFields = int.MaxValue,
        MaxAllowedDirectives = int.MaxValue
    };

    /// <summary>Bytes of the text.</summary>
    public int MaxAllowedBytes { get; init; } = 1024 * 1024;

    /// <summary>Tokens, comments not counted.</summary>
    public int MaxAllowedTokens { get; init; } = 20_000;

    /// <summary>Nodes of the tree.</summary>
    public int MaxAllowedNodes { get; init; } = int.MaxValue;

    /// <summary>Selected fields.</summary>
    public int MaxAllowedFields { get; init; } = 2048;

    /// <summary>Directives in use in the whole document.</summary>
    public int MaxAllowedDirectives { get; init; } = 400;

    /// <summary>Levels of selection sets, lists, input objects and list types inside each other.</summary>
    public int MaxAllowedRecursionDepth { get; init; } = 200;

    /// <summary>False leaves <see cref="ISyntaxNode.Location" /> empty.</summary>
    public bool IncludeLocations { get; init; } = true;
}
