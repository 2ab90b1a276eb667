namespace GraphQLPlugins.Engine.Data.ResourceQueries;

/// <summary>The operators of conditions.</summary>
internal enum ResourceOperator
{
    Lt,
    Lte,
    Gt,
    Gte,
    Eq,
    Not,
    Exists,
    Contain,
    NotContain,
    In,
    NotIn,
    ContainIn,
    NotContainIn,
    Match,
    Regex,
    RegexIn,
    DatetimeLt,
    DatetimeLte,
    DatetimeGt,
    DatetimeGte,
    TimediffLt,
    TimediffLte,
    TimediffGt,
    TimediffGte,
}

/// <summary>Reads operators.</summary>
internal static class ResourceOperators
{
    private static readonly Dictionary<string, ResourceOperator> Known = new(StringComparer.Ordinal)
    {
        ["lt"] = ResourceOperator.Lt, ["lte"] = ResourceOperator.Lte, ["gt"] = ResourceOperator.Gt, ["gte"] = ResourceOperator.Gte,
        ["eq"] = ResourceOperator.Eq, ["not"] = ResourceOperator.Not, ["exists"] = ResourceOperator.Exists,
        ["contain"] = ResourceOperator.Contain, ["not_contain"] = ResourceOperator.NotContain,
        ["in"] = ResourceOperator.In, ["not_in"] = ResourceOperator.NotIn,
        ["contain_in"] = ResourceOperator.ContainIn, ["not_contain_in"] = ResourceOperator.NotContainIn,
        ["match"] = ResourceOperator.Match, ["regex"] = ResourceOperator.Regex, ["regex_in"] = ResourceOperator.RegexIn,
        ["datetime_lt"] = ResourceOperator.DatetimeLt, ["datetime_lte"] = ResourceOperator.DatetimeLte,
        ["datetime_gt"] = ResourceOperator.DatetimeGt, ["datetime_gte"] = ResourceOperator.DatetimeGte,
        ["timediff_lt"] = ResourceOperator.TimediffLt, ["timediff_lte"] = ResourceOperator.TimediffLte,
        ["timediff_gt"] = ResourceOperator.TimediffGt, ["timediff_gte"] = ResourceOperator.TimediffGte,
    };

    /// <summary>The operators on the elements of an unwound list.</summary>
    public static readonly IReadOnlyList<string> OfElements = ["eq", "not", "in", "not_in", "contain", "not_contain", "contain_in", "not_contain_in"];

    /// <summary>The operators of conditional aggregations.</summary>
    public static readonly IReadOnlyList<string> OfAggregations = ["eq", "not", "gt", "gte", "lt", "lte"];

    /// <summary>The operator of a name. Errors: <see cref="ResourceQueryException"/> listing those that may stand here.</summary>
    public static ResourceOperator Parse(string name, IReadOnlyList<string>? allowed = null)
    {
        if (Known.TryGetValue(name, out var known) && (allowed is null || allowed.Contains(name))) return known;
        throw new ResourceQueryException(
            ResourceQueryException.InvalidOperator, $"There is no operator {name} here. There are: {string.Join(", ", allowed ?? [.. Known.Keys])}.");
    }

    /// <summary>Whether the operator wants a list.</summary>
    public static bool TakesList(ResourceOperator value) =>
        value is ResourceOperator.In or ResourceOperator.NotIn or ResourceOperator.ContainIn or ResourceOperator.NotContainIn or ResourceOperator.RegexIn;
}
