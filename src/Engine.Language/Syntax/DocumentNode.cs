namespace GraphQLPlugins.Engine.Language;

/// <summary>A definition of a document: executable or of the type system.</summary>
public interface IDefinitionNode : ISyntaxNode;

/// <summary>An operation or a fragment.</summary>
public interface IExecutableDefinitionNode : IDefinitionNode, IHasDirectives
{
    /// <summary>The name; null for an anonymous operation.</summary>
    NameNode? Name { get; }

    /// <summary>The description; null when there is none.</summary>
    StringValueNode? Description { get; }

    /// <summary>What is selected.</summary>
    SelectionSetNode SelectionSet { get; }
}

/// <summary>A name.</summary>
public sealed class NameNode(Location? location, string value) : SyntaxNode(location)
{
    /// <summary>A name without location.</summary>
    public NameNode(string value) : this(null, value) { }

    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.Name;

    /// <summary>The text of the name.</summary>
    public string Value { get; } = value;
}

/// <summary>A whole document (spec 2.2).</summary>
public sealed class DocumentNode(Location? location, IReadOnlyList<IDefinitionNode> definitions) : SyntaxNode(location)
{
    /// <summary>A document without location.</summary>
    public DocumentNode(IReadOnlyList<IDefinitionNode> definitions) : this(null, definitions) { }

    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.Document;

    /// <summary>The definitions in source order.</summary>
    public IReadOnlyList<IDefinitionNode> Definitions { get; } = definitions;

    /// <summary>How many fields the parser saw; 0 for a document made by hand.</summary>
    public int FieldsCount { get; internal init; }

    /// <summary>How many tokens the parser saw; 0 for a document made by hand.</summary>
    public int TokensCount { get; internal init; }
}

/// <summary>A query, mutation or subscription (spec 2.3).</summary>
public sealed class OperationDefinitionNode(
    Location? location,
    NameNode? name,
    StringValueNode? description,
    OperationType operation,
    IReadOnlyList<VariableDefinitionNode> variableDefinitions,
    IReadOnlyList<DirectiveNode> directives,
    SelectionSetNode selectionSet) : SyntaxNode(location), IExecutableDefinitionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.OperationDefinition;

    /// <inheritdoc />
    public NameNode? Name { get; } = name;

    /// <inheritdoc />
    public StringValueNode? Description { get; } = description;

    /// <summary>The kind of operation.</summary>
    public OperationType Operation { get; } = operation;

    /// <summary>The variables in source order.</summary>
    public IReadOnlyList<VariableDefinitionNode> VariableDefinitions { get; } = variableDefinitions;

    /// <inheritdoc />
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    /// <inheritdoc />
    public SelectionSetNode SelectionSet { get; } = selectionSet;
}

/// <summary>A fragment definition (spec 2.8).</summary>
public sealed class FragmentDefinitionNode(
    Location? location,
    NameNode name,
    StringValueNode? description,
    NamedTypeNode typeCondition,
    IReadOnlyList<DirectiveNode> directives,
    SelectionSetNode selectionSet) : SyntaxNode(location), IExecutableDefinitionNode, INamedSyntaxNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.FragmentDefinition;

    /// <inheritdoc />
    public NameNode Name { get; } = name;

    NameNode? IExecutableDefinitionNode.Name => Name;

    /// <inheritdoc />
    public StringValueNode? Description { get; } = description;

    /// <summary>The type the fragment applies to.</summary>
    public NamedTypeNode TypeCondition { get; } = typeCondition;

    /// <inheritdoc />
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    /// <inheritdoc />
    public SelectionSetNode SelectionSet { get; } = selectionSet;
}

/// <summary>The declaration of a variable (spec 2.11).</summary>
public sealed class VariableDefinitionNode(
    Location? location,
    VariableNode variable,
    StringValueNode? description,
    ITypeNode type,
    IValueNode? defaultValue,
    IReadOnlyList<DirectiveNode> directives) : SyntaxNode(location), IHasDirectives
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.VariableDefinition;

    /// <summary>The variable.</summary>
    public VariableNode Variable { get; } = variable;

    /// <summary>The description; null when there is none.</summary>
    public StringValueNode? Description { get; } = description;

    /// <summary>The type as written.</summary>
    public ITypeNode Type { get; } = type;

    /// <summary>The default; null when there is none (a written <c>null</c> is a <see cref="NullValueNode" />).</summary>
    public IValueNode? DefaultValue { get; } = defaultValue;

    /// <inheritdoc />
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;
}
