using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Response;

namespace GraphQLPlugins.Engine.Types;

/// <summary>Whole numbers of 8 bits without sign.</summary>
public sealed class ByteType : ScalarBase<byte>
{
    [SetsRequiredMembers]
    public ByteType() : base("Byte", "The `Byte` scalar type represents non-fractional whole numeric values. Byte can represent values between 0 and 255.")
    {
    }

    /// <inheritdoc/>
    public override object ParseLiteral(IValueNode literal) =>
        literal is IntValueNode i && i.TryToInt32(out var n) && n is >= byte.MinValue and <= byte.MaxValue ? (byte)n : throw CannotParse(literal);

    /// <inheritdoc/>
    public override object ParseJson(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetByte(out var n) ? n : throw CannotParse(value);

    /// <inheritdoc/>
    public override void Write(ResultWriter writer, byte value) => writer.WriteInt32(value);

    /// <inheritdoc/>
    public override IValueNode ToLiteral(object? value) => value is null ? NullValueNode.Default : new IntValueNode(Convert.ToByte(value, CultureInfo.InvariantCulture));
}

/// <summary>Whole numbers of 16 bits.</summary>
public sealed class ShortType : ScalarBase<short>
{
    [SetsRequiredMembers]
    public ShortType()
        : base("Short", "The `Short` scalar type represents non-fractional signed whole 16-bit numeric values. Short can represent values between -(2^15) and 2^15 - 1.")
    {
    }

    /// <inheritdoc/>
    public override object ParseLiteral(IValueNode literal) =>
        literal is IntValueNode i && i.TryToInt32(out var n) && n is >= short.MinValue and <= short.MaxValue ? (short)n : throw CannotParse(literal);

    /// <inheritdoc/>
    public override object ParseJson(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt16(out var n) ? n : throw CannotParse(value);

    /// <inheritdoc/>
    public override void Write(ResultWriter writer, short value) => writer.WriteInt32(value);

    /// <inheritdoc/>
    public override void Write(ResultWriter writer, object value)
    {
        switch (value)
        {
            case short s: writer.WriteInt32(s); break;
            case sbyte b: writer.WriteInt32(b); break;
            case byte b: writer.WriteInt32(b); break;
            case int i and >= short.MinValue and <= short.MaxValue: writer.WriteInt32(i); break;
            default: throw CannotSerialize(value);
        }
    }

    /// <inheritdoc/>
    public override IValueNode ToLiteral(object? value) => value is null ? NullValueNode.Default : new IntValueNode(Convert.ToInt16(value, CultureInfo.InvariantCulture));
}

/// <summary>Whole numbers of 64 bits, as JSON numbers.</summary>
public sealed class LongType : ScalarBase<long>
{
    [SetsRequiredMembers]
    public LongType()
        : base("Long", "The `Long` scalar type represents non-fractional signed whole 64-bit numeric values. Long can represent values between -(2^63) and 2^63 - 1.")
    {
    }

    /// <inheritdoc/>
    public override object ParseLiteral(IValueNode literal) => literal is IntValueNode i && i.TryToInt64(out var n) ? n : throw CannotParse(literal);

    /// <inheritdoc/>
    public override object ParseJson(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var n) ? n : throw CannotParse(value);

    /// <inheritdoc/>
    public override void Write(ResultWriter writer, long value) => writer.WriteInt64(value);

    /// <inheritdoc/>
    public override void Write(ResultWriter writer, object value)
    {
        switch (value)
        {
            case long l: writer.WriteInt64(l); break;
            case int i: writer.WriteInt32(i); break;
            case uint u: writer.WriteInt64(u); break;
            case short s: writer.WriteInt32(s); break;
            case byte b: writer.WriteInt32(b); break;
            case ulong u and <= long.MaxValue: writer.WriteInt64((long)u); break;
            default: throw CannotSerialize(value);
        }
    }

    /// <inheritdoc/>
    public override IValueNode ToLiteral(object? value) => value is null ? NullValueNode.Default : new IntValueNode(Convert.ToInt64(value, CultureInfo.InvariantCulture));
}

/// <summary>Decimal numbers, written with their scale.</summary>
public sealed class DecimalType : ScalarBase<decimal>
{
    [SetsRequiredMembers]
    public DecimalType() : base("Decimal", "The `Decimal` scalar type represents a decimal floating-point number.")
    {
    }

    /// <inheritdoc/>
    public override object ParseLiteral(IValueNode literal)
    {
        var text = literal switch
        {
            IntValueNode i => i.Value,
            FloatValueNode f => f.Value,
            _ => throw CannotParse(literal),
        };
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw CannotParse(literal);
    }

    /// <inheritdoc/>
    public override object ParseJson(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var n) ? n : throw CannotParse(value);

    /// <inheritdoc/>
    public override void Write(ResultWriter writer, decimal value) => writer.WriteDecimal(value);

    /// <inheritdoc/>
    public override void Write(ResultWriter writer, object value)
    {
        switch (value)
        {
            case decimal d: writer.WriteDecimal(d); break;
            case ulong u: writer.WriteFormattable(u, 20); break;
            case long l: writer.WriteInt64(l); break;
            case int i: writer.WriteInt32(i); break;
            case double d when double.IsFinite(d): writer.WriteDouble(d); break;
            default: throw CannotSerialize(value);
        }
    }

    /// <inheritdoc/>
    public override IValueNode ToLiteral(object? value)
    {
        if (value is null) return NullValueNode.Default;
        var number = Convert.ToDecimal(value, CultureInfo.InvariantCulture);
        return number.Scale == 0 ? new IntValueNode(null, number.ToString(CultureInfo.InvariantCulture)) : new FloatValueNode(number);
    }
}
