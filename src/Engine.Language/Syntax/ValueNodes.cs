using System.Globalization;

namespace GraphQLPlugins.Engine.Language;

/// <summary>A value or a variable in a value's place (spec 2.9).</summary>
public interface IValueNode : ISyntaxNode
{
    /// <summary>The text, boolean, items or fields; null for <c>null</c>.</summary>
    object? Value { get; }
}

/// <summary>A variable.</summary>
public sealed class VariableNode(Location? location, NameNode name) : SyntaxNode(location), IValueNode, INamedSyntaxNode
{
    /// <summary>A variable without location.</summary>
    public VariableNode(string name) : this(null, new NameNode(name)) { }

    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.Variable;

    /// <summary>The name without the dollar sign.</summary>
    public NameNode Name { get; } = name;

    object IValueNode.Value => Name.Value;
}

/// <summary>An integer literal of any length.</summary>
public sealed class IntValueNode : SyntaxNode, IValueNode
{
    private readonly long _number;
    private string? _text;

    /// <summary>An integer by its literal text, which must match the grammar.</summary>
    public IntValueNode(Location? location, string text) : base(location) => _text = text;

    /// <summary>An integer without location.</summary>
    public IntValueNode(long value) : base(null) => _number = value;

    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.IntValue;

    /// <summary>The literal text.</summary>
    public string Value => _text ??= _number.ToString(CultureInfo.InvariantCulture);

    object IValueNode.Value => Value;

    /// <summary>The number; throws <see cref="OverflowException" /> when it does not fit.</summary>
    public int ToInt32() => TryToInt32(out var value) ? value : throw new OverflowException($"{Value} is no 32-bit integer.");

    /// <summary>The number; throws <see cref="OverflowException" /> when it does not fit.</summary>
    public long ToInt64() => TryToInt64(out var value) ? value : throw new OverflowException($"{Value} is no 64-bit integer.");

