using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.Validation;

namespace GraphQLPlugins.Engine.Execution;

/// <summary>All that an executor is made of: the schema and how it runs requests.</summary>
internal sealed class ExecutorSetup
{
    public required Schema Schema { get; init; }

    /// <summary>The application's services.</summary>
    public required IServiceProvider Services { get; init; }

    /// <summary>Time, limits, details of exceptions.</summary>
    public RequestExecutorOptions Options { get; init; } = new();

    /// <summary>Service scopes, strategy, which directives are on.</summary>
    public SchemaOptions SchemaOptions { get; init; } = new();

    /// <summary>Every error passes them in this order before it is sent.</summary>
    public IReadOnlyList<IErrorFilter> ErrorFilters { get; init; } = [];

    /// <summary>What validation checks; null: the specification and the limits.</summary>
    public ValidationOptions? Validation { get; init; }

    /// <summary>Look at each request when its variables are coerced, before it runs.</summary>
    public IReadOnlyList<IOperationCheck> Checks { get; init; } = [];
}
