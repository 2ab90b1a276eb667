using System.Globalization;
using System.Text.Json;

namespace GraphQLPlugins.Engine.Data.Tests.ResourceQueries;

/// <summary>What conditions and aggregations mean over documents, written down plainly; knows nothing of the engine.</summary>
internal static class DocumentModel
{
    /// <summary>Whether a condition holds for a document.</summary>
    public static bool Holds(JsonElement? document, string[] path, string op, JsonElement given)
    {
        var value = At(document, path);
        return op switch
        {
            "eq" => Any(value, v => IsEqual(v, given)),
            "not" => !Any(value, v => IsEqual(v, given)),
            "in" => Any(value, v => given.EnumerateArray().Any(g => IsEqual(v, g))),
            "not_in" => !Any(value, v => given.EnumerateArray().Any(g => IsEqual(v, g))),
            "exists" => (value is { ValueKind: not JsonValueKind.Null }) == given.GetBoolean(),
            "contain" => Any(value, v => Contains(v, given)),
            "not_contain" => !Any(value, v => Contains(v, given)),
            "contain_in" => Any(value, v => given.EnumerateArray().Any(g => Contains(v, g))),
            "not_contain_in" => !Any(value, v => given.EnumerateArray().Any(g => Contains(v, g))),
            "lt" => Any(value, v => Number(v) < given.GetDecimal()),
            "lte" => Any(value, v => Number(v) <= given.GetDecimal()),
            "gt" => Any(value, v => Number(v) > given.GetDecimal()),
            "gte" => Any(value, v => Number(v) >= given.GetDecimal()),
            _ => throw new ArgumentOutOfRangeException(nameof(op), op, null),
        };
    }

    /// <summary>The elements of the arrays at a path; none of anything else.</summary>
    public static IEnumerable<JsonElement> Unwound(IEnumerable<JsonElement?> documents, string[] path) =>
        documents.SelectMany(d => At(d, path) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : []);

    /// <summary>The number that a value is.</summary>
    public static decimal? Number(JsonElement? value) => value is { ValueKind: JsonValueKind.Number } number ? number.GetDecimal() : null;

    /// <summary>The value at a path.</summary>
    public static JsonElement? At(JsonElement? value, string[] path)
    {
        foreach (var key in path)
        {
            value = value switch
            {
                { ValueKind: JsonValueKind.Object } o when o.TryGetProperty(key, out var child) => child,
                { ValueKind: JsonValueKind.Array } a when int.TryParse(key, CultureInfo.InvariantCulture, out var index) && index < a.GetArrayLength() => a[index],
                _ => null,
            };
        }
        return value;
    }

    /// <summary>A value such that equal ones are written alike.</summary>
    public static string Canonical(JsonElement? value) => value?.ValueKind switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.Object => "{" + string.Join(',', value.Value.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => $"{p.Name}:{Canonical(p.Value)}")) + "}",
        JsonValueKind.Array => "[" + string.Join(',', value.Value.EnumerateArray().Select(e => Canonical(e))) + "]",
        JsonValueKind.Number => value.Value.GetDecimal().ToString("G29", CultureInfo.InvariantCulture),
        _ => value.Value.GetRawText(),
    };

    private static bool Any(JsonElement? value, Func<JsonElement?, bool> predicate) =>
        predicate(value) || (value is { ValueKind: JsonValueKind.Array } array && array.EnumerateArray().Any(e => predicate(e)));

    private static bool IsEqual(JsonElement? value, JsonElement given) => given.ValueKind switch
    {
        JsonValueKind.Null => value is null or { ValueKind: JsonValueKind.Null },
        JsonValueKind.Number => Number(value) == given.GetDecimal(),
        JsonValueKind.String => Text(value) == given.GetString(),
        _ => Text(value) == given.GetRawText(),
    };

    private static bool Contains(JsonElement? value, JsonElement given) => Text(value)?.Contains(given.GetString()!, StringComparison.OrdinalIgnoreCase) == true;

    private static string? Text(JsonElement? value) => value?.ValueKind switch
    {
        JsonValueKind.String => value.Value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.Value.GetRawText(),
        _ => null,
    };
}
