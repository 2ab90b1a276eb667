using System.Globalization;
using System.Linq.Expressions;
using System.Text.Json;
using GraphQLPlugins.Engine.Data.Filtering;

namespace GraphQLPlugins.Engine.Data.ResourceQueries;

/// <summary>Turns JSON values into what fields are compared with; expressions hold them such that EF Core makes parameters of them.</summary>
internal static class ResourceValues
{
    private const int MaxListValues = 1_000;
    private static readonly DataLimits Limits = new();

    private sealed class Box(object? value)
    {
        public object? Value { get; } = value;
    }

    /// <summary>A value as a parameter of the query.</summary>
    public static Expression Parameter(object? value, Type type) =>
        Expression.Convert(Expression.Property(Expression.Constant(new Box(value)), nameof(Box.Value)), type);

    /// <summary>A single value of the type. Errors: <see cref="ResourceQueryException"/>.</summary>
    public static object? Single(JsonElement value, Type type, string key)
    {
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return null;
        if (value.ValueKind == JsonValueKind.Array) throw new ResourceQueryException(ResourceQueryException.ListRefused, $"The condition on {key} wants a single value, not a list.");
        type = Nullable.GetUnderlyingType(type) ?? type;
        try
        {
            return type switch
            {
                _ when type == typeof(string) => Text(value),
                _ when type.IsEnum => ParseEnum(Text(value), type),
                _ when type == typeof(bool) => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : bool.Parse(Text(value)),
                _ when type == typeof(Guid) => Guid.Parse(Text(value)),
                _ when type == typeof(DateTimeOffset) => Time(Text(value)),
                _ when type == typeof(DateTime) => Time(Text(value)).UtcDateTime,
                _ when type == typeof(DateOnly) => DateOnly.Parse(Text(value), CultureInfo.InvariantCulture),
                _ when type == typeof(TimeSpan) => TimeSpan.Parse(Text(value), CultureInfo.InvariantCulture),
                _ when type == typeof(TimeOnly) => TimeOnly.Parse(Text(value), CultureInfo.InvariantCulture),
                _ => Convert.ChangeType(value.ValueKind == JsonValueKind.Number ? value.GetDecimal() : decimal.Parse(Text(value), NumberStyles.Float, CultureInfo.InvariantCulture), type, CultureInfo.InvariantCulture),
            };
        }
        catch (Exception e) when (e is FormatException or OverflowException or InvalidCastException or ArgumentException or InvalidOperationException)
        {
            throw Invalid(key, value);
        }
    }

    /// <summary>A typed array. Errors: <see cref="ResourceQueryException"/> when the value is no list.</summary>
    public static Array List(JsonElement value, Type type, string key)
    {
        var items = Items(value, key);
        var array = Array.CreateInstance(type, items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            var item = Single(items[i], type, key);
            if (item is null && type.IsValueType && Nullable.GetUnderlyingType(type) is null) throw Invalid(key, value);
            array.SetValue(item, i);
        }
        return array;
    }

    /// <summary>The texts of a list. Errors: <see cref="ResourceQueryException"/> when the value is no list of texts.</summary>
    public static IReadOnlyList<string> Texts(JsonElement value, string key) => [.. Items(value, key).Select(v => RequiredText(v, key))];

    /// <summary>A text that must be there.</summary>
    public static string RequiredText(JsonElement value, string key) => (string?)Single(value, typeof(string), key) ?? throw Invalid(key, value);

    /// <summary>An instant in ISO 8601. Errors: <see cref="ResourceQueryException"/>.</summary>
    public static DateTimeOffset Instant(JsonElement value, string key)
    {
        try
        {
            return Time(RequiredText(value, key));
        }
        catch (FormatException)
        {
            throw Invalid(key, value);
        }
    }

    /// <summary>An instant relative to now. Errors: <see cref="ResourceQueryException"/>.</summary>
    public static DateTimeOffset Relative(JsonElement value, string key)
    {
        try
        {
            return RelativeTime.TryParse(RequiredText(value, key), out var time) ? time.Resolve(DateTimeOffset.UtcNow) : throw Invalid(key, value);
        }
        catch (GraphQLException)
        {
            throw Invalid(key, value);
        }
    }

    /// <summary>A regular expression that is safe to run. Errors: <see cref="ResourceQueryException"/>.</summary>
    public static string Pattern(string pattern)
    {
        try
        {
            return SafeRegex.Check(pattern, Limits);
        }
        catch (GraphQLException e)
        {
            throw new ResourceQueryException(ResourceQueryException.InvalidRegex, e.Message);
        }
    }

    /// <summary>Whether a database can take all texts of a document.</summary>
    public static bool CanBeStored(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().All(p => IsText(p.Name) && CanBeStored(p.Value)),
        JsonValueKind.Array => value.EnumerateArray().All(CanBeStored),
        JsonValueKind.String => IsText(value.GetString()!),
        _ => true,
    };

    /// <summary>Whether a database can take a text, and it is no longer than one may be.</summary>
    public static bool IsText(string text) => text.Length <= Limits.MaxTextLength && FilterValues.IsStorable(text);

    /// <summary>The value of an enum as clients write it: case and underscores don't matter.</summary>
    public static object ParseEnum(string text, Type type) => Enum.Parse(type, text.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    public static ResourceQueryException Invalid(string key, JsonElement value) =>
        new(ResourceQueryException.InvalidValue, $"The condition on {key} cannot use the value {(value.ValueKind == JsonValueKind.Undefined ? "(none)" : value.GetRawText())}.");

    /// <summary>The values of a list. Errors: <see cref="ResourceQueryException"/> when the value is no list, or too long a one.</summary>
    public static List<JsonElement> Items(JsonElement value, string key)
    {
        if (value.ValueKind != JsonValueKind.Array) throw new ResourceQueryException(ResourceQueryException.ListRequired, $"The condition on {key} wants a list of values.");
        if (value.GetArrayLength() > MaxListValues)
            throw new ResourceQueryException(ResourceQueryException.LimitExceeded, $"A list has at most {MaxListValues} values; the condition on {key} has {value.GetArrayLength()}.");
        return [.. value.EnumerateArray()];
    }

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUniversalTime();

    private static string Text(JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => throw new FormatException(),
        };
        return IsText(text) ? text : throw new FormatException();
    }
}
