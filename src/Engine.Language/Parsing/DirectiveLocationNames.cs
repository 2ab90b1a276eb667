namespace GraphQLPlugins.Engine.Language;

/// <summary>The names of the places a directive can stand at (spec 3.13).</summary>
internal static class DirectiveLocationNames
{
    private static readonly HashSet<string> Names =
    [
        "QUERY", "MUTATION", "SUBSCRIPTION", "FIELD", "FRAGMENT_DEFINITION", "FRAGMENT_SPREAD", "INLINE_FRAGMENT", "VARIABLE_DEFINITION",
        "SCHEMA", "SCALAR", "OBJECT", "FIELD_DEFINITION", "ARGUMENT_DEFINITION", "INTERFACE", "UNION", "ENUM", "ENUM_VALUE", "INPUT_OBJECT",
        "INPUT_FIELD_DEFINITION"
    ];

    public static bool Contains(ReadOnlySpan<byte> name) => Names.Contains(NameCache.Get(name));
}
