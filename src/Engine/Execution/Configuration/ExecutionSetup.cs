using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.Validation;

namespace GraphQLPlugins.Engine.Execution.Configuration;

/// <summary>What the builder's calls collected about how one schema is executed, in their order. One named options object a schema.</summary>
internal sealed class ExecutionSetup
{
    public List<Action<IServiceProvider, RequestExecutorOptions>> Options { get; } = [];

    public List<Func<IServiceProvider, IErrorFilter>> ErrorFilters { get; } = [];

    public List<Func<IServiceProvider, ValidationOptions, ValidationOptions>> Validation { get; } = [];

    /// <summary>Made once a schema.</summary>
    public List<Func<IServiceProvider, Schema, IOperationCheck>> Checks { get; } = [];
}
