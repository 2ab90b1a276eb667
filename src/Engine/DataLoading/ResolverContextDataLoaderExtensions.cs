using GraphQLPlugins.Engine.DataLoading;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Resolvers;

/// <summary>Loaders in resolvers that have only the context.</summary>
public static class ResolverContextDataLoaderExtensions
{
    /// <summary>The request's loader of this interface or class.</summary>
    public static T DataLoader<T>(this IResolverContext context) where T : IDataLoader => Scope(context).GetDataLoader<T>();

    /// <summary>A batch loader made of a function; fields that name it alike share it.</summary>
    public static IDataLoader<TKey, TValue> BatchDataLoader<TKey, TValue>(this IResolverContext context,
        Func<IReadOnlyList<TKey>, CancellationToken, Task<IReadOnlyDictionary<TKey, TValue>>> fetch, string? name = null) where TKey : notnull =>
        Scope(context).GetDataLoader(name ?? context.Selection.Field.Coordinate, (s, o) => new InlineBatch<TKey, TValue>(fetch, s, o));

    /// <summary>A group loader made of a function; fields that name it alike share it.</summary>
    public static IDataLoader<TKey, TValue[]> GroupDataLoader<TKey, TValue>(this IResolverContext context,
        Func<IReadOnlyList<TKey>, CancellationToken, Task<ILookup<TKey, TValue>>> fetch, string? name = null) where TKey : notnull =>
        Scope(context).GetDataLoader(name ?? context.Selection.Field.Coordinate, (s, o) => new InlineGroup<TKey, TValue>(fetch, s, o));

    /// <summary>A cache loader made of a function; fields that name it alike share it.</summary>
    public static IDataLoader<TKey, TValue> CacheDataLoader<TKey, TValue>(this IResolverContext context,
        Func<TKey, CancellationToken, Task<TValue>> fetch, string? name = null) where TKey : notnull =>
        Scope(context).GetDataLoader(name ?? context.Selection.Field.Coordinate, (_, o) => new InlineCache<TKey, TValue>(fetch, o));

    private static IDataLoaderScope Scope(IResolverContext context) => context.Services.GetRequiredService<IDataLoaderScope>();

    private static DataLoaderOptions WithOwnCache(DataLoaderOptions options) => new()
    {
        // Inline loaders of one type differ by their function: their values must not meet in the shared cache.
        MaxBatchSize = options.MaxBatchSize, DiagnosticEvents = options.DiagnosticEvents, Cache = new PromiseCache(),
    };

    private sealed class InlineBatch<TKey, TValue>(
        Func<IReadOnlyList<TKey>, CancellationToken, Task<IReadOnlyDictionary<TKey, TValue>>> fetch, IBatchScheduler scheduler, DataLoaderOptions options)
        : BatchDataLoader<TKey, TValue>(scheduler, WithOwnCache(options)) where TKey : notnull
    {
        protected override Task<IReadOnlyDictionary<TKey, TValue>> LoadBatchAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken) =>
            fetch(keys, cancellationToken);
    }

    private sealed class InlineGroup<TKey, TValue>(
        Func<IReadOnlyList<TKey>, CancellationToken, Task<ILookup<TKey, TValue>>> fetch, IBatchScheduler scheduler, DataLoaderOptions options)
        : GroupedDataLoader<TKey, TValue>(scheduler, WithOwnCache(options)) where TKey : notnull
    {
        protected override Task<ILookup<TKey, TValue>> LoadGroupedBatchAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken) =>
            fetch(keys, cancellationToken);
    }

    private sealed class InlineCache<TKey, TValue>(Func<TKey, CancellationToken, Task<TValue>> fetch, DataLoaderOptions options)
        : CacheDataLoader<TKey, TValue>(WithOwnCache(options)) where TKey : notnull
    {
        protected override Task<TValue> LoadSingleAsync(TKey key, CancellationToken cancellationToken) => fetch(key, cancellationToken);
    }
}
