using GraphQLPlugins.Engine.AspNetCore.Configuration;
using GraphQLPlugins.Engine.AspNetCore.Persisted;
using GraphQLPlugins.Engine.AspNetCore.Sockets;
using GraphQLPlugins.Engine.Execution;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Engine.AspNetCore.Requests;

/// <summary>The way of a request over one schema: interceptor, executor. Shared by all HTTP transports.</summary>
internal sealed class RequestRunner(IRequestExecutor executor, HttpSetup setup, IServiceProvider services)
{
    private readonly IHttpRequestInterceptor? _interceptor = setup.HttpRequestInterceptor?.Invoke(services);
    private readonly PersistedOperations? _persisted = setup.Persisted.Build(services);

    public IRequestExecutor Executor => executor;

    public HttpSetup Setup => setup;

    /// <summary>Whether a hash may stand for a document.</summary>
    public bool HashesAllowed => _persisted is not null;

    /// <summary>Stored documents; null when there are none.</summary>
    public PersistedOperations? Persisted => _persisted;

    /// <summary>Runs a request.</summary>
    /// <param name="context">The HTTP request.</param>
    /// <param name="request">The operation; its memory must live until the result is disposed.</param>
    /// <param name="ownScope">Whether it gets services of its own instead of those of the HTTP request.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="lasting">The HTTP request that resolvers see, when the operation outlives <paramref name="context"/>; null: the same.</param>
    public ValueTask<IExecutionResult> RunAsync(HttpContext context, HttpOperationRequest request, bool ownScope, CancellationToken cancellationToken,
        HttpContext? lasting = null)
    {
        request.HttpContext = lasting ?? context;
        if (lasting is not null) request.User = context.User;
        request.UsesRequestServices = !ownScope;
        AddCostMode(context, request);
        return _interceptor is null
            ? ExecuteAsync(request, request, cancellationToken)
            : InterceptAsync(_interceptor, context, request, ownScope, cancellationToken);
    }

    /// <summary>Runs an operation of a socket, with services of its own.</summary>
    public async ValueTask<IExecutionResult> RunAsync(ISocketSession session, ISocketSessionInterceptor socketInterceptor, SocketOperation operation)
    {
        operation.Request.HttpContext = session.Connection.HttpContext;
        if (socketInterceptor.GetType() == typeof(DefaultSocketSessionInterceptor))
        {
            operation.Request.SetState(nameof(ISocketSession), session);
            return await ExecuteAsync(operation.Request, operation.Request, operation.Stopped);
        }
        var builder = OperationRequestBuilder.From(operation.Request);
        try
        {
            await socketInterceptor.OnRequestAsync(session, operation.Id, builder, operation.Stopped);
        }
        catch (GraphQLException exception)
        {
            return new RequestErrorResult(exception.Errors);
        }
        return await ExecuteAsync(builder.Build(), operation.Request, operation.Stopped);
    }

    private ValueTask<IExecutionResult> ExecuteAsync(IOperationRequest request, HttpOperationRequest original, CancellationToken cancellationToken) =>
        _persisted is null || (ReferenceEquals(request, original) && _persisted.Ignores(original))
            ? new(executor.ExecuteAsync(request, cancellationToken))
            : ExecuteAsync(_persisted, request, original, cancellationToken);

    private async ValueTask<IExecutionResult> ExecuteAsync(PersistedOperations persisted, IOperationRequest request, HttpOperationRequest original,
        CancellationToken cancellationToken)
    {
        var (complete, error) = await persisted.CompleteAsync(request, cancellationToken);
        original.IsStored = !ReferenceEquals(complete, request) || original.IsStored;
        return error is null ? await executor.ExecuteAsync(complete, cancellationToken) : new RequestErrorResult(error);
    }

    private async ValueTask<IExecutionResult> InterceptAsync(IHttpRequestInterceptor interceptor, HttpContext context, HttpOperationRequest request,
        bool ownScope, CancellationToken cancellationToken)
    {
        var builder = OperationRequestBuilder.From(request);
        try
        {
            await interceptor.OnCreateAsync(context, executor, builder, cancellationToken);
        }
        catch (GraphQLException exception)
        {
            return new RequestErrorResult(exception.Errors);
        }
        if (ownScope) builder.SetServices(null);
        return await ExecuteAsync(builder.Build(), request, cancellationToken);
    }

    private static void AddCostMode(HttpContext context, HttpOperationRequest request)
    {
        if (context.Request.Headers["GraphQL-Cost"] is not [{ } mode]) return;
        if (mode.Equals("report", StringComparison.OrdinalIgnoreCase)) request.SetState(ExecutionContextData.CostMode, "report");
        else if (mode.Equals("validate", StringComparison.OrdinalIgnoreCase)) request.SetState(ExecutionContextData.CostMode, "validate");
    }
}
