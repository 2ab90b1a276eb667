using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Execution.Coercion;

/// <summary>Makes of coerced input what its receiver wants: formatters, input classes, CLR types. Spec leaves this to the service.</summary>
internal static class InputBinder
{
    /// <summary>The value for an argument or input field. Errors: <see cref="GraphQLException"/> of formatters and conversions.</summary>
    public static object? Bind(InputField field, object? value)
    {
        if (value is null) return null;
        var runtimeType = field.RuntimeType is { } type ? InputConversion.OptionalElement(type) ?? type : null;
        return Bind(value, field.Type, runtimeType, field.Formatter);
    }

    private static object? Bind(object? value, GraphQLType type, Type? runtimeType, Func<object, object?>? formatter)
    {
        if (value is null) return null;
        if (type.ElementType is { } element)
        {
            var items = (object?[])value;
            var elementType = runtimeType is null ? null : InputConversion.ElementOf(runtimeType);
            var bound = NeedsBinding(element, formatter, elementType) ? new object?[items.Length] : items;
            if (!ReferenceEquals(bound, items))
            {
                for (var i = 0; i < items.Length; i++) bound[i] = Bind(items[i], element, elementType, formatter);
            }
            return runtimeType is null ? bound : InputConversion.To(bound, runtimeType);
        }
        if (value is InputObjectValue o) value = BindObject(o);
        if (formatter is not null) value = formatter(value);
        return value is null or InputObjectValue || runtimeType is null ? value : InputConversion.To(value, runtimeType);
    }

    private static object BindObject(InputObjectValue value)
    {
        var fields = new KeyValuePair<InputField, object?>[value.Fields.Count];
        for (var i = 0; i < fields.Length; i++)
        {
            var (field, fieldValue) = value.Fields[i];
            fields[i] = new(field, Bind(field, fieldValue));
        }
        var bound = new InputObjectValue(value.Type, fields);
        return value.Type.CreateInstance?.Invoke(bound) ?? bound;
    }

    private static bool NeedsBinding(GraphQLType element, Func<object, object?>? formatter, Type? elementType) =>
        formatter is not null || elementType is not null || element.IsList || element.Named is InputObjectType;
}
