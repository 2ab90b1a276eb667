using System.Text.Json;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Execution.Coercion;

/// <summary>A declared variable, its type found and its default coerced.</summary>
internal sealed class VariablePlan
{
    public required string Name { get; init; }

    /// <summary>The name as the client's JSON spells it.</summary>
    public required byte[] Utf8Name { get; init; }

    public required GraphQLType Type { get; init; }
    public required bool HasDefault { get; init; }
    public object? Default { get; init; }
    public required VariableDefinitionNode Definition { get; init; }

    /// <summary>Errors: <see cref="GraphQLException"/> for a type that the schema lacks or that is no input type.</summary>
    public static VariablePlan Compile(VariableDefinitionNode definition, Schema schema)
    {
        var name = definition.Variable.Name.Value;
        if (TypeOf(definition.Type, schema) is not { IsInputType: true } type)
        {
            throw new GraphQLException(WithLocation(ErrorBuilder.New().SetMessage($"The type of the variable `{name}` is no input type.")
                .SetCode(ErrorCodes.VariableNotInputType), definition).Build());
        }
        object? value = null;
        if (definition.DefaultValue is { } literal)
        {
            value = LiteralCoercion.Coerce(literal, type, null, out var error);
            if (error is not null) throw new GraphQLException(error.At(name).ToError());
        }
        return new VariablePlan
        {
            Name = name, Utf8Name = System.Text.Encoding.UTF8.GetBytes(name), Type = type, HasDefault = definition.DefaultValue is not null, Default = value,
            Definition = definition,
        };
    }

    /// <summary>Coerces what the client sent. Spec: CoerceVariableValues.</summary>
    public bool TryCoerce(JsonElement variables, int maxDepth, out object? value, out IError? error)
    {
        if (variables.ValueKind != JsonValueKind.Object || !variables.TryGetProperty(Utf8Name, out var json)) return Absent(out value, out error);
        if (json.ValueKind == JsonValueKind.Null && Type.IsNonNull) return Required(out value, out error);
        InputError? refused;
        try
        {
            value = JsonCoercion.Coerce(json, Type, (maxDepth, maxDepth), out refused);
        }
        catch (InvalidOperationException)
        {
            value = null;
            refused = InputError.Leaf("A name in the variables has an unpaired surrogate.");
        }
        error = refused?.At(Name).ToError();
        return error is null;
    }

    /// <summary>Coerces what a caller in process gave.</summary>
    public bool TryCoerce(IReadOnlyDictionary<string, object?> variables, int maxDepth, out object? value, out IError? error)
    {
        if (!variables.TryGetValue(Name, out var given)) return Absent(out value, out error);
        if (given is null or NullValueNode or JsonElement { ValueKind: JsonValueKind.Null } && Type.IsNonNull) return Required(out value, out error);
        value = ClrCoercion.Coerce(given, Type, (maxDepth, maxDepth), out var refused);
        error = refused?.At(Name).ToError();
        return error is null;
    }

    private bool Absent(out object? value, out IError? error)
    {
        if (Type.IsNonNull && !HasDefault) return Required(out value, out error);
        value = Default;
        error = null;
        return HasDefault;
    }

    private bool Required(out object? value, out IError? error)
    {
        value = null;
        error = WithLocation(ErrorBuilder.New().SetMessage($"Variable `{Name}` is required."), Definition)
            .SetCode(ErrorCodes.NonNullViolation).SetExtension("variable", Name).Build();
        return false;
    }

    private static IErrorBuilder WithLocation(IErrorBuilder builder, VariableDefinitionNode definition) =>
        definition.Location is { } location ? builder.AddLocation(location.Line, location.Column) : builder;

    private static GraphQLType? TypeOf(ITypeNode node, Schema schema) => node switch
    {
        NonNullTypeNode n => TypeOf(n.Type, schema) is { } inner ? new NonNullType(inner) : null,
        ListTypeNode l => TypeOf(l.Type, schema) is { } element ? new ListType(element) : null,
        NamedTypeNode n => schema.FindType(n.Name.Value),
        _ => null,
    };
}
