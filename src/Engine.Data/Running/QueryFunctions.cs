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

    /// <summary>A document, or a value of one that was given, to look into.</summary>
    public abstract DocumentValue Document(Expression json);

    /// <summary>What <see cref="DocumentValue.Given"/> was, as it was read: a <c>JsonElement</c> or null.</summary>
    public abstract object? Given(object? value);

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

    public override DocumentValue Document(Expression json) => MemoryDocument.Of(json);

    public override object? Given(object? value) => MemoryDocument.Element(value);

    public override Expression ArrayOf(Expression values, Type element) => Expression.Call(typeof(Enumerable), nameof(Enumerable.ToArray), [element], values);

    internal static bool ContainsPattern(string text, string pattern)
    {
        var plain = pattern[1..^1].Replace(@"\%", "%", StringComparison.Ordinal).Replace(@"\_", "_", StringComparison.Ordinal)
            .Replace(@"\[", "[", StringComparison.Ordinal).Replace(@"\\", @"\", StringComparison.Ordinal);
        return text.Contains(plain, StringComparison.OrdinalIgnoreCase);
    }

    internal static bool HasKey(object? json, string key) => MemoryDocument.Element(json) is { ValueKind: JsonValueKind.Object } o && o.TryGetProperty(key, out _);

    internal static string? TextAt(object? json, string[] keys)
    {
        var found = MemoryDocument.Element(json);
        foreach (var key in keys) found = MemoryDocument.ChildOf(found, key);
        return found?.ValueKind switch
        {
            null or JsonValueKind.Null or JsonValueKind.Undefined => null,
            JsonValueKind.String => found.Value.GetString(),
            _ => found.Value.GetRawText(),
        };
    }
}
