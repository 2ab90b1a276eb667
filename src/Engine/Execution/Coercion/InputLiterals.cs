using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Execution.Coercion;

/// <summary>Turns coerced values back into literals, for those who look at arguments as literals.</summary>
internal static class InputLiterals
{
    public static IValueNode Of(object? value, GraphQLType type)
    {
        if (value is null) return NullValueNode.Default;
        if (type.ElementType is { } element) return new ListValueNode([.. ((object?[])value).Select(v => Of(v, element))]);
        return type.Named switch
        {
            EnumType e => new EnumValueNode(e.FindValueOf(value)?.Name ?? value.ToString()!),
            ScalarType s => s.ToLiteral(value),
            InputObjectType => new ObjectValueNode(
                [.. ((InputObjectValue)value).Fields.Select(f => new ObjectFieldNode(f.Key.Name, Of(f.Value, f.Key.Type)))]),
            _ => NullValueNode.Default,
        };
    }
}
