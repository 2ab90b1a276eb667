using GraphQLPlugins.Engine.Execution;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Engine.AspNetCore;

/// <summary>Gives the request its services, its user and the <see cref="HttpContext"/>. Derive from it and call the base.</summary>
public class DefaultHttpRequestInterceptor : IHttpRequestInterceptor
{
    /// <inheritdoc/>
    public virtual ValueTask OnCreateAsync(HttpContext context, IRequestExecutor requestExecutor, OperationRequestBuilder requestBuilder,
        CancellationToken cancellationToken)
    {
        requestBuilder
            .TrySetServices(context.RequestServices)
            .TryAddGlobalState(nameof(HttpContext), context)
            .TryAddGlobalState(nameof(CancellationToken), cancellationToken)
            .SetUser(context.User);
        return ValueTask.CompletedTask;
    }
}

/// <summary>An interceptor from a delegate.</summary>
internal sealed class DelegateHttpRequestInterceptor(HttpRequestInterceptorDelegate intercept) : DefaultHttpRequestInterceptor
{
    /// <inheritdoc/>
    public override async ValueTask OnCreateAsync(HttpContext context, IRequestExecutor requestExecutor, OperationRequestBuilder requestBuilder,
        CancellationToken cancellationToken)
    {
        await base.OnCreateAsync(context, requestExecutor, requestBuilder, cancellationToken);
        await intercept(context, requestExecutor, requestBuilder, cancellationToken);
    }
}
