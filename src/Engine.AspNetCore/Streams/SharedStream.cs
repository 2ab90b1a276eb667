using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Text.Json;
using GraphQLPlugins.Engine.AspNetCore.Responses;
using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Response;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Engine.AspNetCore.Streams;

/// <summary>One event stream that carries the results of several operations. Source: graphql-sse protocol, single connection mode.</summary>
internal sealed class SharedStream(string token) : IDisposable
{
    private static readonly TimeSpan KeepAliveAfter = TimeSpan.FromSeconds(12);
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly TaskCompletionSource<HttpContext> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _closed = new();
    private int _isOpen;

    public string Token => token;

    /// <summary>Operations by the client's id.</summary>
    public ConcurrentDictionary<string, CancellationTokenSource> Operations { get; } = new(StringComparer.Ordinal);

    /// <summary>The request that the stream is sent to; ready once the client opened it.</summary>
    public Task<HttpContext> Opened => _opened.Task;

    /// <summary>Fires when the stream ends; operations end with it.</summary>
    public CancellationToken Closed => _closed.Token;

    public bool IsOpen => Volatile.Read(ref _isOpen) != 0;

    /// <summary>Takes the place of the stream's reader; false when it is taken.</summary>
    public bool TryOpen() => Interlocked.Exchange(ref _isOpen, 1) == 0;

    /// <summary>Sends the stream until the client goes or the host stops.</summary>
    public async Task ServeAsync(HttpContext context, TimeProvider time, CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Response.ContentType = MediaTypes.EventStream;
        context.Response.Headers.CacheControl = "no-cache";
        ResultFraming.WriteKeepAlive(context.Response.BodyWriter);
        await context.Response.BodyWriter.FlushAsync(ended.Token);
        _opened.TrySetResult(context);
        try
        {
            while (true)
            {
                await Task.Delay(KeepAliveAfter, time, ended.Token);
                await SendAsync(ResultFraming.WriteKeepAlive);
            }
        }
        catch (OperationCanceledException)
        {
            // The client or the host ends the stream.
        }
        finally
        {
            await _closed.CancelAsync();
            // Who writes now writes to a response that is still there; nobody starts after the stream was closed.
            await _sending.WaitAsync(CancellationToken.None);
            _sending.Release();
        }
    }

    /// <summary>Sends a result.</summary>
    public ValueTask SendResultAsync(string operationId, IOperationResult result) => SendAsync(body =>
    {
        using var payload = new ResultWriter();
        payload.WriteRaw("event: next\ndata: {\"id\":"u8);
        payload.WriteString(operationId);
        payload.WriteRaw(",\"payload\":"u8);
        result.WriteTo(payload);
        payload.WriteRaw("}\n\n"u8);
        System.Buffers.BuffersExtensions.Write(body, payload.Written);
    });

    /// <summary>Tells the end of an operation.</summary>
    public ValueTask SendCompleteAsync(string operationId) => SendAsync(body =>
        System.Buffers.BuffersExtensions.Write(body, [.. "event: complete\ndata: {\"id\":"u8, .. JsonSerializer.SerializeToUtf8Bytes(operationId), .. "}\n\n"u8]));

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Cancel();
        _opened.TrySetCanceled();
    }

    private async ValueTask SendAsync(Action<PipeWriter> write)
    {
        var context = await Opened;
        await _sending.WaitAsync(_closed.Token);
        try
        {
            if (_closed.IsCancellationRequested) return;
            write(context.Response.BodyWriter);
            await context.Response.BodyWriter.FlushAsync(_closed.Token);
        }
        finally
        {
            _sending.Release();
        }
    }
}
