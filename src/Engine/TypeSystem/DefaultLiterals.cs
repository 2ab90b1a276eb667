using System.Collections;
using GraphQLPlugins.Engine.Language;

namespace GraphQLPlugins.Engine.TypeSystem;

/// <summary>Turns CLR defaults (of parameters and properties) into literals of their GraphQL type.</summary>
internal static class DefaultLiterals
{
    /// <summary>The literal. Errors: <see cref="SchemaException"/> when the type cannot express the value.</summary>
    public static IValueNode Of(object? value, GraphQLType type)
    {
        if (value is null) return NullValueNode.Default;
        if (type.ElementType is { } element)
        {
            return value is IEnumerable list and not string
                ? new ListValueNode([.. list.Cast<object?>().Select(v => Of(v, element))])
                : Of(value, element);
        }
        return type.Named switch
        {
            EnumType e => new EnumValueNode(e.FindValueOf(value)?.Name ?? throw Cannot(value, type)),
            ScalarType s => s.ToLiteral(value),
            InputObjectType io => new ObjectValueNode(
                [.. io.Fields
                    .Select(f => (f, Property: value.GetType().GetProperties().FirstOrDefault(p => string.Equals(p.Name, f.Name, StringComparison.OrdinalIgnoreCase))))
                    .Where(x => x.Property is not null)
                    .Select(x => new ObjectFieldNode(x.f.Name, Of(x.Property!.GetValue(value), x.f.Type)))]),
            _ => throw Cannot(value, type),
        };
    }

    private static SchemaException Cannot(object value, GraphQLType type) => new($"The default {value} cannot be written as a literal of {type}.");
}
