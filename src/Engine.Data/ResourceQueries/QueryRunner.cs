using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.EntityFramework;
using GraphQLPlugins.Engine.Data.Running;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Engine.Data.ResourceQueries;

/// <summary>Runs LINQ queries, on a database without blocking.</summary>
internal static class QueryRunner
{
    public static (QueryFunctions Functions, bool InMemory) FunctionsOf(IQueryable source) =>
        EntityQuery.CompilerOf(source) is { } compiler
            ? (DatabaseFunctions.For(EntityQuery.CreateContext(compiler).Context), false)
            : (MemoryFunctions.Instance, true);

    public static Task<int> CountAsync<T>(IQueryable<T> query, CancellationToken cancellationToken) =>
        query is IAsyncEnumerable<T> ? query.CountAsync(cancellationToken) : Task.FromResult(query.Count());

    public static async Task<List<T>> ListAsync<T>(IQueryable<T> query, CancellationToken cancellationToken) =>
        query is IAsyncEnumerable<T> ? await query.ToListAsync(cancellationToken).ConfigureAwait(false) : [.. query];

    /// <summary>Enums sort by their names, wherever they are stored as numbers or as texts.</summary>
    public static Expression Sortable(Expression value) =>
        (Nullable.GetUnderlyingType(value.Type) ?? value.Type).IsEnum ? Expression.Call(value, typeof(object).GetMethod(nameof(object.ToString))!) : value;

    public static Expression OrderBy(Expression source, LambdaExpression key, bool descending, bool first)
    {
        var method = (first, descending) switch
        {
            (true, false) => nameof(Queryable.OrderBy),
            (true, true) => nameof(Queryable.OrderByDescending),
            (false, false) => nameof(Queryable.ThenBy),
            (false, true) => nameof(Queryable.ThenByDescending),
        };
        return Expression.Call(typeof(Queryable), method, [key.Parameters[0].Type, key.ReturnType], source, Expression.Quote(key));
    }
}
