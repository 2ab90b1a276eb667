using System.Net.WebSockets;
using GraphQLPlugins.Engine.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Engine.AspNetCore.Sockets;

/// <summary>Takes WebSockets of one schema.</summary>
internal sealed class SocketHandler(RequestRunner runner, ISocketSessionInterceptor interceptor, TimeProvider time, CancellationToken stopping,
    ILogger<SocketHandler> logger)
{
    /// <summary>Serves a socket until it is closed.</summary>
    public async Task HandleAsync(HttpContext context, GraphQLSocketOptions options)
    {
        var protocol = SocketProtocol.Choose(context.WebSockets.WebSocketRequestedProtocols);
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { SubProtocol = protocol?.Name });
        using var connection = new SocketConnection(socket, context, protocol ?? SocketProtocol.TransportWs, options.MaxMessageBytes);
        if (protocol is null)
        {
            await connection.CloseAsync("Expected the graphql-transport-ws or graphql-ws protocol.", CloseCodes.ProtocolError);
            await DrainAsync(connection);
            return;
        }
        // The host waits for its requests before it stops; a socket would never end by itself.
        await using var registration = stopping.UnsafeRegister(
            static state => _ = ((SocketConnection)state!).CloseAsync("The server is shutting down.", CloseCodes.GoingAway).AsTask(), connection);
        await new SocketSession(connection, protocol, runner, interceptor, options, time, logger).RunAsync();
    }

    private static async Task DrainAsync(SocketConnection connection)
    {
        try
        {
            while (await connection.ReceiveAsync() is { } message) message.Dispose();
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // The client is gone, which is what was wanted.
        }
    }
}
