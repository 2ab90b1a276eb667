namespace GraphQLPlugins.Engine.Language;

/// <summary>A definition of the type system (spec 3).</summary>
public interface ITypeSystemDefinitionNode : IDefinitionNode, IHasDirectives
{
    /// <summary>The description; null when there is none.</summary>
    StringValueNode? Description { get; }
}

/// <summary>The definition of a named type.</summary>
public interface ITypeDefinitionNode : ITypeSystemDefinitionNode, INamedSyntaxNode;

/// <summary>An object or interface type with its fields: definition or extension.</summary>
public interface IComplexTypeNode : IDefinitionNode, INamedSyntaxNode, IHasDirectives
{
    /// <summary>The interfaces that are implemented.</summary>
    IReadOnlyList<NamedTypeNode> Interfaces { get; }

    /// <summary>The fields in source order.</summary>
    IReadOnlyList<FieldDefinitionNode> Fields { get; }
}

/// <summary>The root types (spec 3.3).</summary>
public sealed class SchemaDefinitionNode(
    Location? location,
    StringValueNode? description,
    IReadOnlyList<DirectiveNode> directives,
    IReadOnlyList<OperationTypeDefinitionNode> operationTypes) : SyntaxNode(location), ITypeSystemDefinitionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.SchemaDefinition;

    /// <inheritdoc />
    public StringValueNode? Description { get; } = description;

    /// <inheritdoc />
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    /// <summary>The root types in source order.</summary>
    public IReadOnlyList<OperationTypeDefinitionNode> OperationTypes { get; } = operationTypes;
}

/// <summary>The root type of one kind of operation.</summary>
public sealed class OperationTypeDefinitionNode(
    Location? location,
    OperationType operation,
    NamedTypeNode type) : SyntaxNode(location), ISyntaxNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.OperationTypeDefinition;

    /// <summary>The kind of operation.</summary>
    public OperationType Operation { get; } = operation;

    /// <summary>The root type.</summary>
    public NamedTypeNode Type { get; } = type;
}

/// <summary>A scalar (spec 3.5).</summary>
public sealed class ScalarTypeDefinitionNode(
    Location? location,
    NameNode name,
    StringValueNode? description,
    IReadOnlyList<DirectiveNode> directives) : SyntaxNode(location), ITypeDefinitionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.ScalarTypeDefinition;

    /// <inheritdoc />
    public NameNode Name { get; } = name;

    /// <inheritdoc />
    public StringValueNode? Description { get; } = description;

    /// <inheritdoc />
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;
}

/// <summary>An object type (spec 3.6).</summary>
public sealed class ObjectTypeDefinitionNode(
    Location? location,
    NameNode name,
    StringValueNode? description,
    IReadOnlyList<DirectiveNode> directives,
    IReadOnlyList<NamedTypeNode> interfaces,
    IReadOnlyList<FieldDefinitionNode> fields) : SyntaxNode(location), ITypeDefinitionNode, IComplexTypeNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.ObjectTypeDefinition;

    /// <inheritdoc />
    public NameNode Name { get; } = name;

    /// <inheritdoc />
    public StringValueNode? Description { get; } = description;

    /// <inheritdoc />
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    /// <summary>The interfaces that are implemented.</summary>
    public IReadOnlyList<NamedTypeNode> Interfaces { get; } = interfaces;

    /// <summary>The fields in source order.</summary>
    public IReadOnlyList<FieldDefinitionNode> Fields { get; } = fields;
}

/// <summary>An interface (spec 3.7).</summary>
public sealed class InterfaceTypeDefinitionNode(
    Location? location,
    NameNode name,
    StringValueNode? description,
    IReadOnlyList<DirectiveNode> directives,
    IReadOnlyList<NamedTypeNode> interfaces,
    IReadOnlyList<FieldDefinitionNode> fields) : SyntaxNode(location), ITypeDefinitionNode, IComplexTypeNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.InterfaceTypeDefinition;

    /// <inheritdoc />
    public NameNode Name { get; } = name;

    /// <inheritdoc />
    public StringValueNode? Description { get; } = description;

    /// <inheritdoc />
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    /// <summary>The interfaces that are implemented.</summary>
    public IReadOnlyList<NamedTypeNode> Interfaces { get; } = interfaces;

    /// <summary>The fields in source order.</summary>
    public IReadOnlyList<FieldDefinitionNode> Fields { get; } = fields;
}

/// <summary>A union (spec 3.8).</summary>
public sealed class UnionTypeDefinitionNode(
    Location? location,
    NameNode name,
    StringValueNode? description,
    IReadOnlyList<DirectiveNode> directives,
    IReadOnlyList<NamedTypeNode> types) : SyntaxNode(location), ITypeDefinitionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.UnionTypeDefinition;

    /// <inheritdoc />
    public NameNode Name { get; } = name;

    /// <inheritdoc />
    public StringValueNode? Description { get; } = description;

    /// <inheritdoc />
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    /// <summary>The member types in source order.</summary>
    public IReadOnlyList<NamedTypeNode> Types { get; } = types;
}

/// <summary>An enum (spec 3.9).</summary>
public sealed class EnumTypeDefinitionNode(
    Location? location,
    NameNode name,
    StringValueNode? description,
    IReadOnlyList<DirectiveNode> directives,
    IReadOnlyList<EnumValueDefinitionNode> values) : SyntaxNode(location), ITypeDefinitionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.EnumTypeDefinition;

    /// <inheritdoc />
    public NameNode Name { get; } = name;

    /// <inheritdoc />
    public StringValueNode? Description { get; } = description;

    /// <inheritdoc />
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    /// <summary>The values in source order.</summary>
    public IReadOnlyList<EnumValueDefinitionNode> Values { get; } = values;
}

/// <summary>An input object type (spec 3.10).</summary>
public sealed class InputObjectTypeDefinitionNode(
    Location? location,
    NameNode name,
    StringValueNode? description,
    IReadOnlyList<DirectiveNode> directives,
    IReadOnlyList<InputValueDefinitionNode> fields) : SyntaxNode(location), ITypeDefinitionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.InputObjectTypeDefinition;

    /// <inheritdoc />
    public NameNode Name { get; } = name;

    /// <inheritdoc />
    public StringValueNode? Description { get; } = description;

    /// <inheritdoc />
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    /// <summary>The fields in source order.</summary>
    public IReadOnlyList<InputValueDefinitionNode> Fields { get; } = fields;
}

/// <summary>A directive's definition (spec 3.13).</summary>
public sealed class DirectiveDefinitionNode(
    Location? location,
    NameNode name,
    StringValueNode? description,
    IReadOnlyList<InputValueDefinitionNode> arguments,
    bool isRepeatable,
    IReadOnlyList<NameNode> locations) : SyntaxNode(location), IDefinitionNode, INamedSyntaxNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.DirectiveDefinition;

    /// <inheritdoc />
    public NameNode Name { get; } = name;

    /// <summary>The description; null when there is none.</summary>
    public StringValueNode? Description { get; } = description;

    /// <summary>The arguments in source order.</summary>
    public IReadOnlyList<InputValueDefinitionNode> Arguments { get; } = arguments;

    /// <summary>True when it may stand at one place more than once.</summary>
    public bool IsRepeatable { get; } = isRepeatable;

    /// <summary>Where it may stand.</summary>
    public IReadOnlyList<NameNode> Locations { get; } = locations;
}
