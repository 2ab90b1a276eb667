using System.Text.Json;

namespace GraphQLPlugins.Options.Definitions;

/// <summary>How a condition looks at another option.</summary>
public enum OptionConditionOperator
{
    /// <summary>Its value is one of the values; of a list, at least one of its items is.</summary>
    In,

    /// <summary>Its value is none of the values, or it has none.</summary>
    NotIn,

    /// <summary>It has a value.</summary>
    IsSet,

    /// <summary>It has no value.</summary>
    IsNotSet,
}

/// <summary>What must hold of another option's effective value.</summary>
/// <param name="Key">The other option. Of one that is not visible itself nothing holds.</param>
/// <param name="Operator">How it is looked at.</param>
/// <param name="Values">The values for IN and NOT_IN; empty else. Secrets are never compared.</param>
public sealed record OptionCondition(string Key, OptionConditionOperator Operator, IReadOnlyList<JsonElement> Values);

/// <summary>
/// Reads conditions, by the key of the other option: a value or a list of values that it may have, <c>{"not": …}</c> for those that it may not have,
/// <c>{"isSet": true}</c> or <c>{"isSet": false}</c>. What does not fit counts as absent.
/// </summary>
internal static class ConditionReader
{
    public static IReadOnlyList<OptionCondition> Read(JsonElement? declared)
    {
        if (declared is not { ValueKind: JsonValueKind.Object } conditions) return [];
        var read = new List<OptionCondition>();
        foreach (var member in conditions.EnumerateObject())
            if (member.Name.Length > 0 && Read(member.Name, member.Value) is { } condition) read.Add(condition);
        return read;
    }

    private static OptionCondition? Read(string key, JsonElement declared) => declared switch
    {
        { ValueKind: JsonValueKind.Object } when declared.Property("isSet") is { ValueKind: JsonValueKind.True } => new OptionCondition(key, OptionConditionOperator.IsSet, []),
        { ValueKind: JsonValueKind.Object } when declared.Property("isSet") is { ValueKind: JsonValueKind.False } => new OptionCondition(key, OptionConditionOperator.IsNotSet, []),
        { ValueKind: JsonValueKind.Object } => declared.Property("not") is { } not && ValuesOf(not) is { Count: > 0 } others ? new OptionCondition(key, OptionConditionOperator.NotIn, others) : null,
        _ => ValuesOf(declared) is { Count: > 0 } values ? new OptionCondition(key, OptionConditionOperator.In, values) : null,
    };

    private static List<JsonElement> ValuesOf(JsonElement declared) =>
        [.. (declared.ValueKind == JsonValueKind.Array ? declared.EnumerateArray().ToArray() : [declared]).Where(IsPlain).Select(value => value.Clone())];

    private static bool IsPlain(JsonElement value) => value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False;
}
