namespace GraphQLPlugins.Engine.Data.ResourceQueries;

/// <summary>What is wrong with a resource or stat query; the client can mend it.</summary>
public sealed class ResourceQueryException(string code, string message) : Exception(message)
{
    /// <summary>Something that must be given is missing.</summary>
    public const string Required = "REQUIRED_PARAMETER";

    /// <summary>There is no such operator, or not for this field.</summary>
    public const string InvalidOperator = "OPERATOR_INVALID";

    /// <summary>The value is not one for this field and operator.</summary>
    public const string InvalidValue = "VALUE_INVALID";

    /// <summary>The operator wants a list.</summary>
    public const string ListRequired = "LIST_REQUIRED";

    /// <summary>The operator wants a single value.</summary>
    public const string ListRefused = "LIST_REFUSED";

    /// <summary>There is no such field.</summary>
    public const string UnknownKey = "KEY_UNKNOWN";

    /// <summary>The regular expression cannot be used.</summary>
    public const string InvalidRegex = "REGEX_INVALID";

    /// <summary>A bound was passed.</summary>
    public const string LimitExceeded = "LIMIT_EXCEEDED";

    /// <summary>The stages of an aggregation do not fit together.</summary>
    public const string InvalidStat = "STAT_QUERY_INVALID";

    /// <summary>The database cannot do it.</summary>
    public const string NotSupported = "NOT_SUPPORTED";

    /// <summary>What is wrong, for programs.</summary>
    public string Code { get; } = code;
}
