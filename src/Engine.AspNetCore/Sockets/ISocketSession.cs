using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Engine.AspNetCore;

/// <summary>A client on a socket.</summary>
public interface ISocketSession
{
    /// <summary>Its connection.</summary>
    ISocketConnection Connection { get; }
}

/// <summary>A socket.</summary>
public interface ISocketConnection
{
    /// <summary>The HTTP request that was upgraded. Its user may be replaced while the connection is initialised.</summary>
    HttpContext HttpContext { get; }

    /// <summary>The subprotocol: <c>graphql-transport-ws</c> or <c>graphql-ws</c>.</summary>
    string Protocol { get; }

    /// <summary>Whether it is closed or about to be.</summary>
    bool IsClosed { get; }

    /// <summary>State of the connection, for interceptors.</summary>
    IDictionary<string, object?> ContextData { get; }

    /// <summary>Fires when it closes.</summary>
    CancellationToken RequestAborted { get; }

    /// <summary>Closes it and ends all its operations.</summary>
    /// <param name="message">The reason, 123 bytes at most; what is over is cut off.</param>
    /// <param name="closeCode">One of <see cref="CloseCodes"/>, or 4000 to 4999.</param>
    /// <param name="cancellationToken">Gives up the handshake.</param>
    ValueTask CloseAsync(string message, int closeCode, CancellationToken cancellationToken = default);
}

/// <summary>The payload of a message.</summary>
public interface IOperationMessagePayload
{
    /// <summary>The JSON; null when the message has none. Valid during the call.</summary>
    JsonElement? Payload { get; }

    /// <summary>The JSON as an object of this type; null when the message has none. Errors: <see cref="JsonException"/>.</summary>
    T? As<T>() where T : class;
}
