using System.Linq.Expressions;
using System.Runtime.InteropServices;
using GraphQLPlugins.Engine.Data;
using GraphQLPlugins.Engine.Data.EntityFramework;
using GraphQLPlugins.Engine.Data.Memory;
using GraphQLPlugins.Engine.Data.Paging;
using GraphQLPlugins.Engine.Types.Pagination;

namespace GraphQLPlugins.Engine.DataLoading.Data;

/// <summary>Pages of queries.</summary>
public static partial class PagingQueryableExtensions
{
    private static readonly DataLimits DefaultLimits = new();

    /// <summary>
    /// A page by the keys of the query's order; a unique key is added where the order has none. On a database the page costs the same wherever it
    /// stands, and a known form of query compiles nothing. In memory pages go by position.
    /// Errors: <see cref="GraphQLException"/> HC0078 for a cursor of something else; <see cref="ArgumentException"/> when nothing unique is known.
    /// </summary>
    public static ValueTask<Page<T>> ToPageAsync<T>(this IQueryable<T> source, PagingArguments arguments, CancellationToken cancellationToken = default) =>
        source.ToPageAsync(arguments, arguments.IncludeTotalCount, cancellationToken);

    /// <inheritdoc cref="ToPageAsync{T}(IQueryable{T}, PagingArguments, CancellationToken)"/>
    public static async ValueTask<Page<T>> ToPageAsync<T>(
        this IQueryable<T> source, PagingArguments arguments, bool includeTotalCount, CancellationToken cancellationToken = default)
    {
        var page = RequestOf(arguments);
        if (EntityQuery.CompilerOf(source) is not { } compiler)
        {
            var made = MemoryPages.Page([.. source], page);
            return ToPage(made, includeTotalCount ? made.TotalCount : null);
        }
        var options = new RunOptions(arguments.Limits ?? DefaultLimits, IsPaged: true, arguments.Cursors, cancellationToken);
        var plans = arguments.Selection?.PlansFor<T>() ?? SourcePlans<T>.Whole;
        var run = source is ClientQuery<T> client
            ? plans.Start(client.Source, compiler, options, client.Filter?.Where, KeysOf(client.Sorting))
            : plans.Start(source, compiler, options, null, keys: []);
        if (run.Order.Cursor is null)
            throw new ArgumentException($"Pages of {typeof(T).Name} need an order with a unique key; add one with OrderBy.", nameof(source));
        var connection = await EntityPages.KeysetAsync(run, page, PageNeeds.Whole(includeTotalCount)).ConfigureAwait(false);
        return ToPage(connection, includeTotalCount ? connection.TotalCount : null);
    }

    internal static PageRequest RequestOf(PagingArguments arguments)
    {
        var first = arguments.First ?? (arguments.Last is null ? PagingDefaults.DefaultPageSize : null);
        if (first < 0 || arguments.Last < 0) throw new ArgumentException("A page has at least 0 items.", nameof(arguments));
        return new PageRequest(first, arguments.After, arguments.Last, arguments.Before);
    }

    internal static IReadOnlyList<(LambdaExpression Key, bool Descending)> KeysOf<T>(SortDefinition<T> sorting)
    {
        var keys = new (LambdaExpression, bool)[sorting.Operations.Length];
        for (var i = 0; i < keys.Length; i++) keys[i] = (sorting.Operations[i].KeySelector, !sorting.Operations[i].Ascending);
        return keys;
    }

    private static Page<T> ToPage<T>(Connection<T> connection, int? totalCount) =>
        new(ImmutableCollectionsMarshal.AsImmutableArray(connection.Nodes.ToArray()), connection.Info.HasNextPage, connection.Info.HasPreviousPage, connection.CursorAt, totalCount);
}
