using System.Collections.Concurrent;

namespace GraphQLPlugins.Engine.TypeSystem;

/// <summary>The values of <c>__TypeKind</c> and <c>__DirectiveLocation</c>.</summary>
internal static class IntrospectionEnums
{
    private static readonly ConcurrentDictionary<DirectiveLocation, DirectiveLocation[]> SplitLocations = new();

    public static EnumValue[] TypeKinds() =>
    [
        Value("SCALAR", TypeKind.Scalar, "A scalar; `specifiedByURL` may say more about it."),
        Value("OBJECT", TypeKind.Object, "An object type, with `fields` and `interfaces`."),
        Value("INTERFACE", TypeKind.Interface, "An interface, with `fields`, `interfaces` and `possibleTypes`."),
        Value("UNION", TypeKind.Union, "A union, with `possibleTypes`."),
        Value("ENUM", TypeKind.Enum, "An enum, with `enumValues`."),
        Value("INPUT_OBJECT", TypeKind.InputObject, "An input object, with `inputFields`."),
        Value("LIST", TypeKind.List, "A list; `ofType` is the type of its elements."),
        Value("NON_NULL", TypeKind.NonNull, "A type that is never null; `ofType` is that type when it may be null."),
    ];

    public static EnumValue[] DirectiveLocations() =>
    [
        Value("QUERY", DirectiveLocation.Query, "A query operation."),
        Value("MUTATION", DirectiveLocation.Mutation, "A mutation operation."),
        Value("SUBSCRIPTION", DirectiveLocation.Subscription, "A subscription operation."),
        Value("FIELD", DirectiveLocation.Field, "A field of a selection set."),
        Value("FRAGMENT_DEFINITION", DirectiveLocation.FragmentDefinition, "A fragment definition."),
        Value("FRAGMENT_SPREAD", DirectiveLocation.FragmentSpread, "A fragment spread."),
        Value("INLINE_FRAGMENT", DirectiveLocation.InlineFragment, "An inline fragment."),
        Value("VARIABLE_DEFINITION", DirectiveLocation.VariableDefinition, "A variable definition."),
        Value("SCHEMA", DirectiveLocation.Schema, "The schema definition."),
        Value("SCALAR", DirectiveLocation.Scalar, "A scalar definition."),
        Value("OBJECT", DirectiveLocation.Object, "An object type definition."),
        Value("FIELD_DEFINITION", DirectiveLocation.FieldDefinition, "The definition of a field."),
        Value("ARGUMENT_DEFINITION", DirectiveLocation.ArgumentDefinition, "The definition of an argument."),
        Value("INTERFACE", DirectiveLocation.Interface, "An interface definition."),
        Value("UNION", DirectiveLocation.Union, "A union definition."),
        Value("ENUM", DirectiveLocation.Enum, "An enum definition."),
        Value("ENUM_VALUE", DirectiveLocation.EnumValue, "The definition of an enum value."),
        Value("INPUT_OBJECT", DirectiveLocation.InputObject, "An input object definition."),
        Value("INPUT_FIELD_DEFINITION", DirectiveLocation.InputFieldDefinition, "The definition of an input field."),
    ];

    /// <summary>The single places in a set of places, in the order of the specification.</summary>
    public static DirectiveLocation[] Split(DirectiveLocation locations) =>
        SplitLocations.GetOrAdd(locations, static set => [.. DirectiveLocations().Select(v => (DirectiveLocation)v.RuntimeValue).Where(l => (set & l) != 0)]);

    private static EnumValue Value(string name, object runtimeValue, string description) =>
        new() { Name = name, RuntimeValue = runtimeValue, Description = description };
}
