using System.Security.Claims;
using GraphQLPlugins.Engine.Execution;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Engine.AspNetCore;

/// <summary>Takes part in what happens on sockets.</summary>
public interface ISocketSessionInterceptor
{
    /// <summary>A client initialises its connection.</summary>
    ValueTask<ConnectionStatus> OnConnectAsync(ISocketSession session, IOperationMessagePayload connectionInitMessage,
        CancellationToken cancellationToken = default);

    /// <summary>A client starts an operation. A <see cref="GraphQLException"/> refuses it.</summary>
    ValueTask OnRequestAsync(ISocketSession session, string operationSessionId, OperationRequestBuilder requestBuilder,
        CancellationToken cancellationToken = default);

    /// <summary>A result is about to be sent; the one returned is sent in its place.</summary>
    ValueTask<IOperationResult> OnResultAsync(ISocketSession session, string operationSessionId, IOperationResult result,
        CancellationToken cancellationToken = default);

    /// <summary>An operation ended, for whatever reason.</summary>
    ValueTask OnCompleteAsync(ISocketSession session, string operationSessionId, CancellationToken cancellationToken = default);

    /// <summary>A client pings; what is returned is the payload of the answer, null: none.</summary>
    ValueTask<IReadOnlyDictionary<string, object?>?> OnPingAsync(ISocketSession session, IOperationMessagePayload pingMessage,
        CancellationToken cancellationToken = default);

    /// <summary>A client answers a ping.</summary>
    ValueTask OnPongAsync(ISocketSession session, IOperationMessagePayload pongMessage, CancellationToken cancellationToken = default);

    /// <summary>The socket is closed.</summary>
    ValueTask OnCloseAsync(ISocketSession session, CancellationToken cancellationToken = default);
}

/// <summary>Accepts every connection and gives operations their user and <see cref="HttpContext"/>. Derive from it and call the base.</summary>
public class DefaultSocketSessionInterceptor : ISocketSessionInterceptor
{
    /// <inheritdoc/>
    public virtual ValueTask<ConnectionStatus> OnConnectAsync(ISocketSession session, IOperationMessagePayload connectionInitMessage,
        CancellationToken cancellationToken = default) => new(ConnectionStatus.Accept());

    /// <inheritdoc/>
    public virtual ValueTask OnRequestAsync(ISocketSession session, string operationSessionId, OperationRequestBuilder requestBuilder,
        CancellationToken cancellationToken = default)
    {
        var context = session.Connection.HttpContext;
        requestBuilder
            .TryAddGlobalState(nameof(HttpContext), context)
            .TryAddGlobalState(nameof(ISocketSession), session)
            .TryAddGlobalState(nameof(CancellationToken), cancellationToken)
            .SetGlobalState(nameof(ClaimsPrincipal), context.User);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public virtual ValueTask<IOperationResult> OnResultAsync(ISocketSession session, string operationSessionId, IOperationResult result,
        CancellationToken cancellationToken = default) => new(result);

    /// <inheritdoc/>
    public virtual ValueTask OnCompleteAsync(ISocketSession session, string operationSessionId, CancellationToken cancellationToken = default) => default;

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyDictionary<string, object?>?> OnPingAsync(ISocketSession session, IOperationMessagePayload pingMessage,
        CancellationToken cancellationToken = default) => default;

    /// <inheritdoc/>
    public virtual ValueTask OnPongAsync(ISocketSession session, IOperationMessagePayload pongMessage, CancellationToken cancellationToken = default) => default;

    /// <inheritdoc/>
    public virtual ValueTask OnCloseAsync(ISocketSession session, CancellationToken cancellationToken = default) => default;
}
