namespace GraphQLPlugins.Engine.Language;

/// <summary>A node of the syntax tree. Nodes are immutable and safe to share.</summary>
public interface ISyntaxNode
{
    /// <summary>What the node is.</summary>
    SyntaxKind Kind { get; }

    /// <summary>Where the node stands in its source; null when it was made by hand or locations were not asked for.</summary>
    Location? Location { get; }

    /// <summary>The node as GraphQL text.</summary>
    /// <param name="indented">One thing a line; otherwise all on one line.</param>
    string ToString(bool indented);
}

/// <summary>A node that carries a name.</summary>
public interface INamedSyntaxNode : ISyntaxNode
{
    /// <summary>The name.</summary>
    NameNode Name { get; }
}

/// <summary>A node that directives can be put on.</summary>
public interface IHasDirectives : ISyntaxNode
{
    /// <summary>The directives in source order; empty, never null.</summary>
    IReadOnlyList<DirectiveNode> Directives { get; }
}

/// <summary>The first and last byte of a node, and the line and column of the first.</summary>
/// <param name="Start">Offset of the first byte.</param>
/// <param name="End">Offset after the last byte.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in UTF-16 code units, from 1.</param>
public readonly record struct Location(int Start, int End, int Line, int Column);

/// <summary>What all nodes share: the location, kept in four integers.</summary>
public abstract class SyntaxNode : ISyntaxNode
{
    private readonly int _start;
    private readonly int _end;
    private readonly int _line;
    private readonly int _column;

    private protected SyntaxNode(Location? location)
    {
        if (location is { } l)
        {
            _start = l.Start;
            _end = l.End;
            _line = l.Line;
            _column = l.Column;
        }
    }

    /// <inheritdoc />
    public abstract SyntaxKind Kind { get; }

    /// <inheritdoc />
    public Location? Location => _line == 0 ? null : new Location(_start, _end, _line, _column);

    /// <summary>The node as GraphQL text, indented.</summary>
    public override string ToString() => SyntaxPrinter.Print(this, indented: true);

    /// <inheritdoc />
    public string ToString(bool indented) => SyntaxPrinter.Print(this, indented);
}
