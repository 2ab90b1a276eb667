namespace GraphQLPlugins.Engine.Configuration;

/// <summary>Bounds of a document's text, by the names that modules know; they are those of <see cref="Limits"/>.</summary>
public sealed class RequestParserOptions(Limits limits)
{
    /// <inheritdoc cref="Limits.MaxTokens"/>
    public int MaxAllowedTokens { get => limits.MaxTokens; set => limits.MaxTokens = value; }

    /// <inheritdoc cref="Limits.MaxFields"/>
    public int MaxAllowedFields { get => limits.MaxFields; set => limits.MaxFields = value; }

    /// <inheritdoc cref="Limits.MaxSyntaxDepth"/>
    public int MaxAllowedRecursionDepth { get => limits.MaxSyntaxDepth; set => limits.MaxSyntaxDepth = value; }

    /// <inheritdoc cref="Limits.MaxDirectives"/>
    public int MaxAllowedDirectives { get => limits.MaxDirectives; set => limits.MaxDirectives = value; }
}
