using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Execution;

/// <summary>Answers requests over one schema. Safe to share.</summary>
public interface IRequestExecutor
{
    /// <summary>The schema.</summary>
    Schema Schema { get; }

    /// <summary>The application's services.</summary>
    IServiceProvider Services { get; }

    /// <summary>Runs a request. Never throws for a bad document, value or resolver: the result carries the errors.</summary>
    Task<IExecutionResult> ExecuteAsync(IOperationRequest request, CancellationToken cancellationToken = default);
}

/// <summary>Gives the executor of a schema, built on first use.</summary>
public interface IRequestExecutorResolver
{
    /// <summary>The executor of this schema; null names the default schema. Errors: <see cref="SchemaException"/> when the schema is not valid.</summary>
    ValueTask<IRequestExecutor> GetRequestExecutorAsync(string? schemaName = null, CancellationToken cancellationToken = default);
}
