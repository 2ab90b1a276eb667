using System.Collections.Immutable;

namespace GraphQLPlugins.Engine.DataLoading;

/// <summary>Loading what must be there, and state.</summary>
public static class DataLoaderExtensions
{
    /// <summary>The value of a key. Errors: <see cref="KeyNotFoundException"/> when there is none, and what the fetch threw.</summary>
    public static async Task<TValue> LoadRequiredAsync<TKey, TValue>(this IDataLoader<TKey, TValue> dataLoader, TKey key,
        CancellationToken cancellationToken = default) where TKey : notnull =>
        await dataLoader.LoadAsync(key, cancellationToken).ConfigureAwait(false) ?? throw NotFound(key);

    /// <summary>The values of the keys, in their order. Errors: <see cref="KeyNotFoundException"/> when one is missing, and what the fetch threw.</summary>
    public static async Task<IReadOnlyList<TValue>> LoadRequiredAsync<TKey, TValue>(this IDataLoader<TKey, TValue> dataLoader,
        IReadOnlyCollection<TKey> keys, CancellationToken cancellationToken = default) where TKey : notnull
    {
        var values = await dataLoader.LoadAsync(keys, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] is null) throw NotFound(keys.ElementAt(i));
        }
        return values!;
    }

    /// <summary>Sets state that the fetch sees. It holds for the whole loader; take a <see cref="Branch{TKey, TValue}"/> where fields differ in it.</summary>
    public static IDataLoader<TKey, TValue> SetState<TKey, TValue, TState>(this IDataLoader<TKey, TValue> dataLoader, string key, TState value)
        where TKey : notnull
    {
        dataLoader.ContextData = dataLoader.ContextData.SetItem(key, value);
        return dataLoader;
    }

    /// <summary>Sets the state of a CLR type.</summary>
    public static IDataLoader<TKey, TValue> SetState<TKey, TValue, TState>(this IDataLoader<TKey, TValue> dataLoader, TState value)
        where TKey : notnull => dataLoader.SetState(DataLoaderState.KeyOf<TState>(), value);

    /// <summary>Sets state unless it is there.</summary>
    public static IDataLoader<TKey, TValue> TrySetState<TKey, TValue, TState>(this IDataLoader<TKey, TValue> dataLoader, string key, TState value)
        where TKey : notnull => dataLoader.ContextData.ContainsKey(key) ? dataLoader : dataLoader.SetState(key, value);

    /// <summary>Sets the state of a CLR type unless it is there.</summary>
    public static IDataLoader<TKey, TValue> TrySetState<TKey, TValue, TState>(this IDataLoader<TKey, TValue> dataLoader, TState value)
        where TKey : notnull => dataLoader.TrySetState(DataLoaderState.KeyOf<TState>(), value);

    /// <summary>Adds values to the array under a key.</summary>
    public static IDataLoader<TKey, TValue> AddStateEnumerable<TKey, TValue, TState>(this IDataLoader<TKey, TValue> dataLoader, string key,
        IEnumerable<TState> values) where TKey : notnull
    {
        var before = dataLoader.ContextData.TryGetValue(key, out var found) && found is ImmutableArray<TState> array ? array : [];
        return dataLoader.SetState(key, before.AddRange(values));
    }

    /// <summary>The branch of this key: fetches as the loader does, with state, cache and batches of its own. Made when it is not there.</summary>
    public static IDataLoader<TKey, TValue> Branch<TKey, TValue>(this IDataLoader<TKey, TValue> dataLoader, string key) where TKey : notnull =>
        (IDataLoader<TKey, TValue>)dataLoader.Branch(key, static (k, root, _) => root.NewBranch(k), 0);

    internal static DataLoaderBranch<TKey, TValue> NewBranch<TKey, TValue>(this IDataLoader<TKey, TValue> root, string key) where TKey : notnull =>
        root is DataLoaderBase<TKey, TValue> loader
            ? new DataLoaderBranch<TKey, TValue>(loader, key)
            : throw new ArgumentException($"{root.GetType().Name} cannot be branched; it does not derive from DataLoaderBase.", nameof(root));

    private static KeyNotFoundException NotFound<TKey>(TKey key) => new($"There is no value for the key {key}.");
}
