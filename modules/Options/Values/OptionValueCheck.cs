using System.Globalization;
using System.Text.Json;
using GraphQLPlugins.Options.Definitions;

namespace GraphQLPlugins.Options.Values;

/// <summary>Checks one value against its definition. Nothing is converted: what is stored is what was given.</summary>
internal static class OptionValueCheck
{
    /// <summary>Characters of a text, and of the JSON text of any value.</summary>
    public const int MaxValueLength = 64 * 1024;

    /// <summary>What is wrong with the value, as a sentence; null when nothing is.</summary>
    public static string? Problem(OptionDefinition definition, JsonElement value)
    {
        if (value.GetRawText().Length > MaxValueLength) return $"The value is longer than {MaxValueLength} characters.";
        if (StorableJson.Problem(value) is { } problem) return problem;
        if (definition.Required && value.ValueKind == JsonValueKind.String && value.ValueEquals("")) return "A value is required.";
        return definition.Type switch
        {
            OptionType.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : "The value must be true or false.",
            OptionType.Int => Number(definition, value, int.MinValue, int.MaxValue),
            OptionType.Long => Number(definition, value, long.MinValue, long.MaxValue),
            OptionType.Number => Number(definition, value, null, null),
            OptionType.Select => value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False
                && (definition.Choices.Count == 0 || definition.Choices.Any(c => c.Value == Plain(value)))
                ? null
                : $"The value must be one of {Listed(definition)}.",
            OptionType.Multiselect => List(value, item => definition.Choices.Any(c => c.Value == Plain(item)) ? null : $"Each value must be one of {Listed(definition)}."),
            OptionType.Array => List(value, item => item.ValueKind == JsonValueKind.String ? Text(definition, item) : "Each value must be a text."),
            OptionType.Url => value.ValueKind == JsonValueKind.String && Uri.TryCreate(value.GetString(), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                ? null
                : "The value must be an absolute http or https address.",
            OptionType.Json => null,
            _ => value.ValueKind == JsonValueKind.String ? Text(definition, value) : "The value must be a text.",
        };
    }

    /// <summary>
    /// A value as it is meant; null unsets. An empty text is what an emptied input sends, so it unsets too (G56): but for secrets, which it keeps, options that
    /// always need a value, any JSON, and where it may be chosen.
    /// </summary>
    public static JsonElement? Given(OptionDefinition definition, JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
        { ValueKind: JsonValueKind.String } text when text.ValueEquals("") && !IsEmptyMeant(definition) => null,
        _ => value,
    };

    private static bool IsEmptyMeant(OptionDefinition definition) =>
        definition.IsSecret || definition is { Required: true, VisibleWhen.Count: 0 } || definition.Type == OptionType.Json || definition.Choices.Any(choice => choice.Value.Length == 0);

    private static string? Number(OptionDefinition definition, JsonElement value, decimal? least, decimal? greatest)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out var number)) return least is null ? "The value must be a number." : "The value must be a whole number.";
        if (least is not null && decimal.Truncate(number) != number) return "The value must be a whole number.";
        var from = Max(definition.Minimum, least);
        var to = Min(definition.Maximum, greatest);
        if (from > number) return $"The value must be at least {from.Value.ToString(CultureInfo.InvariantCulture)}.";
        if (to < number) return $"The value must be at most {to.Value.ToString(CultureInfo.InvariantCulture)}.";
        return null;
    }

    private static string? Text(OptionDefinition definition, JsonElement value)
    {
        var text = value.GetString()!;
        if (text.Contains('\0')) return "The value must not contain NUL characters.";
        if (definition.MinLength > text.Length) return $"The value must have at least {definition.MinLength} characters.";
        if (definition.MaxLength < text.Length) return $"The value must have at most {definition.MaxLength} characters.";
        return definition.Pattern is { } pattern && !OptionPattern.Matches(pattern, text) ? $"The value must match {pattern}." : null;
    }

    private static string? List(JsonElement value, Func<JsonElement, string?> check)
    {
        if (value.ValueKind != JsonValueKind.Array) return "The value must be a list.";
        foreach (var item in value.EnumerateArray())
        {
            if (check(item) is { } problem) return problem;
        }
        return null;
    }

    private static string Plain(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static string Listed(OptionDefinition definition) => string.Join(", ", definition.Choices.Select(c => c.Value));

    private static decimal? Max(decimal? a, decimal? b) => a is null ? b : b is null ? a : Math.Max(a.Value, b.Value);

    private static decimal? Min(decimal? a, decimal? b) => a is null ? b : b is null ? a : Math.Min(a.Value, b.Value);
}
