using System.Text.Json;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Execution.Coercion;

/// <summary>Coerces JSON values of variables into the same forms as <see cref="LiteralCoercion"/>. Spec: Coercing Variable Values.</summary>
internal static class JsonCoercion
{
    /// <summary>The coerced value.</summary>
    /// <param name="value">The JSON value.</param>
    /// <param name="type">Its type.</param>
    /// <param name="levels">How many more levels it may nest, and the limit for the error.</param>
    /// <param name="error">Why it was refused; else null.</param>
    public static object? Coerce(JsonElement value, GraphQLType type, (int Left, int Limit) levels, out InputError? error)
    {
        error = null;
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            if (type.IsNonNull) error = InputError.NotNull(type);
            return null;
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

    private static object?[]? CoerceList(JsonElement value, ListType type, (int, int) levels, out InputError? error)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            var single = Coerce(value, type.Element, levels, out error);
            return error is null ? [single] : null;
        }
        var items = new object?[value.GetArrayLength()];
        var i = 0;
        error = null;
        foreach (var item in value.EnumerateArray())
        {
            items[i] = Coerce(item, type.Element, levels, out error);
            if (error is not null)
            {
                error.At(i);
                return null;
            }
            i++;
        }
        return items;
    }

    private static InputObjectValue? CoerceObject(JsonElement value, InputObjectType type, (int, int) levels, out InputError? error)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            error = InputError.CannotParse(type, value);
            return null;
        }
        var assembly = new InputObjectAssembly(type);
        foreach (var property in value.EnumerateObject())
        {
            var name = property.Name;
            if (type.FindField(name) is not { } field)
            {
                error = InputError.UnknownField(type, name);
                return null;
            }
            var coerced = Coerce(property.Value, field.Type, levels, out error);
            if (error is not null)
            {
                error.In(field);
                return null;
            }
            assembly.Add(field, coerced);
        }
        return assembly.Finish(out error);
    }

    private static object? CoerceEnum(JsonElement value, EnumType type, out InputError? error)
    {
        var found = value.ValueKind == JsonValueKind.String ? type.FindValue(value.GetString()!) : null;
        error = found is null ? InputError.CannotParse(type, value) : null;
        return found?.RuntimeValue;
    }

    private static object? CoerceScalar(JsonElement value, ScalarType type, out InputError? error)
    {
        try
        {
            error = null;
            return type.ParseJson(value);
        }
        catch (LeafCoercionException e)
        {
            error = InputError.Leaf(e.Message);
        }
        catch (InvalidOperationException) when (value.ValueKind == JsonValueKind.String)
        {
            // The JSON reader finds a surrogate without its partner only when the text is decoded.
            error = InputError.Leaf($"{type.Name} cannot parse a string with an unpaired surrogate.");
        }
        return null;
    }
}
