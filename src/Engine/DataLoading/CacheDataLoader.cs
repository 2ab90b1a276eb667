namespace GraphQLPlugins.Engine.DataLoading;

/// <summary>Loads each key by itself, at once, and each only once a request.</summary>
public abstract class CacheDataLoader<TKey, TValue>(DataLoaderOptions options) : StatefulCacheDataLoader<TKey, TValue>(options) where TKey : notnull
{
    /// <summary>The value of a key.</summary>
    protected abstract Task<TValue> LoadSingleAsync(TKey key, CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected sealed override Task<TValue> LoadSingleAsync(TKey key, DataLoaderFetchContext<TValue> context, CancellationToken cancellationToken) =>
        LoadSingleAsync(key, cancellationToken);
}

/// <summary>Loads each key by itself, at once, with the state of the loader, and each only once a request.</summary>
public abstract class StatefulCacheDataLoader<TKey, TValue>(DataLoaderOptions options)
    : DataLoaderBase<TKey, TValue>(AutoBatchScheduler.Default, options) where TKey : notnull
{
    /// <summary>The value of a key.</summary>
    protected abstract Task<TValue> LoadSingleAsync(TKey key, DataLoaderFetchContext<TValue> context, CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected internal sealed override async ValueTask FetchAsync(IReadOnlyList<TKey> keys, Memory<Result<TValue?>> results,
        DataLoaderFetchContext<TValue> context, CancellationToken cancellationToken)
    {
        // Only a branch fetches this way.
        for (var i = 0; i < keys.Count; i++)
        {
            try
            {
                var value = await LoadSingleAsync(keys[i], context, cancellationToken).ConfigureAwait(false);
                results.Span[i] = value;
            }
            catch (Exception error)
            {
                results.Span[i] = error;
            }
        }
    }

    private protected override Task<TValue?> Start(TKey key, CancellationToken cancellationToken, out LoadBatch<TKey, TValue>? opened)
    {
        opened = null;
        return LoadAndPublishAsync(key, cancellationToken);
    }

    private async Task<TValue?> LoadAndPublishAsync(TKey key, CancellationToken cancellationToken)
    {
        // The caller holds the loader's lock until this yields.
        await Task.Yield();
        try
        {
            var value = await LoadSingleAsync(key, new DataLoaderFetchContext<TValue>(ContextData), cancellationToken).ConfigureAwait(false);
            Publish(value);
            return value;
        }
        catch
        {
            Forget(key);
            throw;
        }
    }
}

/// <summary>Loads one value, once a request.</summary>
public abstract class FetchOnceDataLoader<TValue>(DataLoaderOptions options) : StatefulCacheDataLoader<string, TValue>(options)
{
    /// <summary>The value.</summary>
    public Task<TValue?> LoadAsync(CancellationToken cancellationToken = default) => LoadAsync("once", cancellationToken);

    /// <summary>Loads the value.</summary>
    protected abstract Task<TValue> LoadSingleAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected sealed override Task<TValue> LoadSingleAsync(string key, DataLoaderFetchContext<TValue> context, CancellationToken cancellationToken) =>
        LoadSingleAsync(cancellationToken);
}
