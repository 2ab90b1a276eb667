using System.Globalization;
using System.Linq.Expressions;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace GraphQLPlugins.Engine.Data.Running;

/// <summary>A value in a document in memory.</summary>
/// <param name="element">A <c>JsonElement?</c>.</param>
internal sealed partial class MemoryDocument(Expression element) : DocumentValue
{
    /// <summary>What instants look like; the days of each month are checked, since a database's cast knows no mercy.</summary>
    public const string DatePattern =
        @"(?:[12]\d{3}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))|(?:[12]\d(?:0[48]|[2468][048]|[13579][26])|(?:12|16|20|24|28)00)-02-29)";

    public const string ClockPattern = @"T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?";

    public const string ZonePattern = @"(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d)";

    public override Expression Text => Call(nameof(TextOf));

    public override Expression Number => Call(nameof(NumberOf));

    public override Expression Time => Call(nameof(TimeOf));

    public override Expression Exists => Expression.NotEqual(Given, Expression.Constant(null, typeof(MemoryValue)));

    public override Expression Given => Call(nameof(GivenOf));

    public override Expression Raw => Call(nameof(RawOf));

    public override DocumentElements Elements => new(Call(nameof(ElementsOf)), typeof(JsonElement), item => new MemoryDocument(Expression.Convert(item, typeof(JsonElement?))));

    public override DocumentValue Child(Expression key) => new MemoryDocument(Expression.Call(typeof(MemoryDocument), nameof(ChildOf), null, element, key));

    public override Expression Contains(JsonElement value) => Expression.Call(typeof(MemoryDocument), nameof(IsIn), null, element, Expression.Constant(value));

    /// <summary>Of a document, of its root, or of a value that was given.</summary>
    public static MemoryDocument Of(Expression json) => new(Expression.Call(typeof(MemoryDocument), nameof(Element), null, Expression.Convert(json, typeof(object))));

    internal static JsonElement? Element(object? json) => json switch
    {
        JsonDocument d => d.RootElement,
        JsonElement e => e,
        MemoryValue v => v.Element,
        _ => null,
    };

    internal static JsonElement? ChildOf(JsonElement? parent, string key)
    {
        if (parent is { ValueKind: JsonValueKind.Object } o) return o.TryGetProperty(key, out var child) ? child : null;
        // As PostgreSQL reads numbers of elements: those below zero count from the end.
        if (parent is not { ValueKind: JsonValueKind.Array } array || !int.TryParse(key, NumberStyles.AllowLeadingWhite | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index)) return null;
        if (index < 0) index += array.GetArrayLength();
        return index >= 0 && index < array.GetArrayLength() ? array[index] : null;
    }

    private static string? TextOf(JsonElement? value) => value?.ValueKind switch
    {
        JsonValueKind.String => value.Value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.Value.GetRawText(),
        _ => null,
    };

    private static decimal? NumberOf(JsonElement? value) => value is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out var read) ? read : null;

    private static DateTimeOffset? TimeOf(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.String } text && text.GetString() is { } given && Times().Match(given).Length == given.Length && given.Length > 0
            ? DateTimeOffset.Parse(given, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null;

    private static MemoryValue? GivenOf(JsonElement? value) => value is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } given ? new MemoryValue(given) : null;

    private static string? RawOf(JsonElement? value) => value is { ValueKind: not JsonValueKind.Undefined } given ? given.GetRawText() : null;

    private static IEnumerable<JsonElement> ElementsOf(JsonElement? value) => value is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    private static bool IsIn(JsonElement? document, JsonElement value)
    {
        if (document is not { } given) return false;
        return given.ValueKind == JsonValueKind.Array ? given.EnumerateArray().Any(e => Has(e, value)) : Has(given, value);
    }

    private static bool Has(JsonElement document, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array && document.ValueKind == JsonValueKind.Array)
            return value.EnumerateArray().All(v => document.EnumerateArray().Any(d => Has(d, v)));
        if (value.ValueKind != JsonValueKind.Object || document.ValueKind != JsonValueKind.Object) return JsonElement.DeepEquals(document, value);
        foreach (var property in value.EnumerateObject())
        {
            if (!document.TryGetProperty(property.Name, out var own) || !Has(own, property.Value)) return false;
        }
        return true;
    }

    private MethodCallExpression Call(string method) => Expression.Call(typeof(MemoryDocument), method, null, element);

    [GeneratedRegex("^" + DatePattern + "(?:" + ClockPattern + ZonePattern + "?)?$", RegexOptions.ECMAScript)]
    private static partial Regex Times();
}

/// <summary>A value of a document in memory, equal to others by what it says.</summary>
internal sealed class MemoryValue(JsonElement element) : IEquatable<MemoryValue>
{
    public JsonElement Element { get; } = element;

    public bool Equals(MemoryValue? other) => other is not null && JsonElement.DeepEquals(Element, other.Element);

    public override bool Equals(object? obj) => Equals(obj as MemoryValue);

    // Equal numbers may be written differently, and properties in another order.
    public override int GetHashCode() => Element.ValueKind switch
    {
        JsonValueKind.String => Element.GetString()!.GetHashCode(StringComparison.Ordinal),
        JsonValueKind.Number => Element.GetDouble().GetHashCode(),
        JsonValueKind.Array => HashCode.Combine(JsonValueKind.Array, Element.GetArrayLength()),
        var kind => (int)kind,
    };
}
