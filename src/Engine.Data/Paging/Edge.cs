namespace GraphQLPlugins.Engine.Types.Pagination;

/// <summary>An item of a page with its cursor.</summary>
public interface IEdge
{
    /// <summary>The item.</summary>
    object? Node { get; }

    /// <summary>The cursor.</summary>
    string Cursor { get; }
}

/// <inheritdoc/>
public interface IEdge<out T> : IEdge
{
    /// <summary>The item.</summary>
    new T Node { get; }
}

/// <inheritdoc/>
public class Edge<T> : IEdge<T>
{
    private readonly object? _resolve;
    private readonly int _index = -1;
    private string? _cursor;

    /// <summary>An edge whose cursor is known.</summary>
    public Edge(T node, string cursor)
    {
        ArgumentNullException.ThrowIfNull(cursor);
        Node = node;
        _cursor = cursor;
    }

    /// <summary>An edge whose cursor is made when somebody wants it.</summary>
    public Edge(T node, Func<Edge<T>, string> resolveCursor)
    {
        Node = node;
        _resolve = resolveCursor;
    }

    /// <inheritdoc cref="Edge{T}(T, Func{Edge{T}, string})"/>
    public Edge(T node, Func<T, string> resolveCursor)
    {
        Node = node;
        _resolve = resolveCursor;
    }

    internal Edge(T node, Func<int, string> cursorAt, int index)
    {
        Node = node;
        _resolve = cursorAt;
        _index = index;
    }

    /// <inheritdoc/>
    public T Node { get; }

    /// <inheritdoc/>
    public string Cursor => _cursor ??= _resolve switch
    {
        Func<int, string> at when _index >= 0 => at(_index),
        Func<T, string> ofNode => ofNode(Node),
        Func<Edge<T>, string> ofEdge => ofEdge(this),
        _ => throw new InvalidOperationException("The edge has no way to a cursor."),
    };

    object? IEdge.Node => Node;
}
