using System.Collections.Immutable;

namespace GraphQLPlugins.Engine.DataLoading;

/// <summary>The state of the loader (or branch) whose batch is fetched.</summary>
public readonly struct DataLoaderFetchContext<TValue>(IImmutableDictionary<string, object?> contextData)
{
    /// <summary>All state.</summary>
    public IImmutableDictionary<string, object?> ContextData { get; } = contextData;

    /// <summary>The state of this CLR type; default when it was not set.</summary>
    public TState? GetState<TState>() => GetState<TState>(DataLoaderState.KeyOf<TState>());

    /// <summary>The state under a key; default when it was not set.</summary>
    public TState? GetState<TState>(string key) => ContextData.TryGetValue(key, out var value) && value is TState state ? state : default;

    /// <summary>The state of this CLR type. Errors: <see cref="InvalidOperationException"/> when it was not set.</summary>
    public TState GetRequiredState<TState>() => GetRequiredState<TState>(DataLoaderState.KeyOf<TState>());

    /// <summary>The state under a key. Errors: <see cref="InvalidOperationException"/> when it was not set.</summary>
    public TState GetRequiredState<TState>(string key) =>
        ContextData.TryGetValue(key, out var value) && value is TState state
            ? state
            : throw new InvalidOperationException($"The loader needs the state `{key}` of type {typeof(TState)}; set it with SetState before loading.");

    /// <summary>The state of this CLR type, or what stands in for it.</summary>
    public TState GetStateOrDefault<TState>(TState defaultValue) => GetStateOrDefault(DataLoaderState.KeyOf<TState>(), defaultValue);

    /// <summary>The state under a key, or what stands in for it.</summary>
    public TState GetStateOrDefault<TState>(string key, TState defaultValue) =>
        ContextData.TryGetValue(key, out var value) && value is TState state ? state : defaultValue;
}

/// <summary>Names of state that is set by CLR type.</summary>
internal static class DataLoaderState
{
    public static string KeyOf<TState>() => Key<TState>.Value;

    private static class Key<TState>
    {
        public static readonly string Value = typeof(TState).FullName ?? typeof(TState).Name;
    }
}
