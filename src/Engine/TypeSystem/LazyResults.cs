using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using GraphQLPlugins.Engine.Binding.Inference;
using GraphQLPlugins.Engine.Resolvers;

namespace GraphQLPlugins.Engine.TypeSystem;

/// <summary>Reads queries and asynchronous sequences to lists while the resolver's scope is open.</summary>
internal static class LazyResults
{
    private static readonly ConcurrentDictionary<Type, Func<object, CancellationToken, ValueTask<object?>>?> Readers = [];

    public static bool IsLazy(Type? resultType) => resultType is not null && ClrTypes.IsLazySequence(resultType);

    public static FieldDelegate Read(FieldDelegate pipeline) => async context =>
    {
        await pipeline(context).ConfigureAwait(false);
        if (context.Result is { } result && ReaderOf(result.GetType()) is { } read)
            context.Result = await read(result, context.RequestAborted).ConfigureAwait(false);
    };

    private static Func<object, CancellationToken, ValueTask<object?>>? ReaderOf(Type type) => Readers.GetOrAdd(type, static t =>
    {
        // Queries of EF Core are both; read asynchronously they free the thread.
        if (ClrTypes.Implements(t, typeof(IAsyncEnumerable<>)) is { } asynchronous)
        {
            return typeof(LazyResults).GetMethod(nameof(ReadAsync), BindingFlags.Static | BindingFlags.NonPublic)!
                .MakeGenericMethod(asynchronous.GetGenericArguments()).CreateDelegate<Func<object, CancellationToken, ValueTask<object?>>>();
        }
        return typeof(IQueryable).IsAssignableFrom(t) ? static (query, _) => new ValueTask<object?>(((IEnumerable)query).Cast<object?>().ToList()) : null;
    });

    private static async ValueTask<object?> ReadAsync<T>(object source, CancellationToken cancellationToken)
    {
        var items = new List<T>();
        await foreach (var item in ((IAsyncEnumerable<T>)source).WithCancellation(cancellationToken).ConfigureAwait(false)) items.Add(item);
        return items;
    }
}
