using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using GraphQLPlugins.Engine.Execution.Planning;

namespace GraphQLPlugins.Engine.Execution.Incremental;

/// <summary>A list of which only the first items are read; the rest is read when it is delivered.</summary>
internal sealed class StreamedList(StreamPlan plan, List<object?> items, IAsyncEnumerator<object?>? rest)
{
    private static readonly ConcurrentDictionary<Type, Func<object, CancellationToken, IAsyncEnumerable<object?>>?> Adapters = new();

    public string? Label => plan.Label;

    public List<object?> Items { get; } = items;

    /// <summary>Null when there are no more.</summary>
    public IAsyncEnumerator<object?>? Rest { get; } = rest;

    public ValueTask CloseAsync() => Rest?.DisposeAsync() ?? default;

    /// <summary>Reads the first items. Null when the value is no sequence.</summary>
    public static async ValueTask<object?> OpenAsync(object value, StreamPlan plan, int initialCount, CancellationToken cancellationToken)
    {
        var rest = ItemsOf(value, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var items = new List<object?>();
        try
        {
            while (items.Count < initialCount)
            {
                if (!await rest.MoveNextAsync().ConfigureAwait(false))
                {
                    await rest.DisposeAsync().ConfigureAwait(false);
                    return new StreamedList(plan, items, null);
                }
                items.Add(rest.Current);
            }
            return new StreamedList(plan, items, rest);
        }
        catch
        {
            await rest.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static IAsyncEnumerable<object?> ItemsOf(object value, CancellationToken cancellationToken)
    {
        if (value is IAsyncEnumerable<object?> objects) return objects;
        var adapter = Adapters.GetOrAdd(value.GetType(), static type =>
            Array.Find(type.GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)) is { } sequence
                ? typeof(StreamedList).GetMethod(nameof(BoxAsync), BindingFlags.NonPublic | BindingFlags.Static)!
                    .MakeGenericMethod(sequence.GetGenericArguments()).CreateDelegate<Func<object, CancellationToken, IAsyncEnumerable<object?>>>()
                : null);
        return adapter is null ? FromList((System.Collections.IEnumerable)value) : adapter(value, cancellationToken);
    }

    private static async IAsyncEnumerable<object?> BoxAsync<T>(object sequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in ((IAsyncEnumerable<T>)sequence).WithCancellation(cancellationToken).ConfigureAwait(false)) yield return item;
    }

    private static async IAsyncEnumerable<object?> FromList(System.Collections.IEnumerable list)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var item in list) yield return item;
    }
}
