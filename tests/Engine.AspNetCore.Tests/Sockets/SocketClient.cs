using System.Net.WebSockets;
using System.Text;
using GraphQLPlugins.Engine.AspNetCore.Tests.Sample;

namespace GraphQLPlugins.Engine.AspNetCore.Tests.Sockets;

/// <summary>A client that sends and reads raw messages.</summary>
internal sealed class SocketClient(ClientWebSocket socket) : IDisposable
{
    // Nothing here takes long; without a bound a lost message would hang the run.
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(30));

    public static async Task<SocketClient> OpenAsync(TestApp app, string protocol = "graphql-transport-ws") => new(await app.ConnectAsync(protocol));

    public static async Task<SocketClient> InitAsync(TestApp app, string protocol = "graphql-transport-ws")
    {
        var client = await OpenAsync(app, protocol);
        await client.SendAsync("""{"type":"connection_init"}""");
        Assert.Equal("""{"type":"connection_ack"}""", await client.ReceiveAsync());
        return client;
    }

    public string? Protocol => socket.SubProtocol;

    public Task SendAsync(string message) => SendAsync(Encoding.UTF8.GetBytes(message));

    public Task SendAsync(byte[] message, WebSocketMessageType type = WebSocketMessageType.Text) =>
        socket.SendAsync(message, type, endOfMessage: true, _patience.Token);

    /// <summary>The next message that is no keep-alive, or <c>[close 4400 'reason']</c>.</summary>
    public async Task<string> ReceiveAsync()
    {
        while (true)
        {
            var message = await ReceiveAnyAsync();
            if (message is not ("{\"type\":\"ping\"}" or "{\"type\":\"ka\"}")) return message;
        }
    }

    /// <summary>The next message, or <c>[close 4400 'reason']</c>.</summary>
    public async Task<string> ReceiveAnyAsync()
    {
        var text = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, _patience.Token);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                var closed = $"[close {(int)socket.CloseStatus!} '{socket.CloseStatusDescription}']";
                if (socket.State == WebSocketState.CloseReceived) await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _patience.Token);
                return closed;
            }
            text.Write(buffer, 0, received.Count);
            if (received.EndOfMessage) return Encoding.UTF8.GetString(text.ToArray());
        }
    }

    public Task CloseAsync() => socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", _patience.Token);

    public void Dispose()
    {
        socket.Dispose();
        _patience.Dispose();
    }
}
