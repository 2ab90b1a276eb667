using GraphQLPlugins.Engine.AspNetCore.Requests;

namespace GraphQLPlugins.Engine.AspNetCore.Sockets;

/// <summary>An operation that a client started on a socket, with the memory of its request.</summary>
internal sealed class SocketOperation(string id, RequestBuffer message, CancellationToken connectionClosed) : IDisposable
{
    private readonly CancellationTokenSource _stopped = CancellationTokenSource.CreateLinkedTokenSource(connectionClosed);

    public string Id => id;

    public HttpOperationRequest Request { get; } = new();

    /// <summary>Fires when the client wants no more results or the socket is closed.</summary>
    public CancellationToken Stopped => _stopped.Token;

    /// <summary>The work; set once.</summary>
    public Task Completion { get; set; } = Task.CompletedTask;

    public void Stop() => _stopped.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        Request.Dispose();
        message.Dispose();
        _stopped.Dispose();
    }
}
