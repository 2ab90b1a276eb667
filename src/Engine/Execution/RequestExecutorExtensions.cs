using System.Text;

namespace GraphQLPlugins.Engine.Execution;

/// <summary>Shorter ways to run a request.</summary>
public static class RequestExecutorExtensions
{
    /// <summary>Runs a document of one operation.</summary>
    public static Task<IExecutionResult> ExecuteAsync(this IRequestExecutor executor, string document, CancellationToken cancellationToken = default) =>
        executor.ExecuteAsync(OperationRequestBuilder.New().SetDocument(Encoding.UTF8.GetBytes(document)).Build(), cancellationToken);

    /// <summary>Runs a document of one operation with variables.</summary>
    public static Task<IExecutionResult> ExecuteAsync(this IRequestExecutor executor, string document, IReadOnlyDictionary<string, object?> variableValues,
        CancellationToken cancellationToken = default) =>
        executor.ExecuteAsync(OperationRequestBuilder.New().SetDocument(document).SetVariableValues(variableValues).Build(), cancellationToken);

    /// <summary>Runs the request that is built.</summary>
    public static Task<IExecutionResult> ExecuteAsync(this IRequestExecutor executor, Action<OperationRequestBuilder> build,
        CancellationToken cancellationToken = default)
    {
        var builder = OperationRequestBuilder.New();
        build(builder);
        return executor.ExecuteAsync(builder.Build(), cancellationToken);
    }
}
