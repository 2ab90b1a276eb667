using GraphQLPlugins.Engine.Execution;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Engine.AspNetCore;

/// <summary>Looks at every HTTP request before it is executed and may change it. A <see cref="GraphQLException"/> refuses it (400); any other exception is a 500.</summary>
public interface IHttpRequestInterceptor
{
    /// <summary>Called once an operation, also for each member of a batch.</summary>
    ValueTask OnCreateAsync(HttpContext context, IRequestExecutor requestExecutor, OperationRequestBuilder requestBuilder,
        CancellationToken cancellationToken);
}

/// <summary>As <see cref="IHttpRequestInterceptor.OnCreateAsync"/>.</summary>
public delegate ValueTask HttpRequestInterceptorDelegate(HttpContext context, IRequestExecutor requestExecutor, OperationRequestBuilder requestBuilder,
    CancellationToken cancellationToken);
