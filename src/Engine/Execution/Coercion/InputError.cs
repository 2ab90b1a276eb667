using System.Text.Json;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Execution.Coercion;

/// <summary>Why an input value was refused. The path grows from the innermost place outwards while the coercion unwinds, so it costs nothing when all is well.</summary>
internal sealed class InputError(string message)
{
    private readonly List<object> _segments = [];
    private readonly List<KeyValuePair<string, object?>> _extensions = [];

    public string? Code { get; private init; }

    /// <summary>Puts the place that holds what failed in front of the path.</summary>
    public InputError At(object segment)
    {
        _segments.Add(segment);
        return this;
    }

    /// <summary>Names the input field; the innermost one stays.</summary>
    public InputError In(InputField field)
    {
        if (_extensions.Count == 0 && Code is null)
        {
            _extensions.Add(new("fieldCoordinate", CoordinateOf(field)));
            _extensions.Add(new("fieldType", field.Type.Named.Name));
        }
        return At(field.Name);
    }

    public IError ToError()
    {
        var path = Path.Root;
        for (var i = _segments.Count - 1; i >= 0; i--) path = _segments[i] is int index ? path.Append(index) : path.Append((string)_segments[i]);
        var builder = ErrorBuilder.New().SetMessage(message).SetPath(path.IsRoot ? null : path);
        if (Code is not null) builder.SetCode(Code);
        foreach (var (key, value) in _extensions) builder.SetExtension(key, value);
        return builder.Build();
    }

    public static string CoordinateOf(InputField field) => $"{field.DeclaringCoordinate}.{field.Name}";

    public static InputError Leaf(string message) => new(message);

    public static InputError CannotParse(NamedType type, IValueNode literal) =>
        new($"{type.Name} cannot parse the given literal of type `{literal.GetType().Name}`.");

    public static InputError CannotParse(NamedType type, JsonElement value) => new($"{type.Name} cannot parse the given literal of type `{NodeName(type, value)}`.");

    public static InputError NotNull(GraphQLType type) => new($"The value of type `{type}` must not be null.") { Code = ErrorCodes.NonNullViolation };

    public static InputError TooDeep(int limit) => new($"Variable values may nest {limit} levels at most.");

    public static InputError UnknownField(InputObjectType type, string name) =>
        new($"The field `{name}` does not exist on the type `{type.Name}`.") { _extensions = { new("type", type.Name) } };

    public static InputError MissingField(InputField field) =>
        new InputError($"The required input field `{field.Name}` is missing.") { _extensions = { new("field", CoordinateOf(field)) } }.At(field.Name);

    public static InputError OneOf(InputObjectType type, int given) =>
        new($"The oneOf input object `{type.Name}` requires exactly one field that is not null.")
        {
            Code = given == 0 ? ErrorCodes.OneOfNoField : ErrorCodes.OneOfMoreThanOne, _extensions = { new("type", type.Name) },
        };

    public static InputError OneOfNull(InputObjectType type, InputField field) =>
        new InputError($"The field `{field.Name}` of the oneOf input object `{type.Name}` must not be null.")
        {
            Code = ErrorCodes.OneOfNull, _extensions = { new("type", type.Name) },
        }.At(field.Name);

    // What the value would be as a literal: names of enum values are strings in JSON.
    private static string NodeName(NamedType type, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => nameof(ObjectValueNode),
        JsonValueKind.Array => nameof(ListValueNode),
        JsonValueKind.String => type is EnumType ? nameof(EnumValueNode) : nameof(StringValueNode),
        JsonValueKind.Number => value.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') < 0 ? nameof(IntValueNode) : nameof(FloatValueNode),
        JsonValueKind.True or JsonValueKind.False => nameof(BooleanValueNode),
        _ => nameof(NullValueNode),
    };
}
