using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace GraphQLPlugins.Engine.DataLoading;

/// <summary>The base of all loaders: cache, batches and branches. Safe to use from several threads.</summary>
public abstract class DataLoaderBase<TKey, TValue> : IDataLoader<TKey, TValue> where TKey : notnull
{
    private readonly IBatchScheduler _scheduler;
    private readonly IPromiseCache? _cache;
    private readonly PromiseMap<TKey, TValue>? _map;
    private readonly object _lock;
    private readonly int _maxBatchSize;
    private ConcurrentDictionary<string, IDataLoader>? _branches;
    private readonly List<LoadBatch<TKey, TValue>> _unpublished = [];
    private LoadBatch<TKey, TValue>? _open;

    /// <summary>A loader whose batches the scheduler fetches.</summary>
    protected DataLoaderBase(IBatchScheduler batchScheduler, DataLoaderOptions options) : this(batchScheduler, options, null)
    {
    }

    private protected DataLoaderBase(IBatchScheduler batchScheduler, DataLoaderOptions options, string? cacheKeyType)
    {
        ArgumentNullException.ThrowIfNull(batchScheduler);
        ArgumentNullException.ThrowIfNull(options);
        _scheduler = batchScheduler;
        _maxBatchSize = options.MaxBatchSize <= 0 ? int.MaxValue : options.MaxBatchSize;
        _cache = options.Cache;
        CacheKeyType = cacheKeyType ?? GetType().FullName ?? GetType().Name;
        _map = _cache?.Map<TKey, TValue>(CacheKeyType);
        _lock = _map ?? new object();
        DiagnosticEvents = options.DiagnosticEvents;
        Options = options;
    }

    /// <inheritdoc/>
    public IImmutableDictionary<string, object?> ContextData { get; set; } = ImmutableDictionary<string, object?>.Empty;

    /// <summary>The name under which values are cached; loaders of the same name share them.</summary>
    protected internal string CacheKeyType { get; }

    /// <summary>The options given.</summary>
    protected internal DataLoaderOptions Options { get; }

    internal IDataLoaderDiagnosticEvents? DiagnosticEvents { get; }

    /// <summary>The loader's name in activities and metrics.</summary>
    internal virtual string Name => GetType().Name;

    internal IBatchScheduler Scheduler => _scheduler;

    /// <inheritdoc/>
    public Task<TValue?> LoadAsync(TKey key, CancellationToken cancellationToken = default)
    {
        if (key is null) return Task.FromException<TValue?>(new ArgumentNullException(nameof(key)));
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<TValue?>(cancellationToken);
        Task<TValue?> task;
        LoadBatch<TKey, TValue>? opened;
        lock (_lock) task = GetOrAdd(key, cancellationToken, out opened);
        if (opened is not null) _scheduler.Schedule(opened);
        return task;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<TValue?>> LoadAsync(IReadOnlyCollection<TKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<IReadOnlyList<TValue?>>(cancellationToken);
        if (keys.Count == 0) return Task.FromResult<IReadOnlyList<TValue?>>([]);
        var tasks = new Task<TValue?>[keys.Count];
        List<LoadBatch<TKey, TValue>>? allOpened = null;
        lock (_lock)
        {
            var i = 0;
            foreach (var key in keys)
            {
                tasks[i++] = GetOrAdd(key, cancellationToken, out var opened);
                if (opened is not null) (allOpened ??= []).Add(opened);
            }
        }
        if (allOpened is not null)
        {
            foreach (var batch in allOpened) _scheduler.Schedule(batch);
        }
        return AllAsync(tasks);
    }

    /// <inheritdoc/>
    public void SetCacheEntry(TKey key, Task<TValue?> value)
    {
        if (_map is null) return;
        lock (_lock) _map.TryAdd(key, value);
    }

    /// <inheritdoc/>
    public void RemoveCacheEntry(TKey key)
    {
        if (_map is null) return;
        lock (_lock) _map.Remove(key);
    }

    /// <inheritdoc/>
    public void ClearCache()
    {
        if (_map is null) return;
        lock (_lock) _map.Clear();
    }

    /// <inheritdoc/>
    public IDataLoader Branch<TState>(string key, Func<string, IDataLoader<TKey, TValue>, TState, IDataLoader> createBranch, TState state)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        var branches = _branches ?? Interlocked.CompareExchange(ref _branches, new ConcurrentDictionary<string, IDataLoader>(StringComparer.Ordinal), null) ?? _branches;
        return branches.GetOrAdd(key, static (k, a) => a.createBranch(k, a.loader, a.state), (createBranch, loader: this, state));
    }

