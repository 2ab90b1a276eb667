namespace GraphQLPlugins.Engine.Execution;

/// <summary>Runs queries that resolvers return, before they are written. Registered in the application's services; the first that can, does. Without any, queries are enumerated.</summary>
public interface IQueryableExecutor
{
    /// <summary>Whether this executor knows the query's provider.</summary>
    bool CanExecute(IQueryable query);

    /// <summary>All rows of the query as a list.</summary>
    ValueTask<object?> ToListAsync(IQueryable query, CancellationToken cancellationToken);
}
