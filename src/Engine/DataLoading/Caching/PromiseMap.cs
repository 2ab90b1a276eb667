using System.Diagnostics.CodeAnalysis;

namespace GraphQLPlugins.Engine.DataLoading;

/// <summary>The cached tasks of one key type. Callers lock the map.</summary>
internal abstract class PromiseMap
{
    /// <summary>How many entries there are.</summary>
    public abstract int Count { get; }

    public abstract bool TryGet(object key, [NotNullWhen(true)] out Task? task);

    public abstract bool TryAdd(object key, Task task);

    public abstract bool Remove(object key);

    public abstract void Clear();

    /// <summary>The values that are there already, when they are of this type.</summary>
    public abstract IEnumerable<T> LoadedValues<T>();
}

/// <inheritdoc/>
internal sealed class PromiseMap<TKey, TValue> : PromiseMap where TKey : notnull
{
    private readonly Dictionary<TKey, Task<TValue?>> _tasks = [];

    /// <inheritdoc/>
    public override int Count => _tasks.Count;

    public bool TryGet(TKey key, [NotNullWhen(true)] out Task<TValue?>? task) => _tasks.TryGetValue(key, out task);

    public void Set(TKey key, Task<TValue?> task) => _tasks[key] = task;

    public bool TryAdd(TKey key, Task<TValue?> task) => _tasks.TryAdd(key, task);

    public bool Remove(TKey key) => _tasks.Remove(key);

    public void CopyTo<TOther>(PromiseMap<TOther, TValue> other) where TOther : notnull
    {
        foreach (var (key, task) in _tasks) other.TryAdd((object)key, task);
    }

    /// <inheritdoc/>
    public override bool TryGet(object key, [NotNullWhen(true)] out Task? task)
    {
        var found = _tasks.TryGetValue((TKey)key, out var typed);
        task = typed;
        return found;
    }

    /// <inheritdoc/>
    public override bool TryAdd(object key, Task task) => _tasks.TryAdd((TKey)key, (Task<TValue?>)task);

    /// <inheritdoc/>
    public override bool Remove(object key) => _tasks.Remove((TKey)key);

    /// <inheritdoc/>
    public override void Clear() => _tasks.Clear();

    /// <inheritdoc/>
    public override IEnumerable<T> LoadedValues<T>()
    {
        if (!typeof(T).IsAssignableFrom(typeof(TValue))) yield break;
        foreach (var task in _tasks.Values)
        {
            if (task.IsCompletedSuccessfully && task.Result is T value) yield return value;
        }
    }
}
