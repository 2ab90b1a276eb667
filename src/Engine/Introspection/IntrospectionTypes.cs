namespace GraphQLPlugins.Engine.TypeSystem;

/// <summary>The types of introspection and the meta fields. Spec: Introspection.</summary>
internal static class IntrospectionTypes
{
    /// <summary>Adds the eight types' shells.</summary>
    public static void AddTo(Dictionary<string, NamedType> types)
    {
    }

    /// <summary>Completes them when all types are known by name.</summary>
    public static void Complete(Dictionary<string, NamedType> types)
    {
    }

    /// <summary><c>__typename</c>, found on every composite type.</summary>
    public static IEnumerable<OutputField> TypeNameField(Dictionary<string, NamedType> types, ComplexType owner) => [];

    /// <summary><c>__typename</c>, <c>__schema</c> and <c>__type</c>, found on the query type.</summary>
    public static IEnumerable<OutputField> QueryFields(Dictionary<string, NamedType> types, ComplexType owner) => [];
}
