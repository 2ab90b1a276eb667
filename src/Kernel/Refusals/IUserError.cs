namespace GraphQLPlugins.Kernel.Refusals;

/// <summary>What every error in a payload tells.</summary>
[GraphQLName("Error")]
public interface IUserError
{
    /// <summary>What is wrong, in a sentence for a person.</summary>
    string Message { get; }

    /// <summary>What is wrong, as a word for a program.</summary>
    string Code { get; }

    /// <summary>The argument at fault, outermost name first; null when no single one is.</summary>
    IReadOnlyList<string>? Path { get; }

    /// <summary>Whether the same request may succeed later.</summary>
    bool Retryable { get; }
}
