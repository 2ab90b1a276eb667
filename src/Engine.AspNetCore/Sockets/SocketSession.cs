using System.Collections.Concurrent;
using System.Net.WebSockets;
using GraphQLPlugins.Engine.AspNetCore.Requests;
using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Response;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Engine.AspNetCore.Sockets;

/// <summary>A client on a socket: reads its messages in order, runs its operations side by side.</summary>
internal sealed partial class SocketSession(SocketConnection connection, SocketProtocol protocol, RequestRunner runner, ISocketSessionInterceptor interceptor,
    GraphQLSocketOptions options, TimeProvider time, ILogger logger) : ISocketSession
{
    private readonly ConcurrentDictionary<string, SocketOperation> _operations = new(StringComparer.Ordinal);
    private bool _initializing;
    private volatile bool _acknowledged;

    public ISocketConnection Connection => connection;

    /// <summary>Serves the client until the socket is closed.</summary>
    public async Task RunAsync()
    {
        var keepingAlive = KeepAliveAsync();
        try
        {
            while (await connection.ReceiveAsync() is { } message)
            {
                var owned = false;
                try
                {
                    owned = await HandleAsync(message);
                }
                finally
                {
                    if (!owned) message.Dispose();
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            // The client went without a word.
        }
        catch (Exception exception)
        {
            LogFailure(logger, exception);
            await connection.CloseAsync("Unexpected Error", CloseCodes.InternalError);
        }
        finally
        {
            await connection.CloseAsync("", CloseCodes.GoingAway);
            foreach (var operation in _operations.Values) await operation.Completion;
            await keepingAlive;
            await interceptor.OnCloseAsync(this);
        }
    }

    /// <returns>Whether the message's memory belongs to an operation now.</returns>
    private async ValueTask<bool> HandleAsync(RequestBuffer buffer)
    {
        if (!SocketMessage.TryParse(buffer.Written, out var message))
        {
            await connection.CloseAsync("Invalid message.", CloseCodes.InvalidMessage);
            return false;
        }
        switch (protocol.KindOf(message.Type))
        {
            case MessageKind.Initialize:
                await InitializeAsync(message);
                return false;
            case MessageKind.Start:
                return await StartAsync(message, buffer);
            case MessageKind.Stop when message.Id is not null:
                // Not there: it ended while the message was on its way.
                if (_operations.TryGetValue(message.Id, out var operation)) operation.Stop();
                return false;
            case MessageKind.Ping:
                var payload = await interceptor.OnPingAsync(this, message, connection.RequestAborted);
                await SendAsync(writer => MessageWriter.WritePlain(writer, "pong"u8, payload));
                return false;
            case MessageKind.Pong:
                await interceptor.OnPongAsync(this, message, connection.RequestAborted);
                return false;
            case MessageKind.Terminate:
                await connection.CloseAsync("", CloseCodes.Normal);
                return false;
            default:
                await connection.CloseAsync("Invalid message type.", CloseCodes.InvalidMessage);
                return false;
        }
    }

    private async ValueTask InitializeAsync(SocketMessage message)
    {
        if (_initializing)
        {
            await connection.CloseAsync("Too many initialization requests.", CloseCodes.TooManyInitializations);
            return;
        }
        _initializing = true;
        var status = await interceptor.OnConnectAsync(this, message, connection.RequestAborted);
        if (!status.Accepted)
        {
            if (protocol.AnnouncesRefusal)
            {
                var payload = status.Extensions ?? new Dictionary<string, object?> { ["message"] = status.Message };
                await SendAsync(writer => MessageWriter.WritePlain(writer, "connection_error"u8, payload));
            }
            await connection.CloseAsync(status.Message, CloseCodes.Unauthorized);
            return;
        }
        _acknowledged = true;
        await SendAsync(writer => MessageWriter.WritePlain(writer, "connection_ack"u8, status.Extensions));
        if (status.Expires is { } expires) _ = ExpireAsync(expires);
    }

    private async ValueTask<bool> StartAsync(SocketMessage message, RequestBuffer buffer)
    {
        if (!_acknowledged)
        {
            await connection.CloseAsync("Unauthorized", CloseCodes.Unauthorized);
            return false;
        }
        if (string.IsNullOrEmpty(message.Id) || message.PayloadJson.IsEmpty)
        {
            await connection.CloseAsync("Invalid message.", CloseCodes.InvalidMessage);
            return false;
        }
        var operation = new SocketOperation(message.Id, buffer, connection.RequestAborted);
        if (_operations.Count >= options.MaxOperations && !_operations.ContainsKey(message.Id))
        {
            operation.Dispose();
            await SendAsync(writer => MessageWriter.WriteErrors(writer, protocol, message.Id, [RequestErrors.TooManyOperations(options.MaxOperations)]));
            return true;
        }
        if (!_operations.TryAdd(message.Id, operation))
        {
            operation.Dispose();
            await connection.CloseAsync("The subscription id is not unique.", CloseCodes.DuplicateId);
            return true;
        }
        if (RequestBodyParser.Parse(message.PayloadJson, runner.HashesAllowed, operation.Request, out var batch) is { } error || batch is not null)
        {
            Release(operation);
            operation.Dispose();
            await connection.CloseAsync("Invalid message.", CloseCodes.InvalidMessage);
            return true;
        }
        operation.Completion = RunAsync(operation);
        return true;
    }

    private async Task RunAsync(SocketOperation operation)
    {
        // Reading goes on while the operation runs, also when its first part is synchronous.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await using var result = await runner.RunAsync(this, interceptor, operation);
            switch (result)
            {
                case IOperationResult { IsDataSet: false, Errors.Count: > 0 } refused:
                    Release(operation);
                    await SendAsync(writer => MessageWriter.WriteErrors(writer, protocol, operation.Id, RequestErrors.ForSocket(refused).Errors));
                    return;
                case IOperationResult single:
                    await SendResultAsync(operation, single);
                    break;
                case IResponseStream stream:
                    await foreach (var item in stream.ReadResultsAsync().WithCancellation(operation.Stopped))
                    {
                        await using (item) await SendResultAsync(operation, item);
                    }
                    break;
            }
            var stopped = operation.Stopped.IsCancellationRequested;
            // The id is free before the client can know that it is.
            Release(operation);
            if (!stopped) await SendAsync(writer => MessageWriter.WriteComplete(writer, operation.Id));
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            // Stopped by the client, or the socket is gone.
        }
        catch (Exception exception)
        {
            LogFailure(logger, exception);
            await connection.CloseAsync("Unexpected Error", CloseCodes.InternalError);
        }
        finally
        {
            Release(operation);
            operation.Dispose();
            await interceptor.OnCompleteAsync(this, operation.Id);
        }
    }

    private void Release(SocketOperation operation) => _operations.TryRemove(KeyValuePair.Create(operation.Id, operation));

    private async ValueTask SendResultAsync(SocketOperation operation, IOperationResult result)
    {
        if (operation.Stopped.IsCancellationRequested) return;
        var sent = await interceptor.OnResultAsync(this, operation.Id, result, operation.Stopped);
        await SendAsync(writer => MessageWriter.WriteResult(writer, protocol, operation.Id, sent));
    }

    private async ValueTask SendAsync(Action<ResultWriter> write)
    {
        using var writer = new ResultWriter(256);
        write(writer);
        await connection.SendAsync(writer.WrittenMemory);
    }

    /// <summary>Closes the socket of a client that does not initialise it; after that time, pings.</summary>
    private async Task KeepAliveAsync()
    {
        try
        {
            await Task.Delay(options.ConnectionInitializationTimeout, time, connection.RequestAborted);
            if (!_acknowledged)
            {
                await connection.CloseAsync("Connection initialization timeout.", CloseCodes.InitializationTimeout);
                return;
            }
            if (options.KeepAliveInterval is not { } interval) return;
            var ping = protocol.KeepAlive.ToArray();
            while (true)
            {
                await Task.Delay(interval, time, connection.RequestAborted);
                await connection.SendAsync(ping);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            // The socket is closed.
        }
    }

    private async Task ExpireAsync(DateTimeOffset expires)
    {
        var left = expires - time.GetUtcNow();
        if (left > TimeSpan.Zero)
            await Task.Delay(left, time, connection.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await connection.CloseAsync("Forbidden", CloseCodes.Forbidden);
    }

    [LoggerMessage(1, LogLevel.Error, "A GraphQL socket failed")]
    private static partial void LogFailure(ILogger logger, Exception exception);
}
