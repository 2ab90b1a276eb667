namespace GraphQLPlugins.Engine.DataLoading;

/// <summary>The tasks of all values that the loaders of one request have loaded or are loading.</summary>
public interface IPromiseCache
{
    /// <summary>How many entries there are.</summary>
    int Usage { get; }

    /// <summary>The task of a key, made and added when it is not there.</summary>
    Task<T> GetOrAddTask<T>(PromiseCacheKey key, Func<PromiseCacheKey, Task<T>> createTask);

    /// <summary>Adds a task; false when the key has one.</summary>
    bool TryAdd<T>(PromiseCacheKey key, Task<T> task);

    /// <summary>Removes a key; false when it was not there.</summary>
    bool TryRemove(PromiseCacheKey key);

    /// <summary>Shows a value to all who subscribed to its type, as if a loader had loaded it.</summary>
    void Publish<T>(T value);

    /// <summary>Shows values to all who subscribed to their type.</summary>
    void PublishMany<T>(IReadOnlyList<T> values);

    /// <summary>Calls back with each value of the type that is loaded or published, those already there included.</summary>
    /// <param name="next">Called once a value; a null value is left out.</param>
    /// <param name="skipCacheKeyType">Values of this key type are left out; null: none.</param>
    IDisposable Subscribe<T>(Action<IPromiseCache, T> next, string? skipCacheKeyType);

    /// <summary>Removes all entries; subscriptions stay.</summary>
    void Clear();

    /// <summary>The entries of one key type, typed.</summary>
    internal PromiseMap<TKey, TValue> Map<TKey, TValue>(string type) where TKey : notnull;
}

/// <summary>The name of a cached value: the loader's key type and the key.</summary>
public readonly record struct PromiseCacheKey(string Type, object Key);
