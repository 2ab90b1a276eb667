using GraphQLPlugins.Engine.Language;

namespace GraphQLPlugins.Engine.TypeSystem;

/// <summary>The directives that every schema has. Spec: Directives.</summary>
internal static class SpecDirectives
{
    public const string DefaultDeprecationReason = "No longer supported";

    public static bool IsSpecDirective(string name) => name is "skip" or "include" or "deprecated" or "specifiedBy" or "oneOf";

    public static IEnumerable<DirectiveType> All(IReadOnlyDictionary<string, NamedType> types)
    {
        var boolean = new NonNullType(types["Boolean"]);
        const DirectiveLocation selection = DirectiveLocation.Field | DirectiveLocation.FragmentSpread | DirectiveLocation.InlineFragment;
        yield return new DirectiveType
        {
            Name = "skip", Locations = selection,
            Description = "Directs the executor to skip this field or fragment when the `if` argument is true.",
            Arguments = [new InputField { Name = "if", Description = "Skipped when true.", Type = boolean, DeclaringCoordinate = "@skip" }],
        };
        yield return new DirectiveType
        {
            Name = "include", Locations = selection,
            Description = "Directs the executor to include this field or fragment only when the `if` argument is true.",
            Arguments = [new InputField { Name = "if", Description = "Included when true.", Type = boolean, DeclaringCoordinate = "@include" }],
        };
        yield return new DirectiveType
        {
            Name = "deprecated",
            Locations = DirectiveLocation.FieldDefinition | DirectiveLocation.ArgumentDefinition | DirectiveLocation.InputFieldDefinition | DirectiveLocation.EnumValue,
            Description = "The @deprecated directive marks an element of the schema as no longer supported.",
            Arguments =
            [
                new InputField
                {
                    Name = "reason", Type = types["String"], DeclaringCoordinate = "@deprecated",
                    Description = "Why the element is deprecated and what to use instead, in CommonMark.",
                    DefaultValue = new StringValueNode(DefaultDeprecationReason),
                },
            ],
        };
        yield return new DirectiveType
        {
            Name = "specifiedBy", Locations = DirectiveLocation.Scalar,
            Description = "The `@specifiedBy` directive is used within the type system definition language to provide a URL for specifying the behavior of custom scalar definitions.",
            Arguments =
            [
                new InputField
                {
                    Name = "url", Type = new NonNullType(types["String"]), DeclaringCoordinate = "@specifiedBy",
                    Description = "The specifiedBy URL points to a human-readable specification. This field will only read a result for scalar types.",
                },
            ],
        };
        yield return new DirectiveType
        {
            Name = "oneOf", Locations = DirectiveLocation.InputObject,
            Description = "The `@oneOf` directive is used within the type system definition language to indicate that an input object takes exactly one of its fields.",
        };
    }
}
