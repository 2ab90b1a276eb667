namespace GraphQLPlugins.Engine.DataLoading;

/// <summary>Fetches a dictionary with one value a key. A key that is missing in it has the default value.</summary>
public abstract class BatchDataLoader<TKey, TValue>(IBatchScheduler batchScheduler, DataLoaderOptions options)
    : DataLoaderBase<TKey, TValue>(batchScheduler, options) where TKey : notnull
{
    /// <inheritdoc/>
    protected internal sealed override async ValueTask FetchAsync(IReadOnlyList<TKey> keys, Memory<Result<TValue?>> results,
        DataLoaderFetchContext<TValue> context, CancellationToken cancellationToken) =>
        Distribute.Values(await LoadBatchAsync(keys, cancellationToken).ConfigureAwait(false), keys, results.Span);

    /// <summary>The values by key; keys without a value may be left out.</summary>
    protected abstract Task<IReadOnlyDictionary<TKey, TValue>> LoadBatchAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken);
}

/// <summary>Fetches a dictionary with one value a key, with the state of the loader. A key that is missing in it has the default value.</summary>
public abstract class StatefulBatchDataLoader<TKey, TValue>(IBatchScheduler batchScheduler, DataLoaderOptions options)
    : DataLoaderBase<TKey, TValue>(batchScheduler, options) where TKey : notnull
{
    /// <inheritdoc/>
    protected internal sealed override async ValueTask FetchAsync(IReadOnlyList<TKey> keys, Memory<Result<TValue?>> results,
        DataLoaderFetchContext<TValue> context, CancellationToken cancellationToken) =>
        Distribute.Values(await LoadBatchAsync(keys, context, cancellationToken).ConfigureAwait(false), keys, results.Span);

    /// <summary>The values by key; keys without a value may be left out.</summary>
    protected abstract Task<IReadOnlyDictionary<TKey, TValue>> LoadBatchAsync(IReadOnlyList<TKey> keys, DataLoaderFetchContext<TValue> context,
        CancellationToken cancellationToken);
}
