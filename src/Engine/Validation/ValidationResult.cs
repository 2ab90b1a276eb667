namespace GraphQLPlugins.Engine.Validation;

/// <summary>What validation found.</summary>
internal sealed class ValidationResult
{
    private ValidationResult(IReadOnlyList<IError> errors) => Errors = errors;

    /// <summary>No errors.</summary>
    public static ValidationResult Valid { get; } = new([]);

    /// <summary>The errors in the order of the rules, then of the document; empty when the document may run.</summary>
    public IReadOnlyList<IError> Errors { get; }

    /// <summary>Whether the document must not run.</summary>
    public bool HasErrors => Errors.Count > 0;

    public static ValidationResult Of(IReadOnlyList<IError> errors) => errors.Count == 0 ? Valid : new ValidationResult(errors);
}
