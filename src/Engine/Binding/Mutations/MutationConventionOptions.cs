namespace GraphQLPlugins.Engine.Types;

/// <summary>How mutations are shaped: one input argument, a payload, typed errors. Unset members take the defaults.</summary>
public struct MutationConventionOptions
{
    /// <summary>The name of the input type; <c>{MutationName}</c> stands for the field's. Default: <c>{MutationName}Input</c>.</summary>
    public string? InputTypeNamePattern { get; set; }

    /// <summary>The argument's name. Default: <c>input</c>.</summary>
    public string? InputArgumentName { get; set; }

    /// <summary>Default: <c>{MutationName}Payload</c>.</summary>
    public string? PayloadTypeNamePattern { get; set; }

    /// <summary>Default: <c>{MutationName}Error</c>.</summary>
    public string? PayloadErrorTypeNamePattern { get; set; }

    /// <summary>Default: <c>errors</c>.</summary>
    public string? PayloadErrorsFieldName { get; set; }

    /// <summary>False leaves mutations alone that neither have <c>[UseMutationConvention]</c> nor an <c>[Error]</c>. Default: true.</summary>
    public bool? ApplyToAllMutations { get; set; }
}

/// <summary>The field that gives clients the query type in payloads.</summary>
public sealed class MutationPayloadOptions
{
    /// <summary>The field's name; null takes <c>query</c>.</summary>
    public string? QueryFieldName { get; set; }

    /// <summary>Which of the types that mutations return get it; by default those whose name ends with <c>Payload</c>.</summary>
    public Func<TypeSystem.Definitions.TypeDefinition, bool> MutationPayloadPredicate { get; set; } =
        type => type.Name.EndsWith("Payload", StringComparison.Ordinal);
}
