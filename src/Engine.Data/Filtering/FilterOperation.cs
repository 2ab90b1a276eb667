using System.Linq.Expressions;

namespace GraphQLPlugins.Engine.Data.Filtering;

/// <summary>What a field of a filter input does.</summary>
internal enum FilterOperation
{
    /// <summary>Goes into a member.</summary>
    Member,
    And,
    Or,
    Equal,
    NotEqual,
    Contains,
    NotContains,
    In,
    NotIn,
    StartsWith,
    NotStartsWith,
    EndsWith,
    NotEndsWith,
    Greater,
    NotGreater,
    GreaterOrEqual,
    NotGreaterOrEqual,
    Less,
    NotLess,
    LessOrEqual,
    NotLessOrEqual,
    All,
    None,
    Some,
    Any,
    ContainsIgnoringCase,
    NotContainsIgnoringCase,
    ContainsAnyIgnoringCase,
    ContainsNoneIgnoringCase,
    Regex,
    RegexAny,
    Matches,
    Relative,
    HasKey,
    JsonPath,
}

/// <summary>What a field of a filter input does, and with which member.</summary>
internal sealed record FilterField(FilterOperation Operation, LambdaExpression? Member = null)
{
    /// <summary>Whether the member can be null.</summary>
    public bool IsNullable { get; init; }

    /// <summary>For a global id: takes the member's value out of it.</summary>
    public Func<object, object?>? Decode { get; init; }

    /// <summary>Whether the member is an object or list of another table.</summary>
    public bool IsJoin { get; init; }
}

/// <summary>Marks a filter input, and gives it a number that no other has in this process.</summary>
internal sealed class FilterInput
{
    private static int _ids;

    public int Id { get; } = Interlocked.Increment(ref _ids);
}
