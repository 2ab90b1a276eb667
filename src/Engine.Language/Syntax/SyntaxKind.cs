namespace GraphQLPlugins.Engine.Language;

/// <summary>The kinds of syntax nodes, by the names of the specification's grammar.</summary>
public enum SyntaxKind
{
#pragma warning disable CS1591 // each member is the node class of the same name
    Name, Document, OperationDefinition, VariableDefinition, Variable, SelectionSet, Field, Argument, FragmentSpread, InlineFragment,
    FragmentDefinition, IntValue, FloatValue, StringValue, BooleanValue, EnumValue, NullValue, ListValue, ObjectValue, ObjectField, Directive,
    NamedType, ListType, NonNullType, SchemaDefinition, OperationTypeDefinition, ScalarTypeDefinition, ObjectTypeDefinition, FieldDefinition,
    InputValueDefinition, InterfaceTypeDefinition, UnionTypeDefinition, EnumTypeDefinition, EnumValueDefinition, InputObjectTypeDefinition,
    DirectiveDefinition, SchemaExtension, ScalarTypeExtension, ObjectTypeExtension, InterfaceTypeExtension, UnionTypeExtension,
    EnumTypeExtension, InputObjectTypeExtension
#pragma warning restore CS1591
}

/// <summary>The kinds of operations.</summary>
public enum OperationType
{
    /// <summary>Reads.</summary>
    Query,

    /// <summary>Writes, then reads.</summary>
    Mutation,

    /// <summary>Reads again at each event.</summary>
    Subscription
}
