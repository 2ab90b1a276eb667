using System.Collections.Concurrent;
using System.Reflection;
using GraphQLPlugins.Engine.Execution.Incremental;
using GraphQLPlugins.Engine.Execution.Planning;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Execution.Running;

/// <summary>Runs what a resolver returned as a description of its result: queries and asynchronous sequences become lists.</summary>
internal static class PostProcessing
{
    private static readonly ConcurrentDictionary<Type, Func<object, CancellationToken, ValueTask<object?>>?> Drains = new();

    /// <summary>Whether results of this CLR type are such descriptions.</summary>
    public static bool IsNeeded(Type type) => typeof(IQueryable).IsAssignableFrom(type) || SequenceElement(type) is not null;

    /// <summary>Whether this result is one.</summary>
    public static bool IsNeeded(object value) => value is IQueryable || DrainOf(value) is not null;

    /// <summary>Whether the items of this result may be delivered one by one: asynchronous sequences, and lists of fields that say so.</summary>
    public static bool CanStream(object value, FieldPlan field) =>
        value is not (IQueryable or string or StreamedList) && (DrainOf(value) is not null || value is System.Collections.IEnumerable && IsStreamResult(field.Field));

    /// <summary>Whether lists of this field may be streamed.</summary>
    public static bool IsStreamResult(OutputField field) => field.Member?.IsDefined(typeof(StreamResultAttribute), inherit: false) == true;

    /// <summary>The list that the result stands for.</summary>
    public static ValueTask<object?> ToListAsync(object value, ExecutorEnvironment environment, CancellationToken cancellationToken)
    {
        if (value is not IQueryable query) return DrainOf(value)!(value, cancellationToken);
        foreach (var executor in environment.QueryableExecutors)
        {
            if (executor.CanExecute(query)) return executor.ToListAsync(query, cancellationToken);
        }
        var items = new List<object?>();
        foreach (var item in query) items.Add(item);
        return new ValueTask<object?>(items);
    }

    private static Func<object, CancellationToken, ValueTask<object?>>? DrainOf(object value) => Drains.GetOrAdd(value.GetType(), static type =>
        SequenceElement(type) is { } element
            ? typeof(PostProcessing).GetMethod(nameof(DrainAsync), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(element)
                .CreateDelegate<Func<object, CancellationToken, ValueTask<object?>>>()
            : null);

    private static Type? SequenceElement(Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)) return type.GetGenericArguments()[0];
        return Array.Find(type.GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>))?.GetGenericArguments()[0];
    }

    private static async ValueTask<object?> DrainAsync<T>(object sequence, CancellationToken cancellationToken)
    {
        var items = new List<T>();
        await foreach (var item in ((IAsyncEnumerable<T>)sequence).WithCancellation(cancellationToken).ConfigureAwait(false)) items.Add(item);
        return items;
    }
}