    /// <summary>The number; infinite when it is out of range.</summary>
    public double ToDouble() => _text is null ? _number : double.Parse(_text, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>The number; throws <see cref="OverflowException" /> when it does not fit.</summary>
    public decimal ToDecimal() => _text is null ? _number : decimal.Parse(_text, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>False when the number does not fit.</summary>
    public bool TryToInt32(out int value)
    {
        if (TryToInt64(out var number) && number is >= int.MinValue and <= int.MaxValue)
        {
            value = (int)number;
            return true;
        }

        value = 0;
        return false;
    }

    /// <summary>False when the number does not fit.</summary>
    public bool TryToInt64(out long value)
    {
        if (_text is null)
        {
            value = _number;
            return true;
        }

        return long.TryParse(_text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }
}

/// <summary>A literal with a fraction or an exponent.</summary>
public sealed class FloatValueNode : SyntaxNode, IValueNode
{
    /// <summary>A number by its literal text, which must match the grammar.</summary>
    public FloatValueNode(Location? location, string text) : base(location) => Value = text;

    /// <summary>A finite number without location.</summary>
    public FloatValueNode(double value) : base(null)
    {
        if (!double.IsFinite(value)) throw new ArgumentException("GraphQL knows finite numbers only.", nameof(value));
        Value = WithFraction(value.ToString("R", CultureInfo.InvariantCulture));
    }

    /// <summary>A number without location.</summary>
    public FloatValueNode(decimal value) : base(null) => Value = WithFraction(value.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.FloatValue;

    /// <summary>The literal text.</summary>
    public string Value { get; }

    object IValueNode.Value => Value;

    /// <summary>The nearest number; infinite when it is out of range.</summary>
    public double ToDouble() => double.Parse(Value, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>The nearest number; infinite when it is out of range.</summary>
    public float ToSingle() => float.Parse(Value, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>The number; throws <see cref="OverflowException" /> when it does not fit.</summary>
    public decimal ToDecimal() => decimal.Parse(Value, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string WithFraction(string text) => text.AsSpan().IndexOfAny('.', 'E', 'e') < 0 ? text + ".0" : text;
}

/// <summary>A string or block string.</summary>
public sealed class StringValueNode(Location? location, string value, bool block) : SyntaxNode(location), IValueNode
{
    /// <summary>A string without location.</summary>
    public StringValueNode(string value) : this(null, value, false) { }

    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.StringValue;

    /// <summary>The text: escapes resolved, a block string's indentation taken off.</summary>
    public string Value { get; } = value;

    object IValueNode.Value => Value;

    /// <summary>True when written with three quotes.</summary>
    public bool Block { get; } = block;
}

/// <summary>A boolean.</summary>
public sealed class BooleanValueNode(Location? location, bool value) : SyntaxNode(location), IValueNode
{
    private static readonly object BoxedTrue = true;
    private static readonly object BoxedFalse = false;

    /// <summary>The shared <c>true</c>.</summary>
    public static BooleanValueNode True { get; } = new(null, true);

    /// <summary>The shared <c>false</c>.</summary>
    public static BooleanValueNode False { get; } = new(null, false);

    /// <summary>A boolean without location.</summary>
    public BooleanValueNode(bool value) : this(null, value) { }

    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.BooleanValue;

    /// <summary>The boolean.</summary>
    public bool Value { get; } = value;

    object IValueNode.Value => Value ? BoxedTrue : BoxedFalse;

    /// <summary>The shared node of a boolean.</summary>
    public static BooleanValueNode Of(bool value) => value ? True : False;
}

/// <summary>An enum value: any name that is not <c>true</c>, <c>false</c> or <c>null</c>.</summary>
public sealed class EnumValueNode(Location? location, string value) : SyntaxNode(location), IValueNode
{
    /// <summary>An enum value without location.</summary>
    public EnumValueNode(string value) : this(null, value) { }

    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.EnumValue;

    /// <summary>The name.</summary>
    public string Value { get; } = value;

    object IValueNode.Value => Value;
}

/// <summary>The value <c>null</c>.</summary>
public sealed class NullValueNode(Location? location) : SyntaxNode(location), IValueNode
{
    /// <summary>The shared <c>null</c> without location.</summary>
    public static NullValueNode Default { get; } = new(null);

    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.NullValue;

    object? IValueNode.Value => null;
}

/// <summary>A list.</summary>
public sealed class ListValueNode(Location? location, IReadOnlyList<IValueNode> items) : SyntaxNode(location), IValueNode
{
    /// <summary>A list without location.</summary>
    public ListValueNode(IReadOnlyList<IValueNode> items) : this(null, items) { }

    /// <summary>A list without location.</summary>
    public ListValueNode(params IValueNode[] items) : this(null, items) { }

    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.ListValue;

    /// <summary>The items in order.</summary>
    public IReadOnlyList<IValueNode> Items { get; } = items;

    object IValueNode.Value => Items;
}

/// <summary>An input object.</summary>
public sealed class ObjectValueNode(Location? location, IReadOnlyList<ObjectFieldNode> fields) : SyntaxNode(location), IValueNode
{
    /// <summary>An input object without location.</summary>
    public ObjectValueNode(IReadOnlyList<ObjectFieldNode> fields) : this(null, fields) { }

    /// <summary>An input object without location.</summary>
    public ObjectValueNode(params ObjectFieldNode[] fields) : this(null, fields) { }

    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.ObjectValue;

    /// <summary>The fields in order.</summary>
    public IReadOnlyList<ObjectFieldNode> Fields { get; } = fields;

    object IValueNode.Value => Fields;
}

/// <summary>A field of an input object.</summary>
public sealed class ObjectFieldNode(Location? location, NameNode name, IValueNode value) : SyntaxNode(location), INamedSyntaxNode
{
    /// <summary>A field without location.</summary>
    public ObjectFieldNode(string name, IValueNode value) : this(null, new NameNode(name), value) { }

    /// <summary>A string field without location.</summary>
    public ObjectFieldNode(string name, string value) : this(name, new StringValueNode(value)) { }

    /// <summary>An integer field without location.</summary>
    public ObjectFieldNode(string name, int value) : this(name, new IntValueNode(value)) { }

    /// <summary>A boolean field without location.</summary>
    public ObjectFieldNode(string name, bool value) : this(name, BooleanValueNode.Of(value)) { }

    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.ObjectField;

    /// <inheritdoc />
    public NameNode Name { get; } = name;

    /// <summary>The value.</summary>
    public IValueNode Value { get; } = value;
}
