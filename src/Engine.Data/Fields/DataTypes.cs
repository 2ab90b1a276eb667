using GraphQLPlugins.Engine.DataLoading.Data;
using GraphQLPlugins.Engine.Types.Pagination;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Data.Fields;

/// <summary>What the CLR types of data fields are made of.</summary>
internal static class DataTypes
{
    private static readonly Type[] Containers = [typeof(Connection<>), typeof(CollectionSegment<>), typeof(Page<>)];

    /// <summary>The item type of a list, connection, segment or page; null when it is none of these.</summary>
    public static Type? ElementOf(Type? type)
    {
        if (type is null || type == typeof(string)) return null;
        if (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>)))
            return ElementOf(type.GetGenericArguments()[0]);
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (t.IsGenericType && Containers.Contains(t.GetGenericTypeDefinition())) return t.GetGenericArguments()[0];
        }
        if (type.IsArray) return type.GetElementType();
        var list = type.IsInterface && type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>)
            ? type
            : type.GetInterfaces().FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>));
        return list?.GetGenericArguments()[0];
    }

    /// <summary>Whether a type has null.</summary>
    public static bool HasNull(Type type) => !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;

    /// <summary>Whether a type is a scalar or enum that has null.</summary>
    public static bool IsNullableLeaf(Type type) => ScalarOperations.IsLeaf(type) && HasNull(type);

    /// <summary>Whether the resolver makes the connection, segment or page itself.</summary>
    public static bool IsContainer(Type? type)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (t.IsGenericType && Containers.Contains(t.GetGenericTypeDefinition())) return true;
        }
        return false;
    }

    /// <summary>The reference of one item, with its nullability. Errors: <see cref="SchemaException"/> when the field gives no list.</summary>
    public static TypeRef ElementReference(ITypeRegistry types, OutputFieldDefinition field, Type? given)
    {
        if (given is not null) return TypeRef.NonNull(types.Infer(given, TypeContext.Output));
        if (!IsContainer(field.ResultType) && field.Type?.AsNullable() is ListTypeRef list) return list.Element;
        if (ElementOf(field.ResultType) is { } element) return TypeRef.NonNull(types.Infer(element, TypeContext.Output));
        throw new SchemaException($"{field.Member?.DeclaringType?.Name}.{field.Member?.Name ?? field.Name} gives no list that could be paged, filtered or sorted.");
    }
}
