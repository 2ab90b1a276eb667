using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Response;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Types;

/// <summary>Any value: dictionaries, lists and primitives.</summary>
public sealed class AnyType : ScalarType
{
    [SetsRequiredMembers]
    public AnyType()
    {
        Name = "Any";
        RuntimeType = typeof(object);
    }

    /// <inheritdoc/>
    public override object? ParseLiteral(IValueNode literal) => literal switch
    {
        NullValueNode => null,
        StringValueNode s => s.Value,
        BooleanValueNode b => b.Value,
        EnumValueNode e => e.Value,
        IntValueNode i => Number(i.Value),
        FloatValueNode f => Number(f.Value),
        ListValueNode l => l.Items.Select(ParseLiteral).ToList(),
        ObjectValueNode o => Dictionary(o),
        _ => throw SpecScalars.CannotParse(Name, literal),
    };

    /// <inheritdoc/>
    public override object? ParseJson(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => Number(value.GetRawText()),
        JsonValueKind.Array => value.EnumerateArray().Select(ParseJson).ToList(),
        JsonValueKind.Object => Dictionary(value),
        _ => null,
    };

    /// <inheritdoc/>
    public override void Write(ResultWriter writer, object value) => AnyWriter.Write(writer, value);

    /// <inheritdoc/>
    public override IValueNode ToLiteral(object? value) => value switch
    {
        null => NullValueNode.Default,
        string s => new StringValueNode(s),
        bool b => new BooleanValueNode(b),
        int or long or short or byte => new IntValueNode(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        float or double => new FloatValueNode(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        decimal d => new FloatValueNode(d),
        IReadOnlyDictionary<string, object?> d => new ObjectValueNode([.. d.Select(p => new ObjectFieldNode(p.Key, ToLiteral(p.Value)))]),
        IEnumerable l => new ListValueNode([.. l.Cast<object?>().Select(ToLiteral)]),
        _ => throw SpecScalars.CannotSerialize(Name, value),
    };

    private Dictionary<string, object?> Dictionary(ObjectValueNode literal)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var field in literal.Fields) values[field.Name.Value] = ParseLiteral(field.Value);
        return values;
    }

    private Dictionary<string, object?> Dictionary(JsonElement value)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject()) values[property.Name] = ParseJson(property.Value);
        return values;
    }

    /// <summary>The narrowest of int, long, decimal, double that holds the number.</summary>
    private static object Number(string text)
    {
        if (text.AsSpan().IndexOfAny('.', 'e', 'E') < 0)
        {
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var i)) return i;
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var l)) return l;
            if (decimal.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var m)) return m;
        }
        return double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
    }
}

/// <summary>JSON as it is.</summary>
public sealed class JsonType : ScalarBase<JsonElement>
{
    [SetsRequiredMembers]
    public JsonType() : base("JSON", null)
    {
    }

    /// <inheritdoc/>
    public override object ParseLiteral(IValueNode literal)
    {
        using var writer = new ResultWriter(256);
        AnyWriter.WriteLiteral(writer, literal);
        using var document = JsonDocument.Parse(writer.WrittenMemory);
        return document.RootElement.Clone();
    }

    /// <inheritdoc/>
    public override object ParseJson(JsonElement value) => value.Clone();

    /// <inheritdoc/>
    public override void Write(ResultWriter writer, JsonElement value) => writer.WriteElement(value);

    /// <inheritdoc/>
    public override void Write(ResultWriter writer, object value) => AnyWriter.Write(writer, value);

    /// <inheritdoc/>
    public override IValueNode ToLiteral(object? value) => value is JsonElement element ? Literal(element) : NullValueNode.Default;

    private static IValueNode Literal(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => new StringValueNode(value.GetString()!),
        JsonValueKind.True => BooleanValueNode.True,
        JsonValueKind.False => BooleanValueNode.False,
        JsonValueKind.Number when value.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') < 0 => new IntValueNode(null, value.GetRawText()),
        JsonValueKind.Number => new FloatValueNode(null, value.GetRawText()),
        JsonValueKind.Array => new ListValueNode([.. value.EnumerateArray().Select(Literal)]),
        JsonValueKind.Object => new ObjectValueNode([.. value.EnumerateObject().Select(p => new ObjectFieldNode(p.Name, Literal(p.Value)))]),
        _ => NullValueNode.Default,
    };
}

/// <summary>Writes loose CLR values as JSON: dictionaries, sequences, primitives, JSON; of other objects the public properties.</summary>
internal static class AnyWriter
{
    private const int MaxDepth = 64;
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = [];

