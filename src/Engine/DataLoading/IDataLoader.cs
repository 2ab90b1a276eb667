using System.Collections.Immutable;

namespace GraphQLPlugins.Engine.DataLoading;

/// <summary>Loads values by key: what is asked for in one wave is fetched at once, and each key once a request.</summary>
public interface IDataLoader
{
    /// <summary>State that the fetch sees.</summary>
    IImmutableDictionary<string, object?> ContextData { get; set; }

    /// <summary>The value of a key; null when there is none. Errors: what the fetch threw.</summary>
    Task<object?> LoadAsync(object key, CancellationToken cancellationToken = default);

    /// <summary>The values of the keys, in their order; null where there is none. Errors: what the fetch threw.</summary>
    Task<IReadOnlyList<object?>> LoadAsync(IReadOnlyCollection<object> keys, CancellationToken cancellationToken = default);

    /// <summary>Gives the value of a key, unless the loader has one already.</summary>
    void SetCacheEntry(object key, Task<object?> value);

    /// <summary>Forgets a key: the next load fetches it.</summary>
    void RemoveCacheEntry(object key);

    /// <summary>Forgets all keys.</summary>
    void ClearCache();
}

/// <inheritdoc/>
public interface IDataLoader<TKey, TValue> : IDataLoader where TKey : notnull
{
    /// <summary>The value of a key; default when there is none. Errors: what the fetch threw.</summary>
    Task<TValue?> LoadAsync(TKey key, CancellationToken cancellationToken = default);

    /// <summary>The values of the keys, in their order; default where there is none. Errors: what the fetch threw.</summary>
    Task<IReadOnlyList<TValue?>> LoadAsync(IReadOnlyCollection<TKey> keys, CancellationToken cancellationToken = default);

    /// <summary>Gives the value of a key, unless the loader has one already.</summary>
    void SetCacheEntry(TKey key, Task<TValue?> value);

    /// <summary>Forgets a key: the next load fetches it.</summary>
    void RemoveCacheEntry(TKey key);

    /// <summary>The branch of this key: a loader that fetches as this one does, with state, cache and batches of its own. Made when it is not there.</summary>
    IDataLoader Branch<TState>(string key, Func<string, IDataLoader<TKey, TValue>, TState, IDataLoader> createBranch, TState state);
}
