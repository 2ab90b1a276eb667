using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace GraphQLPlugins.Engine.Data.Running;

/// <summary>Things by shape, looked up without an allocation. All caches of the process share one <see cref="ShapeBudget"/>, which takes out what was not used for long.</summary>
internal sealed class ShapeCache<TValue>(ShapeBudget budget) where TValue : class
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public ShapeCache() : this(ShapeBudget.OfProcess)
    {
    }

    public bool TryGet(ReadOnlySpan<char> shape, [NotNullWhen(true)] out TValue? value)
    {
        if (_entries.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(shape, out var entry) && entry.Value is { } made)
        {
            if (!entry.IsUsed) entry.IsUsed = true;
            value = made;
            return true;
        }
        value = null;
        return false;
    }

    /// <summary>The thing of a shape. However many ask for it at once, one makes it and the others wait; what fails is not kept.</summary>
    public TValue GetOrAdd(ReadOnlySpan<char> shape, Func<TValue> make)
    {
        var key = shape.ToString();
        var entry = _entries.GetOrAdd(key, static (k, cache) => new Entry(cache, k), this);
        lock (entry)
        {
            if (entry.Value is { } made) return made;
            try
            {
                made = make();
            }
            catch
            {
                entry.TakeOut();
                throw;
            }
            entry.Value = made;
        }
        budget.Add(entry);
        return entry.Value;
    }

    private sealed class Entry(ShapeCache<TValue> cache, string shape) : ShapeBudget.IEntry
    {
        private volatile TValue? _value;

        public TValue? Value
        {
            get => _value;
            set => _value = value;
        }

        public bool IsUsed { get; set; }

        public void TakeOut() => cache._entries.TryRemove(new KeyValuePair<string, Entry>(shape, this));
    }
}
