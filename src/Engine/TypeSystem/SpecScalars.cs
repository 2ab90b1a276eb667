using System.Globalization;
using System.Text.Json;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Response;

namespace GraphQLPlugins.Engine.TypeSystem;

/// <summary>The five scalars of the specification. Spec: Built-in Scalars.</summary>
internal static class SpecScalars
{
    // Scalars are frozen into one schema each (dense type numbers), hence new instances for every schema.
    public static IReadOnlyList<ScalarType> All => [new IntScalar(), new FloatScalar(), new StringScalar(), new BooleanScalar(), new IdScalar()];

    public static bool IsSpecScalar(string name) => name is "Int" or "Float" or "String" or "Boolean" or "ID";

    internal static LeafCoercionException CannotParse(string scalar, IValueNode literal) =>
        new($"{scalar} cannot parse the given literal of type `{literal.GetType().Name}`.");

    internal static LeafCoercionException CannotParse(string scalar, JsonElement value) =>
        new($"{scalar} cannot parse the given literal of type `{NodeName(value)}`.");

    internal static LeafCoercionException CannotSerialize(string scalar, object value) =>
        new($"{scalar} cannot serialize the given value of type `{value.GetType().Name}`.");

    private static string NodeName(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => nameof(ObjectValueNode),
        JsonValueKind.Array => nameof(ListValueNode),
        JsonValueKind.String => nameof(StringValueNode),
        JsonValueKind.Number => value.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') < 0 ? nameof(IntValueNode) : nameof(FloatValueNode),
        JsonValueKind.True or JsonValueKind.False => nameof(BooleanValueNode),
        _ => nameof(NullValueNode),
    };
}

internal sealed class IntScalar : ScalarType<int>
{
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public IntScalar()
    {
        Name = "Int";
        RuntimeType = typeof(int);
        Description = "The `Int` scalar type represents non-fractional signed whole numeric values. Int can represent values between -(2^31) and 2^31 - 1.";
    }

    public override object ParseLiteral(IValueNode literal) =>
        literal is IntValueNode i && i.TryToInt32(out var value) ? value : throw SpecScalars.CannotParse(Name, literal);

    public override object ParseJson(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number) throw SpecScalars.CannotParse(Name, value);
        if (value.TryGetInt32(out var number)) return number;
        // 1.0 and 1e2 are whole numbers too, as in the reference implementation.
        return value.TryGetDouble(out var d) && d == Math.Floor(d) && d is >= int.MinValue and <= int.MaxValue
            ? (int)d
            : throw SpecScalars.CannotParse(Name, value);
    }

    public override void Write(ResultWriter writer, int value) => writer.WriteInt32(value);

    public override void Write(ResultWriter writer, object value)
    {
        switch (value)
        {
            case int i: writer.WriteInt32(i); break;
            case short s: writer.WriteInt32(s); break;
            case byte b: writer.WriteInt32(b); break;
            case sbyte b: writer.WriteInt32(b); break;
            case ushort u: writer.WriteInt32(u); break;
            case long l and >= int.MinValue and <= int.MaxValue: writer.WriteInt32((int)l); break;
            case double d when d == Math.Floor(d) && d is >= int.MinValue and <= int.MaxValue: writer.WriteInt32((int)d); break;
            case bool b: writer.WriteInt32(b ? 1 : 0); break;
            default: throw SpecScalars.CannotSerialize(Name, value);
        }
    }

    public override IValueNode ToLiteral(object? value) => value is null ? NullValueNode.Default : new IntValueNode(Convert.ToInt32(value, CultureInfo.InvariantCulture));
}

internal sealed class FloatScalar : ScalarType<double>
{
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public FloatScalar()
    {
        Name = "Float";
        RuntimeType = typeof(double);
        Description = "The `Float` scalar type represents signed double-precision finite values as specified by IEEE 754.";
    }

    public override object ParseLiteral(IValueNode literal)
    {
        var value = literal switch
        {
            IntValueNode i => i.ToDouble(),
            FloatValueNode f => f.ToDouble(),
            _ => throw SpecScalars.CannotParse(Name, literal),
        };
        return double.IsFinite(value) ? value : throw SpecScalars.CannotParse(Name, literal);
    }

