namespace GraphQLPlugins.Engine;

/// <summary>Every bound of the engine in one place, with its default. All are on by default; each answers with an error that names the limit and its value.</summary>
public sealed class Limits
{
    /// <summary>Bytes of a document's text.</summary>
    public int MaxDocumentBytes { get; set; } = 1024 * 1024;

    /// <summary>Tokens of a document.</summary>
    public int MaxTokens { get; set; } = 20_000;

    /// <summary>Nesting of the syntax: selection sets, lists, objects, types.</summary>
    public int MaxSyntaxDepth { get; set; } = 200;

    /// <summary>Directives in a document.</summary>
    public int MaxDirectives { get; set; } = 400;

    /// <summary>Fields in a document.</summary>
    public int MaxFields { get; set; } = 3_000;

    /// <summary>Aliases in a document.</summary>
    public int MaxAliases { get; set; } = 500;

    /// <summary>Root fields of a query or subscription.</summary>
    public int MaxRootFields { get; set; } = 200;

    /// <summary>Root fields of a mutation.</summary>
    public int MaxMutations { get; set; } = 50;

    /// <summary>Selections of an operation after its fragments were expanded.</summary>
    public int MaxExpandedSelections { get; set; } = 10_000;

    /// <summary>Fields that validation compares to find out whether they can be merged.</summary>
    public int MaxFieldMergeComparisons { get; set; } = 500_000;

    /// <summary>Nesting of fields in an operation.</summary>
    public int MaxExecutionDepth { get; set; } = 25;

    /// <summary>Validation errors before validation stops.</summary>
    public int MaxValidationErrors { get; set; } = 5;

    /// <summary>Nesting of variable values.</summary>
    public int MaxVariableDepth { get; set; } = 64;

    /// <summary>Requests in a batch.</summary>
    public int MaxBatchSize { get; set; } = 10;

    /// <summary>Ids in one <c>nodes</c> field.</summary>
    public int MaxNodes { get; set; } = 50;

    /// <summary>How long an operation may run.</summary>
    public TimeSpan ExecutionTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Parsed and planned operations that are kept.</summary>
    public int OperationCacheEntries { get; set; } = 1_000;
}
