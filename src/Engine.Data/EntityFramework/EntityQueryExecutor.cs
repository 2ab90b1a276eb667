using GraphQLPlugins.Engine.Execution;
using Microsoft.EntityFrameworkCore.Query;

namespace GraphQLPlugins.Engine.Data.EntityFramework;

/// <summary>Runs queries of EF Core that resolvers return without any data attribute.</summary>
internal sealed class EntityQueryExecutor : IQueryableExecutor
{
    public bool CanExecute(IQueryable query) => query.Provider is IAsyncQueryProvider;

    public ValueTask<object?> ToListAsync(IQueryable query, CancellationToken cancellationToken)
    {
        var method = typeof(EntityQueryExecutor).GetMethod(nameof(ReadAsync), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!;
        return (ValueTask<object?>)method.MakeGenericMethod(query.ElementType).Invoke(null, [query, cancellationToken])!;
    }

    private static async ValueTask<object?> ReadAsync<T>(IQueryable<T> query, CancellationToken cancellationToken)
    {
        var items = new List<T>();
        await foreach (var item in ((IAsyncEnumerable<T>)query).WithCancellation(cancellationToken).ConfigureAwait(false)) items.Add(item);
        return items;
    }
}