    public override object ParseJson(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw SpecScalars.CannotParse(Name, value);

    public override void Write(ResultWriter writer, double value)
    {
        if (!double.IsFinite(value)) throw SpecScalars.CannotSerialize(Name, value);
        writer.WriteDouble(value);
    }

    public override void Write(ResultWriter writer, object value)
    {
        switch (value)
        {
            case double d: Write(writer, d); break;
            case float f when float.IsFinite(f): writer.WriteSingle(f); break;
            case int i: writer.WriteInt32(i); break;
            case long l: writer.WriteInt64(l); break;
            case short s: writer.WriteInt32(s); break;
            case byte b: writer.WriteInt32(b); break;
            case decimal m: writer.WriteDecimal(m); break;
            case bool b: writer.WriteInt32(b ? 1 : 0); break;
            default: throw SpecScalars.CannotSerialize(Name, value);
        }
    }

    public override IValueNode ToLiteral(object? value) => value switch
    {
        null => NullValueNode.Default,
        int i => new IntValueNode(i),
        _ => Literal(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
    };

    // A whole number is written without a fraction, as clients write it.
    private static IValueNode Literal(double value) =>
        value == Math.Floor(value) && Math.Abs(value) < 1e15 ? new IntValueNode((long)value) : new FloatValueNode(value);
}

internal sealed class StringScalar : ScalarType<string>
{
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public StringScalar()
    {
        Name = "String";
        RuntimeType = typeof(string);
        Description = "The `String` scalar type represents textual data, represented as UTF-8 character sequences. The String type is most often used by GraphQL to represent free-form human-readable text.";
    }

    public override object ParseLiteral(IValueNode literal) => literal is StringValueNode s ? s.Value : throw SpecScalars.CannotParse(Name, literal);

    public override object ParseJson(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw SpecScalars.CannotParse(Name, value);

    public override void Write(ResultWriter writer, string value) => writer.WriteString(value);

    public override void Write(ResultWriter writer, object value)
    {
        switch (value)
        {
            case string s: writer.WriteString(s); break;
            case bool b: writer.WriteString(b ? "true" : "false"); break;
            case char c: writer.WriteString([c]); break;
            case int or long or short or byte or decimal or double or float or Uri or Guid:
                writer.WriteString(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
            default: throw SpecScalars.CannotSerialize(Name, value);
        }
    }

    public override IValueNode ToLiteral(object? value) => value is null ? NullValueNode.Default : new StringValueNode(value.ToString()!);
}

internal sealed class BooleanScalar : ScalarType<bool>
{
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public BooleanScalar()
    {
        Name = "Boolean";
        RuntimeType = typeof(bool);
        Description = "The `Boolean` scalar type represents `true` or `false`.";
    }

    public override object ParseLiteral(IValueNode literal) => literal is BooleanValueNode b ? b.Value : throw SpecScalars.CannotParse(Name, literal);

    public override object ParseJson(JsonElement value) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw SpecScalars.CannotParse(Name, value);

    public override void Write(ResultWriter writer, bool value) => writer.WriteBoolean(value);

    public override void Write(ResultWriter writer, object value)
    {
        switch (value)
        {
            case bool b: writer.WriteBoolean(b); break;
            case int i: writer.WriteBoolean(i != 0); break;
            case double d when double.IsFinite(d): writer.WriteBoolean(d != 0); break;
            default: throw SpecScalars.CannotSerialize(Name, value);
        }
    }

    public override IValueNode ToLiteral(object? value) => value is null ? NullValueNode.Default : new BooleanValueNode((bool)value);
}

internal sealed class IdScalar : ScalarType<string>
{
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public IdScalar()
    {
        Name = "ID";
        RuntimeType = typeof(string);
        Description = "The `ID` scalar type represents a unique identifier, often used to refetch an object or as key for a cache. The ID type appears in a JSON response as a String; however, it is not intended to be human-readable. When expected as an input type, any string (such as `\"4\"`) or integer (such as `4`) input value will be accepted as an ID.";
    }

    public override object ParseLiteral(IValueNode literal) => literal switch
    {
        StringValueNode s => s.Value,
        IntValueNode i => i.Value,
        _ => throw SpecScalars.CannotParse(Name, literal),
    };

    public override object ParseJson(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number when value.GetRawText() is var raw && raw.AsSpan().IndexOfAny('.', 'e', 'E') < 0 => raw,
        _ => throw SpecScalars.CannotParse(Name, value),
    };

    public override void Write(ResultWriter writer, string value) => writer.WriteString(value);

    public override void Write(ResultWriter writer, object value)
    {
        switch (value)
        {
            case string s: writer.WriteString(s); break;
            case int or long or short or byte or Guid: writer.WriteString(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
            default: throw SpecScalars.CannotSerialize(Name, value);
        }
    }

    public override IValueNode ToLiteral(object? value) => value is null ? NullValueNode.Default : new StringValueNode(value.ToString()!);
}