    async Task<object?> IDataLoader.LoadAsync(object key, CancellationToken cancellationToken) =>
        await LoadAsync((TKey)key, cancellationToken).ConfigureAwait(false);

    async Task<IReadOnlyList<object?>> IDataLoader.LoadAsync(IReadOnlyCollection<object> keys, CancellationToken cancellationToken)
    {
        var values = await LoadAsync([.. keys.Cast<TKey>()], cancellationToken).ConfigureAwait(false);
        return [.. values.Cast<object?>()];
    }

    void IDataLoader.SetCacheEntry(object key, Task<object?> value) => SetCacheEntry((TKey)key, CastAsync(value));

    void IDataLoader.RemoveCacheEntry(object key) => RemoveCacheEntry((TKey)key);

    /// <summary>Fetches the values of the keys. A result left undefined fails its key; an exception fails all.</summary>
    /// <param name="keys">The keys, each once.</param>
    /// <param name="results">Takes the result of each key at the key's place.</param>
    /// <param name="context">The state of the loader or branch.</param>
    /// <param name="cancellationToken">The operation's; outside one the token that all callers gave.</param>
    protected internal abstract ValueTask FetchAsync(IReadOnlyList<TKey> keys, Memory<Result<TValue?>> results,
        DataLoaderFetchContext<TValue> context, CancellationToken cancellationToken);

    /// <summary>Takes the keys of values of this type that other loaders load: what they loaded is not fetched again.</summary>
    protected void Observe<TObserved>(Func<TObserved, KeyValuePair<TKey, TValue>?> lookup) =>
        _cache?.Subscribe<TObserved>(
            (_, observed) =>
            {
                if (lookup(observed) is { Key: not null } entry) SetCacheEntry(entry.Key, Task.FromResult<TValue?>(entry.Value));
            },
            CacheKeyType);

    internal ValueTask FetchBatchAsync(IReadOnlyList<TKey> keys, Memory<Result<TValue?>> results, CancellationToken cancellationToken) =>
        FetchAsync(keys, results, new DataLoaderFetchContext<TValue>(ContextData), cancellationToken);

    internal void Close(LoadBatch<TKey, TValue> batch)
    {
        lock (_lock)
        {
            if (_open == batch) _open = null;
        }
    }

    /// <summary>The batch takes no more waiters: its promises are about to be completed.</summary>
    internal void End(LoadBatch<TKey, TValue> batch)
    {
        lock (_lock) _unpublished.Remove(batch);
    }

    internal void Publish(TValue? value)
    {
        if (value is not null && _cache is PromiseCache { HasSubscribers: true } cache) cache.Publish(value, CacheKeyType);
    }

    internal void Forget(TKey key) => RemoveCacheEntry(key);

    /// <summary>The task of a key that is neither cached nor in the open batch. Called under the lock.</summary>
    private protected virtual Task<TValue?> Start(TKey key, CancellationToken cancellationToken, out LoadBatch<TKey, TValue>? opened)
    {
        opened = null;
        if (_open is null || _open.Count >= _maxBatchSize) _unpublished.Add(opened = _open = new LoadBatch<TKey, TValue>(this, cancellationToken));
        return _open.Add(key, cancellationToken);
    }

    private Task<TValue?> GetOrAdd(TKey key, CancellationToken cancellationToken, out LoadBatch<TKey, TValue>? opened)
    {
        opened = null;
        if (_map is null) return _open?.Find(key) is { } promise ? Join(promise) : Start(key, cancellationToken, out opened);
        if (_map.TryGet(key, out var cached)) return cached.IsCompleted ? cached : Join(cached);
        var task = Start(key, cancellationToken, out opened);
        _map.Set(key, task);
        return task;
    }

    private Task<TValue?> Join(Task<TValue?> promise)
    {
        foreach (var batch in _unpublished)
        {
            if (batch.Join(promise) is { } task) return task;
        }
        return promise;
    }

    private static async Task<IReadOnlyList<TValue?>> AllAsync(Task<TValue?>[] tasks) => await Task.WhenAll(tasks).ConfigureAwait(false);

    private static async Task<TValue?> CastAsync(Task<object?> value) => (TValue?)await value.ConfigureAwait(false);
}
