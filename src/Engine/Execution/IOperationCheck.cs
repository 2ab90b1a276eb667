using GraphQLPlugins.Engine.Execution.Processing;

namespace GraphQLPlugins.Engine.Execution;

/// <summary>Decides over a request by its operation and variables, e.g. by its cost. Called for each request; must be fast.</summary>
public interface IOperationCheck
{
    /// <summary>Null lets the request run; a result is sent instead of running it.</summary>
    /// <param name="operation">The plan; a key for what depends on it alone.</param>
    /// <param name="variables">The coerced variables.</param>
    /// <param name="request">The request.</param>
    /// <param name="extensions">Response extensions to add when the request runs; made when needed.</param>
    IOperationResult? Check(IOperation operation, IVariableValueCollection variables, IOperationRequest request, ref Dictionary<string, object?>? extensions);
}
