using System.Linq.Expressions;
using System.Text.Json;
using GraphQLPlugins.Engine.Data.Filtering;

namespace GraphQLPlugins.Engine.Data.Running;

/// <summary>What is not written alike for every place where a query can run.</summary>
internal abstract class QueryFunctions
{
    /// <summary>Whether null comes after everything else when sorted up.</summary>
    public abstract bool NullsAreLargest { get; }

    /// <summary>Whether a text is like a pattern, whatever its case. The pattern escapes with a backslash.</summary>
    public abstract Expression Like(Expression text, Expression pattern);

    /// <summary>Whether a part of a text matches a regular expression.</summary>
    public abstract Expression Regex(Expression text, Expression pattern, bool ignoreCase);

    /// <summary>Whether a JSON document is an object with a key.</summary>
    public abstract Expression JsonHasKey(Expression json, Expression key);

    /// <summary>The text of the value at a path; null when it isn't there.</summary>
    public abstract Expression JsonText(Expression json, Expression[] keys);

    /// <summary>A predicate on the number at a path; false when there is no number.</summary>
    public abstract Expression JsonNumber(Expression json, Expression[] keys, Func<Expression, Expression> predicate);

    /// <summary>Whether a document, or one of the objects in an array, has all that an object has.</summary>
    public abstract Expression JsonContains(Expression json, JsonElement value);

    /// <summary>All values of a group as an array.</summary>
    public abstract Expression ArrayOf(Expression values, Type element);

    /// <summary>What the parts of an instant in UTC are read of.</summary>
    public virtual Expression Utc(Expression time) => Expression.Property(time, nameof(DateTimeOffset.UtcDateTime));

    /// <summary>(a, b, …) is after (x, y, …); null where the database cannot compare rows.</summary>
    public virtual Expression? RowComparison(Expression[] left, Expression[] right, bool greater) => null;
}

/// <summary>In memory.</summary>
internal sealed class MemoryFunctions : QueryFunctions
{
    public static readonly MemoryFunctions Instance = new();

    public override bool NullsAreLargest => false;

    public override Expression Like(Expression text, Expression pattern) => Expression.Call(typeof(MemoryFunctions), nameof(ContainsPattern), null, text, pattern);

    public override Expression Regex(Expression text, Expression pattern, bool ignoreCase) =>
        Expression.Call(typeof(SafeRegex), nameof(SafeRegex.IsMatch), null, text, pattern, Expression.Constant(ignoreCase));

    public override Expression JsonHasKey(Expression json, Expression key) =>
        Expression.Call(typeof(MemoryFunctions), nameof(HasKey), null, Expression.Convert(json, typeof(object)), key);

    public override Expression JsonText(Expression json, Expression[] keys) =>
        Expression.Call(typeof(MemoryFunctions), nameof(TextAt), null, Expression.Convert(json, typeof(object)), Expression.NewArrayInit(typeof(string), keys));

    public override Expression JsonNumber(Expression json, Expression[] keys, Func<Expression, Expression> predicate)
    {
        var number = Expression.Call(typeof(MemoryFunctions), nameof(NumberAt), null, Expression.Convert(json, typeof(object)), Expression.NewArrayInit(typeof(string), keys));
        return Expression.AndAlso(Expression.Property(number, nameof(Nullable<decimal>.HasValue)), predicate(Expression.Property(number, nameof(Nullable<decimal>.Value))));
    }

    public override Expression JsonContains(Expression json, JsonElement value) =>
        Expression.Call(typeof(MemoryFunctions), nameof(Contains), null, Expression.Convert(json, typeof(object)), Expression.Constant(value));

    public override Expression ArrayOf(Expression values, Type element) => Expression.Call(typeof(Enumerable), nameof(Enumerable.ToArray), [element], values);

    internal static decimal? NumberAt(object? json, string[] keys) =>
        Find(json, keys) is { ValueKind: JsonValueKind.Number } number ? number.GetDecimal() : null;

    internal static bool Contains(object? json, JsonElement value)
    {
        if (Element(json) is not { } document) return false;
        return document.ValueKind == JsonValueKind.Array ? document.EnumerateArray().Any(e => Has(e, value)) : Has(document, value);
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

    internal static bool ContainsPattern(string text, string pattern)
    {
        var plain = pattern[1..^1].Replace(@"\%", "%", StringComparison.Ordinal).Replace(@"\_", "_", StringComparison.Ordinal)
            .Replace(@"\[", "[", StringComparison.Ordinal).Replace(@"\\", @"\", StringComparison.Ordinal);
        return text.Contains(plain, StringComparison.OrdinalIgnoreCase);
    }

    internal static bool HasKey(object? json, string key) => Element(json) is { ValueKind: JsonValueKind.Object } o && o.TryGetProperty(key, out _);

    internal static string? TextAt(object? json, string[] keys)
    {
        if (Find(json, keys) is not { } found) return null;
        return found.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            JsonValueKind.String => found.GetString(),
            _ => found.GetRawText(),
        };
    }

    private static JsonElement? Find(object? json, string[] keys)
    {
        if (Element(json) is not { } current) return null;
        foreach (var key in keys)
        {
            if (current.ValueKind != JsonValueKind.Object || !current.TryGetProperty(key, out current)) return null;
        }
        return current;
    }

    private static JsonElement? Element(object? json) => json switch
    {
        JsonDocument d => d.RootElement,
        JsonElement e => e,
        _ => null,
    };
}
