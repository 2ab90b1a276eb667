using System.Collections.Frozen;
using GraphQLPlugins.Engine.Language;

namespace GraphQLPlugins.Engine.TypeSystem;

/// <summary>An enum type. Spec: Enums.</summary>
public sealed class EnumType : NamedType
{
    private FrozenDictionary<string, EnumValue> _byName = FrozenDictionary<string, EnumValue>.Empty;
    private FrozenDictionary<object, EnumValue> _byRuntimeValue = FrozenDictionary<object, EnumValue>.Empty;

    /// <inheritdoc/>
    public override TypeKind Kind => TypeKind.Enum;

    /// <summary>The values in schema order.</summary>
    public IReadOnlyList<EnumValue> Values { get; private set; } = [];

    /// <summary>The value of this name, or null.</summary>
    public EnumValue? FindValue(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The value that stands for this runtime value, or null.</summary>
    public EnumValue? FindValueOf(object runtimeValue) => _byRuntimeValue.GetValueOrDefault(runtimeValue);

    internal void Complete(EnumValue[] values)
    {
        Values = values;
        _byName = values.ToFrozenDictionary(v => v.Name, StringComparer.Ordinal);
        _byRuntimeValue = values.DistinctBy(v => v.RuntimeValue).ToFrozenDictionary(v => v.RuntimeValue);
    }
}

/// <summary>One value of an enum.</summary>
public sealed class EnumValue
{
    /// <summary>The name, as clients write it.</summary>
    public required string Name { get; init; }

    /// <summary>What resolvers see; the name itself when the enum has no CLR type.</summary>
    public required object RuntimeValue { get; init; }

    /// <summary>The description, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Why not to use it, or null.</summary>
    public string? DeprecationReason { get; init; }

    /// <summary>Directives applied to the value, in order.</summary>
    public IReadOnlyList<AppliedDirective> Directives { get; init; } = [];

    /// <summary>The name as a JSON string with its quotes, UTF-8.</summary>
    public byte[] Utf8Json => field ??= System.Text.Encoding.UTF8.GetBytes($"\"{Name}\"");
}

/// <summary>An input object type. Spec: Input Objects.</summary>
public sealed class InputObjectType : NamedType
{
    private FrozenDictionary<string, InputField> _byName = FrozenDictionary<string, InputField>.Empty;

    /// <inheritdoc/>
    public override TypeKind Kind => TypeKind.InputObject;

    /// <summary>Whether exactly one field must be given. Spec: OneOf Input Objects.</summary>
    public bool IsOneOf { get; init; }

    /// <summary>The fields in schema order.</summary>
    public IReadOnlyList<InputField> Fields { get; private set; } = [];

    /// <summary>Features left by conventions (filter and sort metadata, ...), by type.</summary>
    public FeatureSet Features { get; init; } = new();

    /// <summary>Makes the runtime value from coerced fields; null leaves the <see cref="InputObjectValue"/> as it is.</summary>
    public Func<InputObjectValue, object>? CreateInstance { get; init; }

    /// <summary>The field of this name, or null.</summary>
    public InputField? FindField(string name) => _byName.GetValueOrDefault(name);

    internal void Complete(InputField[] fields)
    {
        Fields = fields;
        for (var i = 0; i < fields.Length; i++) fields[i].Position = i;
        _byName = fields.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);
    }
}

/// <summary>An argument of a field or directive, or a field of an input object.</summary>
public sealed class InputField
{
    /// <summary>The name, unique where it stands.</summary>
    public required string Name { get; init; }

    /// <summary>The description, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Why not to use it, or null.</summary>
    public string? DeprecationReason { get; init; }

    /// <summary>The type.</summary>
    public GraphQLType Type { get; internal set; } = null!;

    /// <summary>The default as a literal, or null when there is none. A default of null is a <see cref="NullValueNode"/>.</summary>
    public IValueNode? DefaultValue { get; init; }

    /// <summary>Directives applied, in order.</summary>
    public IReadOnlyList<AppliedDirective> Directives { get; init; } = [];

    /// <summary>The CLR type that receives the value (parameter or property), or null.</summary>
    public Type? RuntimeType { get; init; }

    /// <summary>Turns a coerced value into what the receiver wants (e.g. decodes a global id); null leaves it. Called for non-null values only,
    /// for each leaf of a list. Errors: <see cref="GraphQLException"/>, reported at the field.</summary>
    public Func<object, object?>? Formatter { get; init; }

    /// <summary>Features left by conventions, by type.</summary>
    public FeatureSet Features { get; init; } = new();

    /// <summary>0-based place among its siblings.</summary>
    public int Position { get; internal set; }

    /// <summary>The coordinate of the owner, e.g. <c>Query.plugins</c>, <c>PluginInput</c> or <c>@cost</c>.</summary>
    public string DeclaringCoordinate { get; internal set; } = "";

    /// <summary>Whether a value must be given: non-null and without a default. Spec: IsRequiredArgument / IsRequiredInputField.</summary>
    public bool IsRequired => Type.IsNonNull && DefaultValue is null;
}

/// <summary>A coerced input object of a type without a CLR class: the fields that were given, in the order in which they were written.</summary>
/// <remarks>Defaults of absent fields stand at the end, in schema order.</remarks>
public sealed class InputObjectValue(InputObjectType type, KeyValuePair<InputField, object?>[] fields)
{
    /// <summary>The type.</summary>
    public InputObjectType Type { get; } = type;

    /// <summary>Field and coerced value, as written.</summary>
    public IReadOnlyList<KeyValuePair<InputField, object?>> Fields { get; } = fields;

    /// <summary>The value of a field; false when it was not given and has no default.</summary>
    public bool TryGet(string name, out object? value)
    {
        foreach (var (field, fieldValue) in Fields)
        {
            if (field.Name != name) continue;
            value = fieldValue;
            return true;
        }
        value = null;
        return false;
    }
}
