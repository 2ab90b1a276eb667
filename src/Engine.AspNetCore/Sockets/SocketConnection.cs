using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using GraphQLPlugins.Engine.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Engine.AspNetCore.Sockets;

/// <summary>Messages in and out of a socket. One reader, any number of writers.</summary>
internal sealed class SocketConnection(WebSocket socket, HttpContext context, SocketProtocol protocol, int maxMessageBytes) : ISocketConnection, IDisposable
{
    // RFC 6455 5.5: a control frame carries 125 bytes, two of them the code.
    private const int MaxReasonBytes = 123;

    // A client that does not answer a close is not waited for.
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly CancellationTokenSource _closed = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
    private readonly CancellationTokenSource _abandoned = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
    private int _closing;

    public HttpContext HttpContext => context;

    public string Protocol => protocol.Name;

    public bool IsClosed => Volatile.Read(ref _closing) != 0;

    public IDictionary<string, object?> ContextData { get; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    public CancellationToken RequestAborted => _closed.Token;

    /// <summary>Waits for a message. Nothing is rented while none is there, so idle sockets are small.</summary>
    /// <returns>The message, which the caller disposes; null when the socket is closed.</returns>
    public async ValueTask<RequestBuffer?> ReceiveAsync()
    {
        while (true)
        {
            var peeked = await socket.ReceiveAsync(Memory<byte>.Empty, _abandoned.Token);
            if (peeked.MessageType == WebSocketMessageType.Close)
            {
                await CloseAsync("", CloseCodes.Normal);
                return null;
            }
            var message = new RequestBuffer();
            var fits = peeked.EndOfMessage || await ReceiveRestAsync(message);
            if (fits && !IsClosed) return message;
            // What comes after our close is read until the client's own, and thrown away.
            message.Dispose();
            if (!fits) await CloseAsync($"A message may have at most {maxMessageBytes} bytes.", CloseCodes.MessageTooBig);
        }
    }

    /// <summary>Sends a message, or nothing when the socket is closed.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> message)
    {
        await _sending.WaitAsync(_abandoned.Token);
        try
        {
            // Cancelling a send half way aborts the socket, so only the end of the connection does that, never the end of an operation.
            if (!IsClosed && socket.State == WebSocketState.Open)
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, _abandoned.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask CloseAsync(string message, int closeCode, CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _closing, 1) != 0) return;
        try
        {
            _abandoned.CancelAfter(CloseTimeout);
            await _closed.CancelAsync();
            await _sending.WaitAsync(_abandoned.Token);
            try
            {
                if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                    await socket.CloseOutputAsync((WebSocketCloseStatus)closeCode, Cut(message), _abandoned.Token);
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            // It is closed one way or the other.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Volatile.Write(ref _closing, 1);
        _closed.Cancel();
        _abandoned.Cancel();
        _closed.Dispose();
        _abandoned.Dispose();
    }

    /// <returns>False when the message is too long; all of it was read nevertheless.</returns>
    private async ValueTask<bool> ReceiveRestAsync(RequestBuffer message)
    {
        var chunk = ArrayPool<byte>.Shared.Rent(4096);
        try
        {
            var fits = true;
            while (true)
            {
                var received = await socket.ReceiveAsync(chunk.AsMemory(), _abandoned.Token);
                fits = fits && message.TryAppend(new ReadOnlySequence<byte>(chunk, 0, received.Count), maxMessageBytes);
                if (!fits || received.EndOfMessage) return fits;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private static string Cut(string reason)
    {
        if (Encoding.UTF8.GetByteCount(reason) <= MaxReasonBytes) return reason;
        var bytes = Encoding.UTF8.GetBytes(reason);
        var length = MaxReasonBytes;
        while ((bytes[length] & 0xC0) == 0x80) length--;
        return Encoding.UTF8.GetString(bytes, 0, length);
    }
}
