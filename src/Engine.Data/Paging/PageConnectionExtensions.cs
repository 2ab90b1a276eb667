using System.Runtime.InteropServices;
using GraphQLPlugins.Engine.DataLoading.Data;

namespace GraphQLPlugins.Engine.Types.Pagination;

/// <summary>Makes connections of pages.</summary>
public static class PageConnectionExtensions
{
    /// <summary>The connection of a page.</summary>
    public static async Task<Connection<T>> ToConnectionAsync<T>(this Task<Page<T>> pageTask) => (await pageTask.ConfigureAwait(false)).ToConnection();

    /// <inheritdoc cref="ToConnectionAsync{T}(Task{Page{T}})"/>
    public static async ValueTask<Connection<T>> ToConnectionAsync<T>(this ValueTask<Page<T>> pageTask) => (await pageTask.ConfigureAwait(false)).ToConnection();

    /// <summary>The connection of a page, with edges of one's own making.</summary>
    public static async Task<Connection<T>> ToConnectionAsync<T>(this Task<Page<T>> pageTask, Func<T, Page<T>, IEdge<T>> createEdge)
    {
        var page = await pageTask.ConfigureAwait(false);
        return new Connection<T>([.. page.Items.Select(i => createEdge(i, page))], PageInfoOf(page), page.TotalCount ?? -1);
    }

    /// <summary>The connection of a page whose items are turned into other nodes; cursors stay those of the items.</summary>
    public static async Task<Connection<TNode>> ToConnectionAsync<T, TNode>(this Task<Page<T>> pageTask, Func<T, TNode> createNode)
    {
        var page = await pageTask.ConfigureAwait(false);
        IEdge<TNode>[] edges = [.. page.Items.Select((item, index) => new Edge<TNode>(createNode(item), page.CursorAt(index)))];
        return new Connection<TNode>(edges, PageInfoOf(page), page.TotalCount ?? -1);
    }

    internal static Connection<T> ToConnection<T>(this Page<T> page) => new(ImmutableCollectionsMarshal.AsArray(page.Items)!, page.CursorAt, PageInfoOf(page), page.TotalCount ?? -1);

    private static ConnectionPageInfo PageInfoOf<T>(Page<T> page) => new(
        page.HasNextPage,
        page.HasPreviousPage,
        start => page.Items.IsEmpty ? null : page.CursorAt(start ? 0 : page.Items.Length - 1));
}
