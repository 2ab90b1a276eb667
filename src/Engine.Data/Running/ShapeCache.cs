using System.Collections.Concurrent;

namespace GraphQLPlugins.Engine.Data.Running;

/// <summary>Things by shape, looked up without an allocation. When too many are there, all are forgotten: shapes in use are back after one request each.</summary>
internal sealed class ShapeCache<TValue>(int capacity) where TValue : class
{
    private readonly ConcurrentDictionary<string, TValue> _values = new(StringComparer.Ordinal);

    public bool TryGet(ReadOnlySpan<char> shape, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out TValue? value) =>
        _values.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(shape, out value);

    /// <summary>Adds a thing; the one that is there wins.</summary>
    public TValue Add(ReadOnlySpan<char> shape, TValue value)
    {
        if (_values.Count >= capacity) _values.Clear();
        return _values.GetOrAdd(shape.ToString(), value);
    }
}
