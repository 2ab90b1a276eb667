using System.Linq.Expressions;
using System.Runtime.InteropServices;
using GraphQLPlugins.Engine.Data.EntityFramework;
using GraphQLPlugins.Engine.Data.Memory;
using GraphQLPlugins.Engine.Data.Paging;
using GraphQLPlugins.Engine.Types.Pagination;

namespace GraphQLPlugins.Engine.DataLoading.Data;

public static partial class PagingQueryableExtensions
{
    /// <summary>A page of the same place for each key, in one statement; another one counts when that is asked for. Keys without items have no page.</summary>
    public static ValueTask<Dictionary<TKey, Page<TValue>>> ToBatchPageAsync<TKey, TValue>(
        this IQueryable<TValue> source, Expression<Func<TValue, TKey>> keySelector, PagingArguments arguments, CancellationToken cancellationToken = default)
        where TKey : notnull => source.ToBatchPageAsync(keySelector, arguments, arguments.IncludeTotalCount, cancellationToken);

    /// <inheritdoc cref="ToBatchPageAsync{TKey, TValue}(IQueryable{TValue}, Expression{Func{TValue, TKey}}, PagingArguments, CancellationToken)"/>
    public static async ValueTask<Dictionary<TKey, Page<TValue>>> ToBatchPageAsync<TKey, TValue>(
        this IQueryable<TValue> source, Expression<Func<TValue, TKey>> keySelector, PagingArguments arguments, bool includeTotalCount,
        CancellationToken cancellationToken = default)
        where TKey : notnull
    {
        var page = RequestOf(arguments);
        if (EntityQuery.CompilerOf(source) is not { } compiler)
        {
            return source.AsEnumerable().GroupBy(keySelector.Compile()).ToDictionary(g => g.Key, g =>
            {
                var made = MemoryPages.Page([.. g], page);
                return ToPage(made, includeTotalCount ? made.TotalCount : null);
            });
        }
        var options = new RunOptions(arguments.Limits ?? DefaultLimits, IsPaged: true, arguments.Cursors, cancellationToken);
        var plans = arguments.Selection?.PlansFor<TValue>() ?? SourcePlans<TValue>.Whole;
        var run = source is ClientQuery<TValue> client
            ? plans.Start(client.Source, compiler, options, client.Filter?.Where, KeysOf(client.Sorting))
            : plans.Start(source, compiler, options, null, keys: []);
        if (run.Order.Cursor is null)
            throw new ArgumentException($"Pages of {typeof(TValue).Name} by key need an order with a unique key; add one with OrderBy.", nameof(source));
        return await EntityPages.BatchAsync(run, page, keySelector, includeTotalCount).ConfigureAwait(false);
    }

    /// <summary>A page for each key, of values that are made of the items.</summary>
    public static async ValueTask<Dictionary<TKey, Page<TValue>>> ToBatchPageAsync<TKey, TElement, TValue>(
        this IQueryable<TElement> source, Expression<Func<TElement, TKey>> keySelector, Func<TElement, TValue> valueSelector, PagingArguments arguments,
        CancellationToken cancellationToken = default)
        where TKey : notnull
    {
        var pages = await source.ToBatchPageAsync(keySelector, arguments with { Selection = null }, cancellationToken).ConfigureAwait(false);
        return pages.ToDictionary(p => p.Key, p => new Page<TValue>(
            ImmutableCollectionsMarshal.AsImmutableArray(p.Value.Items.Select(valueSelector).ToArray()),
            p.Value.HasNextPage, p.Value.HasPreviousPage, p.Value.CursorAt, p.Value.TotalCount));
    }
}
