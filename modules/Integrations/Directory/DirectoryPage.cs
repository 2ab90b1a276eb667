using System.Text;
using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Directory;

/// <summary>In which order entries are listed; entries that are equal in it follow by kind and id.</summary>
internal enum DirectoryOrder
{
    NameAsc,
    NameDesc,
    PopularityAsc,
    PopularityDesc,
}

/// <summary>
/// One page of lists of several kinds: each source gives at most a page of its own from beyond the cursor, narrowed and ordered by its database, and the pages are merged.
/// A page far down costs what the first one costs; a page backwards is one of the list in the opposite order, turned around.
/// </summary>
internal sealed class DirectoryPage(IReadOnlyList<IDirectorySource> sources, DirectoryRequest request)
{
    private const int DefaultSize = 10;

    private sealed record Found(IDirectorySource Source, DirectoryEntry Row);

    /// <exception cref="InputInvalidException">A cursor is none of this list in this order, or a page is asked for from both ends.</exception>
    public async Task<Connection<IDirectoryEntry>> ReadAsync(PagingArguments paging, CancellationToken ct)
    {
        if (paging is { First: not null, Last: not null }) throw new InputInvalidException("last", "Ask for the first entries or for the last ones, not for both.");
        var (forward, size) = (paging.Last is null, paging.First ?? paging.Last ?? DefaultSize);
        var after = paging.After is null ? null : DirectoryCursor.Parse(paging.After, request.Order, "after");
        var before = paging.Before is null ? null : DirectoryCursor.Parse(paging.Before, request.Order, "before");
        var found = new List<Found>();
        // One after the other: sources of one module share a connection.
        foreach (var source in sources)
        {
            var rows = Beyond(Beyond(request.Narrow(source), source.Kind, after, isAfter: true), source.Kind, before, isAfter: false);
            found.AddRange((await ListAsync(Ordered(rows, forward).Take(size + 1), ct)).Select(row => new Found(source, row)));
        }
        var page = Merged(found, forward).Take(size).ToList();
        if (!forward) page.Reverse();
        var edges = page.Select(f => new Edge<IDirectoryEntry>(f.Source.EntryOf(f.Row), DirectoryCursor.Of(f.Row, f.Source.Kind, request.Order))).ToList();
        var hasMore = found.Count > size;
        var info = new ConnectionPageInfo(forward ? hasMore : before is not null, forward ? after is not null : hasMore, edges.FirstOrDefault()?.Cursor, edges.LastOrDefault()?.Cursor);
        return new Connection<IDirectoryEntry>(edges, info, await CountAsync(ct));
    }

    private async Task<int> CountAsync(CancellationToken ct)
    {
        var count = 0;
        foreach (var source in sources)
        {
            var rows = request.Narrow(source);
            count += rows.Provider is Microsoft.EntityFrameworkCore.Query.IAsyncQueryProvider ? await rows.CountAsync(ct) : rows.Count();
        }
        return count;
    }

    private static async Task<List<DirectoryEntry>> ListAsync(IQueryable<DirectoryEntry> rows, CancellationToken ct) =>
        rows.Provider is Microsoft.EntityFrameworkCore.Query.IAsyncQueryProvider ? await rows.ToListAsync(ct) : [.. rows];

    private bool IsByName => request.Order is DirectoryOrder.NameAsc or DirectoryOrder.NameDesc;

    private bool IsAscending => request.Order is DirectoryOrder.NameAsc or DirectoryOrder.PopularityAsc;

    /// <summary>What follows the cursor in this kind's own list, or precedes it. Entries of its key are all beyond it for kinds on that side, by their id for its own kind, and none for the others.</summary>
    private IQueryable<DirectoryEntry> Beyond(IQueryable<DirectoryEntry> rows, DirectoryKind kind, DirectoryCursor? cursor, bool isAfter)
    {
        if (cursor is null) return rows;
        var (name, popularity, id) = (cursor.Name, cursor.Popularity, cursor.Id);
        var all = isAfter ? kind > cursor.Kind : kind < cursor.Kind;
        var (above, below) = (kind == cursor.Kind && isAfter, kind == cursor.Kind && !isAfter);
        return (IsByName, IsAscending == isAfter) switch
        {
            (true, true) => rows.Where(r => string.Compare(r.Name, name) > 0 || (r.Name == name && (all || (above && r.Id.CompareTo(id) > 0) || (below && r.Id.CompareTo(id) < 0)))),
            (true, false) => rows.Where(r => string.Compare(r.Name, name) < 0 || (r.Name == name && (all || (above && r.Id.CompareTo(id) > 0) || (below && r.Id.CompareTo(id) < 0)))),
            (false, true) => rows.Where(r => r.Popularity > popularity || (r.Popularity == popularity && (all || (above && r.Id.CompareTo(id) > 0) || (below && r.Id.CompareTo(id) < 0)))),
            _ => rows.Where(r => r.Popularity < popularity || (r.Popularity == popularity && (all || (above && r.Id.CompareTo(id) > 0) || (below && r.Id.CompareTo(id) < 0)))),
        };
    }

    private IQueryable<DirectoryEntry> Ordered(IQueryable<DirectoryEntry> rows, bool forward)
    {
        var byKey = (IsByName, IsAscending == forward) switch
        {
            (true, true) => rows.OrderBy(r => r.Name),
            (true, false) => rows.OrderByDescending(r => r.Name),
            (false, true) => rows.OrderBy(r => r.Popularity),
            _ => rows.OrderByDescending(r => r.Popularity),
        };
        return forward ? byKey.ThenBy(r => r.Id) : byKey.ThenByDescending(r => r.Id);
    }

    /// <summary>Stable, so that each source's own order of ids stays: servers order them differently.</summary>
    private IEnumerable<Found> Merged(List<Found> found, bool forward)
    {
        var byKey = (IsByName, IsAscending == forward) switch
        {
            (true, true) => found.OrderBy(f => f.Row.Name, CodePoints.Instance),
            (true, false) => found.OrderByDescending(f => f.Row.Name, CodePoints.Instance),
            (false, true) => found.OrderBy(f => f.Row.Popularity),
            _ => found.OrderByDescending(f => f.Row.Popularity),
        };
        return forward ? byKey.ThenBy(f => f.Source.Kind) : byKey.ThenByDescending(f => f.Source.Kind);
    }

    /// <summary>As databases compare UTF-8: characters beyond the first 65,536 come last, which .NET's ordinal order puts before some.</summary>
    private sealed class CodePoints : IComparer<string>
    {
        public static readonly CodePoints Instance = new();

        public int Compare(string? x, string? y) => Encoding.UTF8.GetBytes(x!).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y!));
    }
}

/// <summary>Where a page ended.</summary>
internal sealed record DirectoryCursor(DirectoryOrder Order, DirectoryKind Kind, string Name, int Popularity, Guid Id)
{
    public static string Of(DirectoryEntry row, DirectoryKind kind, DirectoryOrder order) =>
        Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(new DirectoryCursor(order, kind, row.Name, row.Popularity, row.Id))).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <exception cref="InputInvalidException">It is no cursor of this list in this order.</exception>
    public static DirectoryCursor Parse(string text, DirectoryOrder order, string argument)
    {
        try
        {
            var base64 = text.Replace('-', '+').Replace('_', '/');
            var cursor = JsonSerializer.Deserialize<DirectoryCursor>(Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '=')));
            if (cursor is { Name: { } name } && cursor.Order == order && Enum.IsDefined(cursor.Kind) && !name.Contains('\0')) return cursor;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
        }
        throw new InputInvalidException(argument, "It is no cursor of this list in this order.");
    }
}
