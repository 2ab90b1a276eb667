namespace GraphQLPlugins.Engine.Validation;

/// <summary>What validation checks beyond the rules of the specification. A limit of <see cref="int.MaxValue"/> is off.</summary>
internal sealed record ValidationOptions
{
    /// <summary>The rules of the specification and nothing else; every error is listed.</summary>
    public static ValidationOptions SpecificationOnly { get; } = new() { MaxErrors = int.MaxValue, CheckIntrospectionDepth = false };

    /// <summary>Errors that are listed at most.</summary>
    public int MaxErrors { get; init; } = 5;

    /// <summary>False refuses <c>__schema</c> and <c>__type</c> (HC0046).</summary>
    public bool AllowIntrospection { get; init; } = true;

    /// <summary>What HC0046 says instead of the usual text; null for the usual text.</summary>
    public string? IntrospectionDeniedMessage { get; init; }

    /// <summary>True refuses introspection that walks from types to types again (HC0086).</summary>
    public bool CheckIntrospectionDepth { get; init; } = true;

    /// <summary>Fields inside each other.</summary>
    public int MaxExecutionDepth { get; init; } = int.MaxValue;

    /// <summary>True leaves introspection out of <see cref="MaxExecutionDepth"/>.</summary>
    public bool SkipIntrospectionInExecutionDepth { get; init; }

    /// <summary>How often one field of one type may stand inside itself (HC0087).</summary>
    public int MaxFieldCycleDepth { get; init; } = int.MaxValue;

    /// <summary>Aliases of the document.</summary>
    public int MaxAliases { get; init; } = int.MaxValue;

    /// <summary>Root fields of a query or subscription, fragments expanded.</summary>
    public int MaxRootFields { get; init; } = int.MaxValue;

    /// <summary>Root fields of a mutation, fragments expanded.</summary>
    public int MaxMutations { get; init; } = int.MaxValue;

    /// <summary>Fields of an operation, fragments expanded.</summary>
    public int MaxExpandedSelections { get; init; } = int.MaxValue;

    /// <summary>Fields that the check for mergeable fields looks at. The default is far beyond what <see cref="MaxExpandedSelections"/> lets through.</summary>
    public int MaxFieldMergeComparisons { get; init; } = 500_000;

    /// <summary>The options of a schema with these limits.</summary>
    public static ValidationOptions From(Limits limits) => new()
    {
        MaxErrors = limits.MaxValidationErrors,
        MaxExecutionDepth = limits.MaxExecutionDepth,
        MaxAliases = limits.MaxAliases,
        MaxRootFields = limits.MaxRootFields,
        MaxMutations = limits.MaxMutations,
        MaxExpandedSelections = limits.MaxExpandedSelections,
        MaxFieldMergeComparisons = limits.MaxFieldMergeComparisons
    };
}
