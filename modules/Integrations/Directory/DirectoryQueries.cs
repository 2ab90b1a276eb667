using System.Linq.Expressions;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Apps;

namespace GraphQLPlugins.Integrations.Directory;

/// <summary>Which way.</summary>
public enum DirectorySortDirection
{
    /// <summary>The least first.</summary>
    Asc,

    /// <summary>The most first.</summary>
    Desc,
}

/// <summary>What entries are ordered by: one of these.</summary>
public sealed record DirectoryEntrySortInput
{
    /// <summary>By name, in code point order.</summary>
    public DirectorySortDirection? Name { get; init; }

    /// <summary>By popularity.</summary>
    public DirectorySortDirection? Popularity { get; init; }
}

/// <summary>What is listed, and in which order.</summary>
internal sealed record DirectoryRequest(IReadOnlyList<string> Words, AppFeatureKind? Feature, Expression<Func<DirectoryEntry, bool>>? Where, DirectoryOrder Order)
{
    public IQueryable<DirectoryEntry> Narrow(IDirectorySource source)
    {
        var rows = source.Rows(Feature);
        foreach (var word in Words)
            rows = rows.Where(row => row.SearchText.Contains(word));
        return rows.With(new QueryContext<DirectoryEntry>(Predicate: Where));
    }
}

[QueryType]
public static partial class DirectoryQueries
{
    private const int MaxWords = 20;

    /// <summary>All that extends the product in one list: plugins of the catalog, integrations of this server, apps, and what is only documented.</summary>
    /// <param name="search">Only entries that have every one of these words somewhere in slug, name, author or description, whatever their case.</param>
    /// <param name="kind">Only one kind.</param>
    /// <param name="feature">Only what adds this to the product; for plugins a label of the same name.</param>
    /// <param name="order">By what they are ordered: at most one entry; by name without it.</param>
    [UsePaging(IncludeTotalCount = true)]
    [UseFiltering<DirectoryEntry>]
    public static Task<Connection<IDirectoryEntry>> GetDirectoryAsync(
        string? search, DirectoryKind? kind, AppFeatureKind? feature, IReadOnlyList<DirectoryEntrySortInput>? order, PagingArguments paging, QueryContext<DirectoryEntry> query,
        IEnumerable<IDirectorySource> sources, CancellationToken ct)
    {
        var words = (Text.Optional(search, "search", 500) ?? "").ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > MaxWords)
            throw new InputInvalidException("search", $"It has {words.Length} words; at most {MaxWords} are allowed.");
        IDirectorySource[] asked = [.. sources.Where(source => kind is null || source.Kind == kind)];
        return new DirectoryPage(asked, new DirectoryRequest(words, feature, query.Predicate, OrderOf(order))).ReadAsync(paging, ct);
    }

    private static DirectoryOrder OrderOf(IReadOnlyList<DirectoryEntrySortInput>? order) => order switch
    {
        null or [] => DirectoryOrder.NameAsc,
        [{ Name: { } direction, Popularity: null }] => direction == DirectorySortDirection.Asc ? DirectoryOrder.NameAsc : DirectoryOrder.NameDesc,
        [{ Name: null, Popularity: { } direction }] => direction == DirectorySortDirection.Asc ? DirectoryOrder.PopularityAsc : DirectoryOrder.PopularityDesc,
        _ => throw new InputInvalidException("order", "Order by name or by popularity, by one of them."),
    };
}
