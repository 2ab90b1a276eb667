using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;

namespace GraphQLPlugins.Catalog.Templates;

/// <summary>A place in a document: which one, and the way down from its root.</summary>
internal readonly record struct SchemaPlace(string Document, string Pointer)
{
    public SchemaPlace Child(string name) => this with { Pointer = $"{Pointer}/{name.Replace("~", "~0").Replace("/", "~1")}" };

    public override string ToString() => $"{Document}#{Pointer}";
}

/// <summary>The documents that one schema may reach, its own identifiers and the way a reference resolves against them (draft-7, core 8).</summary>
internal sealed class SchemaDocuments
{
    private const string Anonymous = "schema:///root";
    private const int MaxDepth = 128;

    private readonly Dictionary<string, JsonElement> _roots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SchemaPlace> _identified = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _baseOf = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, JsonElement> _remotes;

    public SchemaDocuments(JsonElement schema, IReadOnlyDictionary<string, JsonElement> remotes)
    {
        _remotes = remotes;
        Root = Add(Anonymous, schema);
    }

    public SchemaPlace Root { get; }

    public JsonElement ElementAt(SchemaPlace place) => Walk(place, out _);

    public SchemaPlace Resolve(SchemaPlace from, string reference)
    {
        Walk(from, out var baseUri);
        var (address, fragment) = Split(Absolute(baseUri, reference));
        if (!TryFind(address, out var target))
            throw new JsonSchemaException($"The reference '{reference}' at '{from}' leads to no known document; documents are never fetched.");
        if (fragment.Length == 0)
            return target;
        if (fragment[0] != '/')
            return _identified.TryGetValue($"{address}#{fragment}", out var named) ? named
                : throw new JsonSchemaException($"The reference '{reference}' at '{from}' names nothing.");
        var place = target with { Pointer = target.Pointer + Uri.UnescapeDataString(fragment) };
        Walk(place, out _);
        return place;
    }

    private bool TryFind(string address, out SchemaPlace place)
    {
        if (_identified.TryGetValue(address, out place))
            return true;
        if (_remotes.TryGetValue(address, out var remote))
            return (place = Add(address, remote)) != default;
        if (address == MetaSchema.Uri)
            return (place = Add(address, MetaSchema.Document)) != default;
        return false;
    }

    private SchemaPlace Add(string address, JsonElement document)
    {
        var place = new SchemaPlace(address, "");
        _roots[address] = document;
        _identified[address] = place;
        Index(document, place, address, 0);
        return place;
    }

    /// <summary>Remembers every identifier below a schema, looking only where the draft puts schemas: an <c>$id</c> inside <c>enum</c> is data.</summary>
    private void Index(JsonElement schema, SchemaPlace place, string baseUri, int depth)
    {
        if (depth > MaxDepth)
            throw new JsonSchemaException($"The schema nests deeper than {MaxDepth} levels.");
        if (schema.ValueKind != JsonValueKind.Object)
            return;
        if (OwnId(schema) is { } id)
        {
            var (address, fragment) = Split(Absolute(baseUri, id));
            _identified.TryAdd(fragment.Length == 0 ? address : $"{address}#{fragment}", place);
            if (fragment.Length == 0)
                baseUri = address;
        }
        _baseOf[place.ToString()] = baseUri;
        foreach (var keyword in schema.EnumerateObject())
        {
            var child = place.Child(keyword.Name);
            switch (keyword.Name)
            {
                case "additionalItems" or "contains" or "additionalProperties" or "propertyNames" or "not" or "if" or "then" or "else":
                case "items" when keyword.Value.ValueKind != JsonValueKind.Array:
                    Index(keyword.Value, child, baseUri, depth + 1);
                    break;
                case "items" or "allOf" or "anyOf" or "oneOf" when keyword.Value.ValueKind == JsonValueKind.Array:
                    var i = 0;
                    foreach (var item in keyword.Value.EnumerateArray())
                        Index(item, child.Child((i++).ToString(System.Globalization.CultureInfo.InvariantCulture)), baseUri, depth + 1);
                    break;
                case "definitions" or "properties" or "patternProperties" or "dependencies" when keyword.Value.ValueKind == JsonValueKind.Object:
                    foreach (var entry in keyword.Value.EnumerateObject())
                        Index(entry.Value, child.Child(entry.Name), baseUri, depth + 1);
                    break;
            }
        }
    }

    private JsonElement Walk(SchemaPlace place, out string baseUri)
    {
        var element = _roots[place.Document];
        var walked = place with { Pointer = "" };
        baseUri = _baseOf.GetValueOrDefault(walked.ToString(), place.Document);
        if (place.Pointer.Length == 0)
            return element;
        foreach (var part in place.Pointer[1..].Split('/'))
        {
            var name = part.Replace("~1", "/").Replace("~0", "~");
            if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member))
                element = member;
            else if (element.ValueKind == JsonValueKind.Array && int.TryParse(name, out var index) && index >= 0 && index < element.GetArrayLength())
                element = element[index];
            else
                throw new JsonSchemaException($"'{place}' names nothing.");
            walked = walked with { Pointer = $"{walked.Pointer}/{part}" };
            baseUri = _baseOf.GetValueOrDefault(walked.ToString(), baseUri);
        }
        return element;
    }

    private static string? OwnId(JsonElement schema) =>
        !schema.TryGetProperty("$ref", out _) && schema.TryGetProperty("$id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;

    private static string Absolute(string baseUri, string reference)
    {
        if (reference.Length == 0 || reference[0] == '#')
            return baseUri + reference;
        if (Uri.TryCreate(reference, UriKind.Absolute, out _) && reference.Contains(':'))
            return reference;
        return Uri.TryCreate(baseUri, UriKind.Absolute, out var parent) && Uri.TryCreate(parent, reference, out var joined)
            ? joined.ToString()
            : throw new JsonSchemaException($"'{reference}' cannot be resolved against '{baseUri}'.");
    }

    private static (string Address, string Fragment) Split(string uri)
    {
        var hash = uri.IndexOf('#');
        return hash < 0 ? (uri, "") : (uri[..hash], uri[(hash + 1)..]);
    }
}
