namespace GraphQLPlugins.Engine;

/// <summary>Carries errors to the response as they are, for a wrong document, value or field.</summary>
public class GraphQLException : Exception
{
    /// <summary>One error with this message.</summary>
    public GraphQLException(string message) : this(ErrorBuilder.New().SetMessage(message).Build())
    {
    }

    /// <summary>One error with this message and its cause.</summary>
    public GraphQLException(string message, Exception innerException) : base(message, innerException) =>
        Errors = [ErrorBuilder.New().SetMessage(message).SetException(innerException).Build()];

    /// <summary>One error.</summary>
    public GraphQLException(IError error) : base(error.Message) => Errors = [error];

    /// <summary>Several errors.</summary>
    public GraphQLException(params IError[] errors) : this((IEnumerable<IError>)errors)
    {
    }

    /// <summary>Several errors.</summary>
    public GraphQLException(IEnumerable<IError> errors) : base(string.Join("; ", errors.Select(e => e.Message))) => Errors = [.. errors];

    /// <summary>The errors in order.</summary>
    public IReadOnlyList<IError> Errors { get; }
}

/// <summary>The schema cannot be built; each error names the C# member and the mend where there is one.</summary>
public sealed class SchemaException(IReadOnlyList<IError> errors)
    : Exception("The schema is not valid:\n" + string.Join("\n", errors.Select(e => e.Code is null ? $"- {e.Message}" : $"- {e.Code}: {e.Message}")))
{
    /// <summary>One error.</summary>
    public SchemaException(string message, string? code = null)
        : this([ErrorBuilder.New().SetMessage(message).SetCode(code).Build()])
    {
    }

    /// <summary>All that is wrong.</summary>
    public IReadOnlyList<IError> Errors { get; } = errors;
}
