namespace GraphQLPlugins.Engine.DataLoading;

/// <inheritdoc/>
public sealed class PromiseCache : IPromiseCache
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, PromiseMap> _maps = new(StringComparer.Ordinal);
    private volatile Subscription[] _subscriptions = [];

    /// <inheritdoc/>
    public int Usage
    {
        get
        {
            var count = 0;
            foreach (var (_, map) in Maps())
            {
                lock (map) count += map.Count;
            }
            return count;
        }
    }

    /// <summary>Whether anybody listens: else publishing is skipped.</summary>
    internal bool HasSubscribers => _subscriptions.Length > 0;

    /// <inheritdoc/>
    public Task<T> GetOrAddTask<T>(PromiseCacheKey key, Func<PromiseCacheKey, Task<T>> createTask)
    {
        var map = MapOf<T>(key);
        lock (map)
        {
            if (map.TryGet(key.Key, out var found)) return (Task<T>)found;
            var made = createTask(key);
            map.TryAdd(key.Key, made);
            return made;
        }
    }

    /// <inheritdoc/>
    public bool TryAdd<T>(PromiseCacheKey key, Task<T> task)
    {
        var map = MapOf<T>(key);
        lock (map)
        {
            return map.TryAdd(key.Key, task);
        }
    }

    /// <inheritdoc/>
    public bool TryRemove(PromiseCacheKey key)
    {
        PromiseMap? map;
        lock (_lock) _maps.TryGetValue(key.Type, out map);
        if (map is null) return false;
        lock (map) return map.Remove(key.Key);
    }

    /// <inheritdoc/>
    public void Publish<T>(T value) => Publish(value, null);

    /// <inheritdoc/>
    public void PublishMany<T>(IReadOnlyList<T> values)
    {
        if (!HasSubscribers) return;
        for (var i = 0; i < values.Count; i++) Publish(values[i], null);
    }

    /// <inheritdoc/>
    public IDisposable Subscribe<T>(Action<IPromiseCache, T> next, string? skipCacheKeyType)
    {
        var subscription = new Subscription<T>(this, next, skipCacheKeyType);
        lock (_lock) _subscriptions = [.. _subscriptions, subscription];
        foreach (var (type, map) in Maps())
        {
            if (type == skipCacheKeyType) continue;
            T[] loaded;
            lock (map) loaded = [.. map.LoadedValues<T>()];
            foreach (var value in loaded) next(this, value);
        }
        return subscription;
    }

    /// <inheritdoc/>
    public void Clear()
    {
        foreach (var (_, map) in Maps())
        {
            lock (map) map.Clear();
        }
    }

    PromiseMap<TKey, TValue> IPromiseCache.Map<TKey, TValue>(string type) => Map<TKey, TValue>(type);

    internal PromiseMap<TKey, TValue> Map<TKey, TValue>(string type) where TKey : notnull
    {
        lock (_lock)
        {
            var found = _maps.GetValueOrDefault(type);
            if (found is PromiseMap<TKey, TValue> typed) return typed;
            var made = new PromiseMap<TKey, TValue>();
            // Entries that were given before the loader was made.
            if (found is PromiseMap<object, TValue> given) given.CopyTo(made);
            _maps[type] = made;
            return made;
        }
    }

    /// <summary>Shows a value that a loader of this key type has loaded.</summary>
    internal void Publish<T>(T value, string? cacheKeyType)
    {
        if (value is null) return;
        foreach (var subscription in _subscriptions)
        {
            if (subscription is Subscription<T> typed) typed.Show(value, cacheKeyType);
        }
    }

    // A key type that no loader uses yet gets untyped keys.
    private PromiseMap MapOf<T>(PromiseCacheKey key)
    {
        lock (_lock)
        {
            if (_maps.TryGetValue(key.Type, out var found)) return found;
            var made = new PromiseMap<object, T>();
            _maps.Add(key.Type, made);
            return made;
        }
    }

    private KeyValuePair<string, PromiseMap>[] Maps()
    {
        lock (_lock) return [.. _maps];
    }

    private void Remove(Subscription subscription)
    {
        lock (_lock) _subscriptions = Array.FindAll(_subscriptions, s => s != subscription);
    }

    private abstract class Subscription;

    private sealed class Subscription<T>(PromiseCache cache, Action<IPromiseCache, T> next, string? skip) : Subscription, IDisposable
    {
        public void Show(T value, string? cacheKeyType)
        {
            if (skip is null || skip != cacheKeyType) next(cache, value);
        }

        public void Dispose() => cache.Remove(this);
    }
}
