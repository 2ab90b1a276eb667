using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Execution.Coercion;

/// <summary>The arguments of one field. Those that don't depend on variables are coerced and bound once for the plan. Spec: CoerceArgumentValues.</summary>
internal sealed class ArgumentsPlan
{
    private readonly OutputField _field;
    private readonly IValueNode?[] _literals;
    private readonly ArgumentValues? _constant;

    private ArgumentsPlan(OutputField field, IValueNode?[] literals, Func<int> nextSlot)
    {
        _field = field;
        _literals = literals;
        Slot = -1;
        if (!Array.Exists(literals, l => l is not null && HasVariable(l))) _constant = TryCoerceOnce();
        if (_constant is null) Slot = nextSlot();
    }

    /// <summary>Where a request keeps the coerced values; -1 when they are the same for all requests.</summary>
    public int Slot { get; }

    /// <summary>Null when the field has no arguments.</summary>
    public static ArgumentsPlan? Compile(OutputField field, FieldNode node, Func<int> nextSlot)
    {
        if (field.Arguments.Count == 0) return null;
        var literals = new IValueNode?[field.Arguments.Count];
        foreach (var argument in node.Arguments)
        {
            if (field.FindArgument(argument.Name.Value) is { } definition) literals[definition.Position] = argument.Value;
        }
        return new ArgumentsPlan(field, literals, nextSlot);
    }

    /// <summary>The values for a request.</summary>
    public ArgumentValues ValuesFor(VariableValues variables) => _constant ?? Coerce(variables);

    /// <summary>The argument as it was written; its default when it was not.</summary>
    public IValueNode LiteralOf(InputField argument, VariableValues variables)
    {
        var literal = _literals[argument.Position] is { } written ? variables.Replace(written) : null;
        if (_literals[argument.Position] is VariableNode v && !variables.TryGet(v.Name.Value, out _)) literal = null;
        return literal ?? argument.DefaultValue ?? NullValueNode.Default;
    }

    // A formatter that fails for a reason of its own fails each request anew, where the exception is logged and masked.
    private ArgumentValues? TryCoerceOnce()
    {
        try
        {
            return Coerce(null);
        }
        catch (Exception)
        {
            return null;
        }
    }

    private ArgumentValues Coerce(VariableValues? variables)
    {
        var values = new object?[_literals.Length];
        var given = new bool[_literals.Length];
        try
        {
            for (var i = 0; i < values.Length; i++)
            {
                var argument = _field.Arguments[i];
                var coerced = CoerceOne(argument, _literals[i], variables, ref given[i], out var error);
                if (error is not null) return new ArgumentValues(_field, values, given, [error]);
                values[i] = InputBinder.Bind(argument, coerced);
            }
        }
        catch (GraphQLException e)
        {
            return new ArgumentValues(_field, values, given, e.Errors);
        }
        return new ArgumentValues(_field, values, given, null);
    }

    private static object? CoerceOne(InputField argument, IValueNode? literal, VariableValues? variables, ref bool given, out IError? error)
    {
        error = null;
        var absent = literal is null || literal is VariableNode v && variables?.TryGet(v.Name.Value, out _) != true;
        if (absent)
        {
            if (argument.DefaultValue is null)
            {
                if (argument.Type.IsNonNull) error = Missing(argument);
                return null;
            }
            given = true;
            return LiteralCoercion.DefaultOf(argument);
        }
        given = true;
        var value = LiteralCoercion.Coerce(literal!, argument.Type, variables, out var refused);
        if (refused is null) return value;
        error = value is null && literal is VariableNode or NullValueNode
            ? ErrorBuilder.New().SetMessage($"The argument `{argument.Name}` must not be null.").SetCode(ErrorCodes.NonNullViolation)
                .SetExtension("argument", argument.Name).Build()
            : refused.ToError().WithPath(null);
        return null;
    }

    private static IError Missing(InputField argument) =>
        ErrorBuilder.New().SetMessage($"The argument `{argument.Name}` is required.").SetCode(ErrorCodes.NonNullViolation)
            .SetExtension("argument", argument.Name).Build();

    private static bool HasVariable(IValueNode literal) => literal switch
    {
        VariableNode => true,
        ListValueNode l => l.Items.Any(HasVariable),
        ObjectValueNode o => o.Fields.Any(f => HasVariable(f.Value)),
        _ => false,
    };
}

/// <summary>Coerced and bound arguments of a field, in schema order.</summary>
internal sealed class ArgumentValues(OutputField field, object?[] values, bool[] given, IReadOnlyList<IError>? errors)
{
    /// <summary>Why the field cannot be resolved; null when all arguments are valid.</summary>
    public IReadOnlyList<IError>? Errors { get; } = errors;

    /// <summary>What the field's middleware made of the values; it serves all objects whose field has these values, and all requests where none comes from a variable.</summary>
    public object? Derived { get; set; }

    /// <summary>The value; null when it was not given.</summary>
    public object? ValueOf(string name, out bool isGiven)
    {
        var arguments = field.Arguments;
        for (var i = 0; i < arguments.Count; i++)
        {
            if (!string.Equals(arguments[i].Name, name, StringComparison.Ordinal)) continue;
            isGiven = given[i];
            return values[i];
        }
        throw new ArgumentException($"The field {field.Coordinate} has no argument named {name}.", nameof(name));
    }

    /// <summary>A copy with another value for one argument.</summary>
    public ArgumentValues With(string name, object? value)
    {
        var index = field.FindArgument(name)?.Position ?? throw new ArgumentException($"The field {field.Coordinate} has no argument named {name}.", nameof(name));
        var newValues = (object?[])values.Clone();
        var newGiven = (bool[])given.Clone();
        newValues[index] = value;
        newGiven[index] = true;
        return new ArgumentValues(field, newValues, newGiven, Errors);
    }
}
