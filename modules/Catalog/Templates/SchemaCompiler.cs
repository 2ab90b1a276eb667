using System.Text.Json;
using System.Text.RegularExpressions;
using GraphQLPlugins.Catalog.Contracts;

namespace GraphQLPlugins.Catalog.Templates;

/// <summary>Schema document to <see cref="SchemaNode"/>. Every schema is compiled once per place, so that recursive references become cycles of nodes.</summary>
internal sealed class SchemaCompiler
{
    private const int MaxNodes = 20_000;

    private readonly SchemaDocuments _documents;
    private readonly Dictionary<SchemaPlace, SchemaNode> _nodes = [];

    private SchemaCompiler(SchemaDocuments documents) => _documents = documents;

    public static SchemaNode Compile(JsonElement schema, IReadOnlyDictionary<string, JsonElement> remotes)
    {
        var documents = new SchemaDocuments(schema, remotes);
        var compiler = new SchemaCompiler(documents);
        var root = compiler.Node(documents.Root);
        compiler.RefuseReferenceRings();
        return root;
    }

    private SchemaNode Node(SchemaPlace place)
    {
        if (_nodes.TryGetValue(place, out var known))
            return known;
        if (_nodes.Count >= MaxNodes)
            throw new JsonSchemaException($"The schema has more than {MaxNodes} sub-schemas.");
        var node = _nodes[place] = new SchemaNode();
        var schema = _documents.ElementAt(place);
        switch (schema.ValueKind)
        {
            case JsonValueKind.True:
            case JsonValueKind.False:
                node.Always = schema.GetBoolean();
                break;
            case JsonValueKind.Object when schema.TryGetProperty("$ref", out var reference) && reference.ValueKind == JsonValueKind.String:
                node.Reference = Node(_documents.Resolve(place, reference.GetString()!));
                break;
            case JsonValueKind.Object:
                foreach (var keyword in schema.EnumerateObject())
                    Read(node, place, keyword.Name, keyword.Value);
                break;
            default:
                throw new JsonSchemaException($"The schema at '{place}' is neither an object nor a boolean.");
        }
        return node;
    }

    private void Read(SchemaNode node, SchemaPlace place, string keyword, JsonElement value)
    {
        switch (keyword)
        {
            case "type": node.Types = Types(value); break;
            case "enum": node.Enum = [.. value.EnumerateArray()]; break;
            case "const": node.Const = value; break;
            case "multipleOf": node.MultipleOf = ExactNumber.From(value); break;
            case "minimum": node.Minimum = ExactNumber.From(value); break;
            case "exclusiveMinimum": node.ExclusiveMinimum = ExactNumber.From(value); break;
            case "maximum": node.Maximum = ExactNumber.From(value); break;
            case "exclusiveMaximum": node.ExclusiveMaximum = ExactNumber.From(value); break;
            case "minLength": node.MinLength = Count(value); break;
            case "maxLength": node.MaxLength = Count(value); break;
            case "pattern": node.Pattern = EcmaPattern.Compile(value.GetString()!); break;
            case "items" when value.ValueKind == JsonValueKind.Array: node.TupleItems = List(place.Child(keyword), value); break;
            case "items": node.Items = Node(place.Child(keyword)); break;
            case "additionalItems": node.AdditionalItems = Node(place.Child(keyword)); break;
            case "contains": node.Contains = Node(place.Child(keyword)); break;
            case "minItems": node.MinItems = Count(value); break;
            case "maxItems": node.MaxItems = Count(value); break;
            case "uniqueItems": node.UniqueItems = value.GetBoolean(); break;
            case "properties": node.Properties = Map(place.Child(keyword), value); break;
            case "patternProperties":
                node.PatternProperties = [.. Map(place.Child(keyword), value).Select(entry => (EcmaPattern.Compile(entry.Key), entry.Value))];
                break;
            case "additionalProperties": node.AdditionalProperties = Node(place.Child(keyword)); break;
            case "propertyNames": node.PropertyNames = Node(place.Child(keyword)); break;
            case "required": node.Required = Strings(value); break;
            case "dependencies": node.Dependencies = Dependencies(place.Child(keyword), value); break;
            case "minProperties": node.MinProperties = Count(value); break;
            case "maxProperties": node.MaxProperties = Count(value); break;
            case "allOf": node.AllOf = List(place.Child(keyword), value); break;
            case "anyOf": node.AnyOf = List(place.Child(keyword), value); break;
            case "oneOf": node.OneOf = List(place.Child(keyword), value); break;
            case "not": node.Not = Node(place.Child(keyword)); break;
            case "if": node.If = Node(place.Child(keyword)); break;
            case "then": node.Then = Node(place.Child(keyword)); break;
            case "else": node.Else = Node(place.Child(keyword)); break;
        }
    }

    private SchemaNode[] List(SchemaPlace place, JsonElement value)
    {
        var nodes = new SchemaNode[value.GetArrayLength()];
        for (var i = 0; i < nodes.Length; i++)
            nodes[i] = Node(place.Child(i.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        return nodes;
    }

    private Dictionary<string, SchemaNode> Map(SchemaPlace place, JsonElement value)
    {
        var nodes = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
        foreach (var entry in value.EnumerateObject())
            nodes[entry.Name] = Node(place.Child(entry.Name));
        return nodes;
    }

    private (string, string[]?, SchemaNode?)[] Dependencies(SchemaPlace place, JsonElement value) =>
        [.. value.EnumerateObject().Select(entry => entry.Value.ValueKind == JsonValueKind.Array
            ? (entry.Name, Strings(entry.Value), (SchemaNode?)null)
            : (entry.Name, null, Node(place.Child(entry.Name))))];

    private static string[] Strings(JsonElement value) => [.. value.EnumerateArray().Select(item => item.GetString()!)];

    private static int Count(JsonElement value)
    {
        var number = ExactNumber.From(value);
        return number.Exponent > 9 ? int.MaxValue : (int)System.Numerics.BigInteger.Min(number.Digits * System.Numerics.BigInteger.Pow(10, number.Exponent), int.MaxValue);
    }

    private static JsonTypes Types(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? Type(value.GetString())
        : value.EnumerateArray().Aggregate(JsonTypes.None, (types, item) => types | Type(item.GetString()));

    private static JsonTypes Type(string? name) => name switch
    {
        "null" => JsonTypes.Null,
        "boolean" => JsonTypes.Boolean,
        "integer" => JsonTypes.Integer,
        "number" => JsonTypes.Number,
        "string" => JsonTypes.String,
        "array" => JsonTypes.Array,
        "object" => JsonTypes.Object,
        _ => throw new JsonSchemaException($"'{name}' is not a type of JSON."),
    };

    /// <summary>A reference that only leads to references and back would never reach a keyword.</summary>
    private void RefuseReferenceRings()
    {
        foreach (var (place, start) in _nodes)
        {
            var slow = start;
            for (var fast = start.Reference?.Reference; fast is not null; fast = fast.Reference?.Reference)
            {
                slow = slow.Reference!;
                if (ReferenceEquals(slow, fast))
                    throw new JsonSchemaException($"The reference at '{place}' leads back to itself.");
            }
        }
    }
}
