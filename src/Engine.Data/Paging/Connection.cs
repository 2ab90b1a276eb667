using System.Collections.Immutable;

namespace GraphQLPlugins.Engine.Types.Pagination;

/// <summary>A page of a list, with a cursor for each item. Spec: GraphQL Cursor Connections.</summary>
public abstract class Connection
{
    private protected Connection(ConnectionPageInfo info, int totalCount)
    {
        Info = info;
        TotalCount = totalCount;
    }

    /// <summary>Where the page stands in its list.</summary>
    public ConnectionPageInfo Info { get; }

    /// <summary>Items of the whole list; -1 when nobody counted.</summary>
    public int TotalCount { get; }

    /// <summary>A page without items.</summary>
    public static Connection<T> Empty<T>() => new(ImmutableArray<IEdge<T>>.Empty, ConnectionPageInfo.Empty);
}

/// <summary>A page of <typeparamref name="T"/>.</summary>
public class Connection<T> : Connection
{
    private readonly IReadOnlyList<T>? _nodes;
    private readonly Func<int, string>? _cursorAt;
    private IReadOnlyList<IEdge<T>>? _edges;

    /// <summary>A page of edges that are there already.</summary>
    public Connection(IReadOnlyList<IEdge<T>> edges, ConnectionPageInfo info, int totalCount = 0) : base(info, totalCount) => _edges = edges;

    internal Connection(IReadOnlyList<T> nodes, Func<int, string> cursorAt, ConnectionPageInfo info, int totalCount) : base(info, totalCount)
    {
        _nodes = nodes;
        _cursorAt = cursorAt;
    }

    /// <summary>The edges in order.</summary>
    public IReadOnlyList<IEdge<T>> Edges => _edges ??= MakeEdges();

    /// <summary>The nodes in order.</summary>
    public IReadOnlyList<T> Nodes => _nodes ?? [.. Edges.Select(e => e.Node)];

    internal string CursorAt(int index) => _cursorAt is null ? Edges[index].Cursor : _cursorAt(index);

    private IEdge<T>[] MakeEdges()
    {
        var edges = new IEdge<T>[_nodes!.Count];
        for (var i = 0; i < edges.Length; i++) edges[i] = new Edge<T>(_nodes[i], _cursorAt!, i);
        return edges;
    }
}
