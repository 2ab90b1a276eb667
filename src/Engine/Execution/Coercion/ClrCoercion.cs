using System.Collections;
using System.Text.Json;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Execution.Coercion;

/// <summary>Coerces CLR values of variables, as callers in process give them, into the same forms as <see cref="LiteralCoercion"/>.</summary>
internal static class ClrCoercion
{
    /// <summary>The coerced value. Taken are: null, literals, JSON elements, sequences, dictionaries by field name, and for leaves their runtime or text values.</summary>
    public static object? Coerce(object? value, GraphQLType type, (int Left, int Limit) levels, out InputError? error)
    {
        error = null;
        switch (value)
        {
            case null:
                if (type.IsNonNull) error = InputError.NotNull(type);
                return null;
            case IValueNode literal: return LiteralCoercion.Coerce(literal, type, null, out error);
            case JsonElement json: return JsonCoercion.Coerce(json, type, levels, out error);
        }
        if (levels.Left == 0)
        {
            error = InputError.TooDeep(levels.Limit);
            return null;
        }
        return type.Nullable switch
        {
            ListType list => CoerceList(value, list, (levels.Left - 1, levels.Limit), out error),
            InputObjectType o => CoerceObject(value, o, (levels.Left - 1, levels.Limit), out error),
            EnumType e => CoerceEnum(value, e, out error),
            ScalarType s => CoerceScalar(value, s, out error),
            _ => throw new InvalidOperationException($"{type} is no input type."),
        };
    }

    private static object?[]? CoerceList(object value, ListType type, (int, int) levels, out InputError? error)
    {
        error = null;
        if (value is string or IDictionary || value is not IEnumerable sequence)
        {
            var single = Coerce(value, type.Element, levels, out error);
            return error is null ? [single] : null;
        }
        var items = new List<object?>();
        foreach (var item in sequence)
        {
            items.Add(Coerce(item, type.Element, levels, out error));
            if (error is null) continue;
            error.At(items.Count - 1);
            return null;
        }
        return [.. items];
    }

    private static InputObjectValue? CoerceObject(object value, InputObjectType type, (int, int) levels, out InputError? error)
    {
        if (value is not IEnumerable<KeyValuePair<string, object?>> members)
        {
            error = InputError.Leaf($"{type.Name} cannot parse the given value of type `{value.GetType().Name}`.");
            return null;
        }
        var assembly = new InputObjectAssembly(type);
        foreach (var (name, member) in members)
        {
            if (type.FindField(name) is not { } field)
            {
                error = InputError.UnknownField(type, name);
                return null;
            }
            var coerced = Coerce(member, field.Type, levels, out error);
            if (error is not null)
            {
                error.In(field);
                return null;
            }
            assembly.Add(field, coerced);
        }
        return assembly.Finish(out error);
    }

    private static object? CoerceEnum(object value, EnumType type, out InputError? error)
    {
        var found = value is string name ? type.FindValue(name) ?? type.FindValueOf(value) : type.FindValueOf(value);
        error = found is null ? InputError.Leaf($"{type.Name} cannot parse the given value of type `{value.GetType().Name}`.") : null;
        return found?.RuntimeValue;
    }

    private static object? CoerceScalar(object value, ScalarType type, out InputError? error)
    {
        error = null;
        if (type.RuntimeType?.IsInstanceOfType(value) == true) return value;
        try
        {
            return type.ParseLiteral(LiteralOf(value) ?? type.ToLiteral(value));
        }
        catch (Exception e) when (e is LeafCoercionException or InvalidCastException or FormatException or OverflowException)
        {
            error = InputError.Leaf($"{type.Name} cannot parse the given value of type `{value.GetType().Name}`.");
            return null;
        }
    }

    private static IValueNode? LiteralOf(object value) => value switch
    {
        string s => new StringValueNode(s),
        bool b => BooleanValueNode.Of(b),
        byte or sbyte or short or ushort or int or uint or long => new IntValueNode(Convert.ToInt64(value)),
        double d when double.IsFinite(d) => new FloatValueNode(d),
        float f when float.IsFinite(f) => new FloatValueNode((double)f),
        decimal m => new FloatValueNode(m),
        _ => null,
    };
}
