namespace GraphQLPlugins.Engine.DataLoading;

/// <summary>Fetches a lookup with any number of values a key. A key that is missing in it has an empty array.</summary>
public abstract class GroupedDataLoader<TKey, TValue>(IBatchScheduler batchScheduler, DataLoaderOptions options)
    : DataLoaderBase<TKey, TValue[]>(batchScheduler, options) where TKey : notnull
{
    /// <inheritdoc/>
    protected internal sealed override async ValueTask FetchAsync(IReadOnlyList<TKey> keys, Memory<Result<TValue[]?>> results,
        DataLoaderFetchContext<TValue[]> context, CancellationToken cancellationToken) =>
        Distribute.Groups(await LoadGroupedBatchAsync(keys, cancellationToken).ConfigureAwait(false), keys, results.Span);

    /// <summary>The values of each key.</summary>
    protected abstract Task<ILookup<TKey, TValue>> LoadGroupedBatchAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken);
}

/// <summary>Fetches a lookup with any number of values a key, with the state of the loader. A key that is missing in it has an empty array.</summary>
public abstract class StatefulGroupedDataLoader<TKey, TValue>(IBatchScheduler batchScheduler, DataLoaderOptions options)
    : DataLoaderBase<TKey, TValue[]>(batchScheduler, options) where TKey : notnull
{
    /// <inheritdoc/>
    protected internal sealed override async ValueTask FetchAsync(IReadOnlyList<TKey> keys, Memory<Result<TValue[]?>> results,
        DataLoaderFetchContext<TValue[]> context, CancellationToken cancellationToken) =>
        Distribute.Groups(await LoadGroupedBatchAsync(keys, context, cancellationToken).ConfigureAwait(false), keys, results.Span);

    /// <summary>The values of each key.</summary>
    protected abstract Task<ILookup<TKey, TValue>> LoadGroupedBatchAsync(IReadOnlyList<TKey> keys, DataLoaderFetchContext<TValue[]> context,
        CancellationToken cancellationToken);
}

/// <summary>Puts what was fetched at the places of its keys.</summary>
internal static class Distribute
{
    public static void Values<TKey, TValue>(IReadOnlyDictionary<TKey, TValue> values, IReadOnlyList<TKey> keys, Span<Result<TValue?>> results)
        where TKey : notnull
    {
        for (var i = 0; i < results.Length; i++) results[i] = values.TryGetValue(keys[i], out var value) ? value : default(TValue);
    }

    public static void Groups<TKey, TValue>(ILookup<TKey, TValue> groups, IReadOnlyList<TKey> keys, Span<Result<TValue[]?>> results)
        where TKey : notnull
    {
        for (var i = 0; i < results.Length; i++) results[i] = groups[keys[i]].ToArray();
    }
}
