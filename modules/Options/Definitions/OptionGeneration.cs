namespace GraphQLPlugins.Options.Definitions;

/// <summary>What kind of value is made up.</summary>
public enum OptionGenerationFormat
{
    /// <summary>Random characters of the alphabet.</summary>
    Token,

    /// <summary>A random UUID (RFC 9562, version 4) in lower case.</summary>
    Uuid,

    /// <summary>Random characters with one at least of each kind that the alphabet has: small and capital letters, digits, others.</summary>
    Password,
}

/// <summary>How the values of an option are made up.</summary>
/// <param name="Format">The kind of value.</param>
/// <param name="Length">How many characters.</param>
/// <param name="Alphabet">The characters to choose from, all equally likely.</param>
public sealed record OptionGeneration(OptionGenerationFormat Format, int Length, string Alphabet);
