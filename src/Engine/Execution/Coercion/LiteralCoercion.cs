using System.Runtime.CompilerServices;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Execution.Coercion;

/// <summary>Coerces literals: leaves become runtime values, lists <c>object?[]</c>, input objects <see cref="InputObjectValue"/>. Spec: Input Coercion of each kind.</summary>
internal static class LiteralCoercion
{
    private static readonly ConditionalWeakTable<InputField, object> Defaults = [];
    private static readonly object Null = new();

    /// <summary>The default of an argument or input field, coerced once for a schema.</summary>
    public static object? DefaultOf(InputField field)
    {
        if (!Defaults.TryGetValue(field, out var value))
        {
            var coerced = Coerce(field.DefaultValue!, field.Type, null, out var error);
            if (error is not null) throw new GraphQLException(error.In(field).ToError());
            Defaults.AddOrUpdate(field, value = coerced ?? Null);
        }
        return ReferenceEquals(value, Null) ? null : value;
    }

    /// <summary>The coerced value; variables inside count with their coerced values. A variable that was not given counts as null here.</summary>
    public static object? Coerce(IValueNode literal, GraphQLType type, VariableValues? variables, out InputError? error)
    {
        error = null;
        if (literal is VariableNode variable)
        {
            object? value = null;
            variables?.TryGet(variable.Name.Value, out value);
            if (value is null && type.IsNonNull) error = InputError.NotNull(type);
            return value;
        }
        if (literal is NullValueNode)
        {
            if (type.IsNonNull) error = InputError.NotNull(type);
            return null;
        }
        return type.Nullable switch
        {
            ListType list => CoerceList(literal, list, variables, out error),
            InputObjectType o => CoerceObject(literal, o, variables, out error),
            EnumType e => CoerceEnum(literal, e, out error),
            ScalarType s => CoerceScalar(literal, s, variables, out error),
            _ => throw new InvalidOperationException($"{type} is no input type."),
        };
    }

    private static object?[]? CoerceList(IValueNode literal, ListType type, VariableValues? variables, out InputError? error)
    {
        if (literal is not ListValueNode list)
        {
            var single = Coerce(literal, type.Element, variables, out error);
            return error is null ? [single] : null;
        }
        var items = new object?[list.Items.Count];
        error = null;
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = Coerce(list.Items[i], type.Element, variables, out error);
            if (error is not null)
            {
                error.At(i);
                return null;
            }
        }
        return items;
    }

    private static InputObjectValue? CoerceObject(IValueNode literal, InputObjectType type, VariableValues? variables, out InputError? error)
    {
        if (literal is not ObjectValueNode node)
        {
            error = InputError.CannotParse(type, literal);
            return null;
        }
        var assembly = new InputObjectAssembly(type);
        foreach (var fieldNode in node.Fields)
        {
            if (type.FindField(fieldNode.Name.Value) is not { } field)
            {
                error = InputError.UnknownField(type, fieldNode.Name.Value);
                return null;
            }
            // A variable that was not given leaves the field out, default and all.
            if (fieldNode.Value is VariableNode v && variables?.TryGet(v.Name.Value, out _) != true) continue;
            var value = Coerce(fieldNode.Value, field.Type, variables, out error);
            if (error is not null)
            {
                error.In(field);
                return null;
            }
            assembly.Add(field, value);
        }
        return assembly.Finish(out error);
    }

    private static object? CoerceEnum(IValueNode literal, EnumType type, out InputError? error)
    {
        var value = literal is EnumValueNode e ? type.FindValue(e.Value) : null;
        error = value is null ? InputError.CannotParse(type, literal) : null;
        return value?.RuntimeValue;
    }

    private static object? CoerceScalar(IValueNode literal, ScalarType type, VariableValues? variables, out InputError? error)
    {
        try
        {
            error = null;
            return type.ParseLiteral(variables is null ? literal : variables.Replace(literal));
        }
        catch (LeafCoercionException e)
        {
            error = InputError.Leaf(e.Message);
            return null;
        }
    }
}
