namespace GraphQLPlugins.Engine.Language;

/// <summary>A field, a fragment spread or an inline fragment.</summary>
public interface ISelectionNode : IHasDirectives;

/// <summary>The selections between two braces (spec 2.4).</summary>
public sealed class SelectionSetNode(Location? location, IReadOnlyList<ISelectionNode> selections) : SyntaxNode(location)
{
    /// <summary>A selection set without location.</summary>
    public SelectionSetNode(IReadOnlyList<ISelectionNode> selections) : this(null, selections) { }

    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.SelectionSet;

    /// <summary>The selections in source order.</summary>
    public IReadOnlyList<ISelectionNode> Selections { get; } = selections;
}

/// <summary>A selected field (spec 2.5).</summary>
public sealed class FieldNode(
    Location? location,
    NameNode name,
    NameNode? alias,
    IReadOnlyList<DirectiveNode> directives,
    IReadOnlyList<ArgumentNode> arguments,
    SelectionSetNode? selectionSet) : SyntaxNode(location), ISelectionNode, INamedSyntaxNode
{
    /// <summary>A field without location, alias, directives and arguments.</summary>
    public FieldNode(string name, SelectionSetNode? selectionSet = null) : this(null, new NameNode(name), null, [], [], selectionSet) { }

    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.Field;

    /// <inheritdoc />
    public NameNode Name { get; } = name;

    /// <summary>The alias; null when there is none.</summary>
    public NameNode? Alias { get; } = alias;

    /// <summary>The name in the response: the alias, or else the name.</summary>
    public string ResponseName => (Alias ?? Name).Value;

    /// <inheritdoc />
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    /// <summary>The arguments in source order.</summary>
    public IReadOnlyList<ArgumentNode> Arguments { get; } = arguments;

    /// <summary>The sub-selections; null when no braces follow.</summary>
    public SelectionSetNode? SelectionSet { get; } = selectionSet;
}

/// <summary>The use of a named fragment (spec 2.8).</summary>
public sealed class FragmentSpreadNode(Location? location, NameNode name, IReadOnlyList<DirectiveNode> directives)
    : SyntaxNode(location), ISelectionNode, INamedSyntaxNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.FragmentSpread;

    /// <summary>The fragment's name.</summary>
    public NameNode Name { get; } = name;

    /// <inheritdoc />
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;
}

/// <summary>A fragment in place (spec 2.8.2).</summary>
public sealed class InlineFragmentNode(
    Location? location,
    NamedTypeNode? typeCondition,
    IReadOnlyList<DirectiveNode> directives,
    SelectionSetNode selectionSet) : SyntaxNode(location), ISelectionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.InlineFragment;

    /// <summary>The type it applies to; null for the enclosing type.</summary>
    public NamedTypeNode? TypeCondition { get; } = typeCondition;

    /// <inheritdoc />
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    /// <summary>What is selected.</summary>
    public SelectionSetNode SelectionSet { get; } = selectionSet;
}

/// <summary>An argument of a field or directive (spec 2.6).</summary>
public sealed class ArgumentNode(Location? location, NameNode name, IValueNode value) : SyntaxNode(location), INamedSyntaxNode
{
    /// <summary>An argument without location.</summary>
    public ArgumentNode(string name, IValueNode value) : this(null, new NameNode(name), value) { }

    /// <summary>A string argument without location.</summary>
    public ArgumentNode(string name, string value) : this(name, new StringValueNode(value)) { }

    /// <summary>An integer argument without location.</summary>
    public ArgumentNode(string name, int value) : this(name, new IntValueNode(value)) { }

    /// <summary>A boolean argument without location.</summary>
    public ArgumentNode(string name, bool value) : this(name, BooleanValueNode.Of(value)) { }

    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.Argument;

    /// <inheritdoc />
    public NameNode Name { get; } = name;

    /// <summary>The value as written.</summary>
    public IValueNode Value { get; } = value;
}

/// <summary>A directive in use (spec 2.13).</summary>
public sealed class DirectiveNode(Location? location, NameNode name, IReadOnlyList<ArgumentNode> arguments)
    : SyntaxNode(location), INamedSyntaxNode
{
    /// <summary>A directive without location.</summary>
    public DirectiveNode(string name, params ArgumentNode[] arguments) : this(null, new NameNode(name), arguments) { }

    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.Directive;

    /// <inheritdoc />
    public NameNode Name { get; } = name;

    /// <summary>The arguments in source order.</summary>
    public IReadOnlyList<ArgumentNode> Arguments { get; } = arguments;
}