    public static void Write(ResultWriter writer, object? value, int depth = 0)
    {
        if (depth > MaxDepth) throw new LeafCoercionException($"Any cannot serialize values nested deeper than {MaxDepth}.");
        switch (value)
        {
            case null: writer.WriteNull(); break;
            case string s: writer.WriteString(s); break;
            case bool b: writer.WriteBoolean(b); break;
            case int i: writer.WriteInt32(i); break;
            case long l: writer.WriteInt64(l); break;
            case short or byte or sbyte or ushort: writer.WriteInt32(Convert.ToInt32(value, CultureInfo.InvariantCulture)); break;
            case uint u: writer.WriteInt64(u); break;
            case ulong u: writer.WriteFormattable(u, 20); break;
            case double d when double.IsFinite(d): writer.WriteDouble(d); break;
            case float f when float.IsFinite(f): writer.WriteSingle(f); break;
            case decimal d: writer.WriteDecimal(d); break;
            case JsonElement e: writer.WriteElement(e); break;
            case JsonDocument d: writer.WriteElement(d.RootElement); break;
            case JsonNode n: writer.WriteElement(JsonSerializer.SerializeToElement(n)); break;
            case Guid g: writer.WriteString(g.ToString()); break;
            case DateTime or DateTimeOffset or DateOnly or TimeOnly: writer.WriteString(((IFormattable)value).ToString("O", CultureInfo.InvariantCulture)); break;
            case Enum e: writer.WriteString(Binding.Naming.NamingConventions.FormatEnumValue(e.ToString())); break;
            case TimeSpan or Uri or char: writer.WriteString(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
            case IDictionary d: WriteDictionary(writer, d.Keys.Cast<object>().Select(k => (Name(k), d[k])), depth); break;
            case IEnumerable<KeyValuePair<string, object?>> d: WriteDictionary(writer, d.Select(p => (p.Key, p.Value)), depth); break;
            case IEnumerable l: WriteList(writer, l, depth); break;
            default: WriteDictionary(writer, PropertiesOf(value.GetType()).Select(p => (Camel(p.Name), p.GetValue(value))), depth); break;
        }
    }

    public static void WriteLiteral(ResultWriter writer, IValueNode literal)
    {
        switch (literal)
        {
            case StringValueNode s: writer.WriteString(s.Value); break;
            case EnumValueNode e: writer.WriteString(e.Value); break;
            case BooleanValueNode b: writer.WriteBoolean(b.Value); break;
            case IntValueNode i: writer.WriteRaw(System.Text.Encoding.UTF8.GetBytes(i.Value)); break;
            case FloatValueNode f: writer.WriteRaw(System.Text.Encoding.UTF8.GetBytes(f.Value)); break;
            case ListValueNode l:
                writer.WriteByte((byte)'[');
                for (var i = 0; i < l.Items.Count; i++)
                {
                    if (i > 0) writer.WriteByte((byte)',');
                    WriteLiteral(writer, l.Items[i]);
                }
                writer.WriteByte((byte)']');
                break;
            case ObjectValueNode o:
                writer.WriteByte((byte)'{');
                for (var i = 0; i < o.Fields.Count; i++)
                {
                    if (i > 0) writer.WriteByte((byte)',');
                    writer.WriteString(o.Fields[i].Name.Value);
                    writer.WriteByte((byte)':');
                    WriteLiteral(writer, o.Fields[i].Value);
                }
                writer.WriteByte((byte)'}');
                break;
            case NullValueNode: writer.WriteNull(); break;
            default: throw SpecScalars.CannotParse("JSON", literal);
        }
    }

    private static void WriteDictionary(ResultWriter writer, IEnumerable<(string Name, object? Value)> entries, int depth)
    {
        writer.WriteByte((byte)'{');
        var first = true;
        foreach (var (name, value) in entries)
        {
            if (!first) writer.WriteByte((byte)',');
            first = false;
            writer.WriteString(name);
            writer.WriteByte((byte)':');
            Write(writer, value, depth + 1);
        }
        writer.WriteByte((byte)'}');
    }

    private static void WriteList(ResultWriter writer, IEnumerable items, int depth)
    {
        writer.WriteByte((byte)'[');
        var first = true;
        foreach (var item in items)
        {
            if (!first) writer.WriteByte((byte)',');
            first = false;
            Write(writer, item, depth + 1);
        }
        writer.WriteByte((byte)']');
    }

    private static string Name(object key) => Convert.ToString(key, CultureInfo.InvariantCulture)!;

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    private static PropertyInfo[] PropertiesOf(Type type) => Properties.GetOrAdd(type, static t =>
        [.. t.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanRead && p.GetIndexParameters().Length == 0)]);
}
