using System.Linq.Expressions;
using System.Text.Json;
using GraphQLPlugins.Engine.Data.Fields;

namespace GraphQLPlugins.Engine.Data.ResourceQueries;

/// <summary>The fields of a resource that queries may name. Made once, shared by all requests.</summary>
public sealed class ResourceFields<T>
{
    private readonly Dictionary<string, LambdaExpression> _fields = new(StringComparer.Ordinal);
    private LambdaExpression? _tiebreak;

    /// <summary>The field names in order of declaration.</summary>
    public IReadOnlyCollection<string> Names => _fields.Keys;

    internal IReadOnlyList<string> KeywordNames { get; private set; } = [];

    internal IReadOnlyList<string> MinimalNames { get; private set; } = [];

    internal IReadOnlyList<ResourceSort> DefaultSort { get; private set; } = [];

    internal LambdaExpression Tiebreak => _tiebreak ?? throw new InvalidOperationException($"The fields of {typeof(T).Name} need a unique key: call Unique.");

    /// <summary>A field: a scalar, a list of scalars, or a JSON document (then <c>name.key.key</c> goes into it).</summary>
    public ResourceFields<T> Add<TValue>(string name, Expression<Func<T, TValue>> member)
    {
        _fields.Add(name, member);
        return this;
    }

    /// <summary>The fields that a keyword is looked for in.</summary>
    public ResourceFields<T> Keywords(params string[] names)
    {
        KeywordNames = Known(names);
        return this;
    }

    /// <summary>The fields of a minimal row.</summary>
    public ResourceFields<T> Minimal(params string[] names)
    {
        MinimalNames = Known(names);
        return this;
    }

    /// <summary>The order when the query has none.</summary>
    public ResourceFields<T> SortedBy(string name, bool descending = false)
    {
        Known([name]);
        DefaultSort = [.. DefaultSort, new ResourceSort(name, descending)];
        return this;
    }

    /// <summary>What makes every order unique.</summary>
    public ResourceFields<T> Unique<TValue>(Expression<Func<T, TValue>> member)
    {
        _tiebreak = member;
        return this;
    }

    /// <summary>The field of a key. Errors: <see cref="ResourceQueryException"/> when there is none.</summary>
    internal ResourceField Find(string key)
    {
        if (_fields.TryGetValue(key, out var exact)) return new ResourceField(key, exact, []);
        var dot = key.IndexOf('.');
        if (dot > 0 && _fields.TryGetValue(key[..dot], out var document) && ResourceField.IsJson(document.ReturnType) && ResourceField.PathBelow(key[..dot], key) is { } path)
            return new ResourceField(key, document, path);
        throw new ResourceQueryException(ResourceQueryException.UnknownKey, $"There is no field {key}. There are: {string.Join(", ", _fields.Keys)}.");
    }

    private string[] Known(string[] names)
    {
        foreach (var name in names)
        {
            if (!_fields.ContainsKey(name)) throw new ArgumentException($"There is no field {name}.", nameof(names));
        }
        return names;
    }
}

/// <summary>A field that a query names.</summary>
/// <param name="Name">The key as it was written.</param>
/// <param name="Member">The field of an item.</param>
/// <param name="Path">Keys into a JSON document; empty for the field itself.</param>
internal sealed record ResourceField(string Name, LambdaExpression Member, string[] Path)
{
    private const int MaxPath = 16;
    private const int MaxKeyLength = 255;

    public static bool IsJson(Type type) => (Nullable.GetUnderlyingType(type) ?? type) == typeof(JsonElement) || type == typeof(JsonDocument);

    /// <summary>The keys by which a key goes on below another one; null when it doesn't, or when it is no path of at most 16 keys with 1 to 255 characters.</summary>
    public static string[]? PathBelow(string parent, string key)
    {
        if (key.Length <= parent.Length || key[parent.Length] != '.' || !key.StartsWith(parent, StringComparison.Ordinal)) return null;
        var path = key[(parent.Length + 1)..].Split('.');
        return path.Length <= MaxPath && Array.TrueForAll(path, p => p.Length is > 0 and <= MaxKeyLength && !p.Contains('\0')) ? path : null;
    }

    /// <summary>The element type when the field is a list of scalars; else null.</summary>
    public Type? Element => Member.ReturnType == typeof(string) || IsJson(Member.ReturnType) ? null : DataTypes.ElementOf(Member.ReturnType);
}
