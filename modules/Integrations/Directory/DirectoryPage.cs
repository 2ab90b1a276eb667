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
/// One page of lists of several kinds: each source gives at most a page of its own from behind the cursor, narrowed and ordered by its database, and the pages are merged.
/// A page far down costs what the first one costs.
/// </summary>
internal sealed class DirectoryPage(IReadOnlyList<IDirectorySource> sources, DirectoryRequest request)
{
    private sealed record Found(IDirectorySource Source, DirectoryEntry Row);

    public async Task<Connection<IDirectoryEntry>> ReadAsync(int first, string? after, CancellationToken ct)
    {
        var start = after is null ? null : DirectoryCursor.Parse(after, request.Order);
        var found = new List<Found>();
        // One after the other: sources of one module share a connection.
        foreach (var source in sources)
            found.AddRange((await ListAsync(Behind(request.Narrow(source), source.Kind, start).Take(first + 1), ct)).Select(row => new Found(source, row)));
        var page = Ordered(found).Take(first).ToList();
        var edges = page.Select(f => new Edge<IDirectoryEntry>(f.Source.EntryOf(f.Row), DirectoryCursor.Of(f.Row, f.Source.Kind, request.Order))).ToList();
        var info = new ConnectionPageInfo(found.Count > first, after is not null, edges.FirstOrDefault()?.Cursor, edges.LastOrDefault()?.Cursor);
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

    /// <summary>What follows the cursor in this kind's own list: kinds before the cursor's start behind its key, kinds after it at its key, its own kind behind its id.</summary>
    private IQueryable<DirectoryEntry> Behind(IQueryable<DirectoryEntry> rows, DirectoryKind kind, DirectoryCursor? start)
    {
        if (start is not null)
        {
            var (name, popularity, id) = (start.Name, start.Popularity, start.Id);
            var (tied, all) = (kind == start.Kind, kind > start.Kind);
            rows = request.Order switch
            {
                DirectoryOrder.NameAsc => rows.Where(r => string.Compare(r.Name, name) > 0 || (r.Name == name && (all || (tied && r.Id.CompareTo(id) > 0)))),
                DirectoryOrder.NameDesc => rows.Where(r => string.Compare(r.Name, name) < 0 || (r.Name == name && (all || (tied && r.Id.CompareTo(id) > 0)))),
                DirectoryOrder.PopularityAsc => rows.Where(r => r.Popularity > popularity || (r.Popularity == popularity && (all || (tied && r.Id.CompareTo(id) > 0)))),
                _ => rows.Where(r => r.Popularity < popularity || (r.Popularity == popularity && (all || (tied && r.Id.CompareTo(id) > 0)))),
            };
        }
        return request.Order switch
        {
            DirectoryOrder.NameAsc => rows.OrderBy(r => r.Name).ThenBy(r => r.Id),
            DirectoryOrder.NameDesc => rows.OrderByDescending(r => r.Name).ThenBy(r => r.Id),
            DirectoryOrder.PopularityAsc => rows.OrderBy(r => r.Popularity).ThenBy(r => r.Id),
            _ => rows.OrderByDescending(r => r.Popularity).ThenBy(r => r.Id),
        };
    }

    /// <summary>Stable, so that each source's own order of ids stays: servers order them differently.</summary>
    private IEnumerable<Found> Ordered(List<Found> found) => (request.Order switch
    {
        DirectoryOrder.NameAsc => found.OrderBy(f => f.Row.Name, CodePoints.Instance),
        DirectoryOrder.NameDesc => found.OrderByDescending(f => f.Row.Name, CodePoints.Instance),
        DirectoryOrder.PopularityAsc => found.OrderBy(f => f.Row.Popularity),
        _ => found.OrderByDescending(f => f.Row.Popularity),
    }).ThenBy(f => f.Source.Kind);

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
    public static DirectoryCursor Parse(string text, DirectoryOrder order)
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
        throw new InputInvalidException("after", "It is no cursor of this list in this order.");
    }
}
