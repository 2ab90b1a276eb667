using System.Text.Json;

namespace GraphQLPlugins.Integrations.Components;

/// <summary>Reads members of an object, and says of which element and where when one is not as it must be.</summary>
internal readonly struct ElementReader(string? element, string pointer, JsonElement json)
{
    private const int MaxObjects = 50;

    public string Pointer => pointer;

    /// <summary>The same place, now that the element's type is known.</summary>
    public ElementReader Named(string type) => new(type, pointer, json);

    public bool Has(string name) => json.TryGetProperty(name, out _);

    /// <summary>A text that is not empty.</summary>
    public string Text(string name) =>
        Member(name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text ? text : throw Invalid(name, "It must be a text that is not empty.");

    /// <summary>An address relative to the app's own, where its webhook is.</summary>
    public void Path(string name)
    {
        var path = Text(name);
        if (path[0] != '/' || path.StartsWith("//", StringComparison.Ordinal) || path.Contains('\\'))
            throw Invalid(name, "It must start with / and lead to the app's own host.");
        EnsureUnbroken(name, path);
    }

    public void Url(string name)
    {
        var url = Text(name);
        if (!url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) && url[0] != '/')
            throw Invalid(name, "It must start with http://, https:// or /.");
        EnsureUnbroken(name, url);
    }

    public string OneOf(string name, params string[] allowed)
    {
        var text = Text(name);
        return allowed.Contains(text) ? text : throw Invalid(name, $"It must be {(allowed.Length == 1 ? allowed[0] : $"one of {string.Join(", ", allowed)}")}.");
    }

    public void Flag(string name)
    {
        if (Has(name) && json.GetProperty(name).ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            throw Invalid(name, "It must be true or false.");
    }

    public ElementReader Object(string name) =>
        Member(name) is { ValueKind: JsonValueKind.Object } value ? new(element, $"{pointer}/{name}", value) : throw Invalid(name, "It must be an object.");

    /// <summary>The objects of a list that is neither empty nor too long: each select may be a request to the app whenever the element is shown.</summary>
    public IEnumerable<ElementReader> Objects(string name)
    {
        var (type, start, index) = (element, $"{pointer}/{name}", 0);
        var items = new List<ElementReader>();
        var list = Array(name);
        if (list.GetArrayLength() > MaxObjects)
            throw Invalid(name, $"It has {list.GetArrayLength()} entries; at most {MaxObjects} are allowed.");
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object)
                throw new SchemaElementInvalidException(type, $"{start}/{index}", "It must be an object.");
            items.Add(new ElementReader(type, $"{start}/{index++}", item));
        }
        return items;
    }

    /// <summary>A list that is not empty.</summary>
    public JsonElement Array(string name) =>
        Member(name) is { ValueKind: JsonValueKind.Array } value && value.GetArrayLength() > 0 ? value : throw Invalid(name, "It must be a list with at least one entry.");

    public SchemaElementInvalidException Invalid(string name, string reason) =>
        new(element, $"{pointer}/{name}", Has(name) || name.Contains('/') ? reason : $"It is missing. {reason}");

    /// <summary>Some programs take spaces and control characters out of addresses, which makes others of them.</summary>
    private void EnsureUnbroken(string name, string address)
    {
        if (address.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))) throw Invalid(name, "It cannot hold spaces or control characters.");
    }

    private JsonElement? Member(string name) => json.TryGetProperty(name, out var value) ? value : null;
}
