using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using GraphQLPlugins.Engine.AspNetCore.Endpoints;
using GraphQLPlugins.Engine.AspNetCore.Negotiation;
using GraphQLPlugins.Engine.AspNetCore.Requests;
using GraphQLPlugins.Engine.AspNetCore.Responses;
using GraphQLPlugins.Engine.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Engine.AspNetCore.Streams;

/// <summary>
/// Single connection mode of graphql-sse at <c>{path}/stream</c>: PUT reserves a stream and gives its token, GET opens it, POST starts an operation,
/// DELETE stops one. Streams live on the host that reserved them. Source: graphql-sse PROTOCOL.md.
/// </summary>
internal sealed partial class SharedStreamHandler(RequestRunner runner, TimeProvider time, CancellationToken stopping, ILogger<SharedStreamHandler> logger)
{
    private const string TokenHeader = "X-GraphQL-Event-Stream-Token";
    private const int MaxReservations = 10_000;
    private static readonly TimeSpan ReservationTime = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, SharedStream> _streams = new(StringComparer.Ordinal);

    /// <summary>Whether a request is one of this mode.</summary>
    public static bool Concerns(HttpRequest request) => HttpMethods.IsPut(request.Method) || HttpMethods.IsDelete(request.Method) || TokenOf(request) is not null;

    public Task HandleAsync(HttpContext context, GraphQLServerOptions options)
    {
        if (HttpMethods.IsPut(context.Request.Method)) return ReserveAsync(context);
        if (TokenOf(context.Request) is not { } token || !_streams.TryGetValue(token, out var stream)) return AnswerAsync(context, 404, "Stream not found");
        if (HttpMethods.IsGet(context.Request.Method)) return OpenAsync(context, stream);
        if (HttpMethods.IsPost(context.Request.Method)) return StartAsync(context, stream, options);
        return HttpMethods.IsDelete(context.Request.Method) ? StopAsync(context, stream) : AnswerAsync(context, 405, "");
    }

    private static string? TokenOf(HttpRequest request) => request.Headers.TryGetValue(TokenHeader, out var header) ? header.ToString()
        : request.QueryString.HasValue ? QueryStringParser.Find(request.QueryString.Value, "token") : null;

    private async Task ReserveAsync(HttpContext context)
    {
        if (_streams.Count >= MaxReservations)
        {
            context.Response.Headers.RetryAfter = "30";
            await AnswerAsync(context, 503, "Too many streams");
            return;
        }
        var stream = new SharedStream(RandomNumberGenerator.GetHexString(32, lowercase: true));
        _streams[stream.Token] = stream;
        _ = ForgetUnlessOpenedAsync(stream);
        await AnswerAsync(context, 201, stream.Token);
    }

    private async Task ForgetUnlessOpenedAsync(SharedStream stream)
    {
        await Task.Delay(ReservationTime, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stream.TryOpen()) return;
        _streams.TryRemove(stream.Token, out _);
        stream.Dispose();
    }

    private async Task OpenAsync(HttpContext context, SharedStream stream)
    {
        if (!stream.TryOpen())
        {
            await AnswerAsync(context, 409, "Stream already open");
            return;
        }
        try
        {
            await stream.ServeAsync(context, time, stopping);
        }
        catch (OperationCanceledException)
        {
            // The client was gone before the stream began.
        }
        finally
        {
            _streams.TryRemove(stream.Token, out _);
            stream.Dispose();
        }
    }

    private async Task StartAsync(HttpContext context, SharedStream stream, GraphQLServerOptions options)
    {
        var operation = new SharedStreamOperation();
        var handedOver = false;
        try
        {
            if (await ReadAsync(context, operation) is { } error)
            {
                await RefuseAsync(context, error, 400);
                return;
            }
            var id = operation.Id!;
            var stopped = CancellationTokenSource.CreateLinkedTokenSource(stream.Closed);
            if (stream.Operations.Count >= options.Sockets.MaxOperations)
            {
                await RefuseAsync(context, RequestErrors.TooManyOperations(options.Sockets.MaxOperations), 400);
                return;
            }
            if (!stream.Operations.TryAdd(id, stopped))
            {
                await AnswerAsync(context, 409, "Operation with ID already exists");
                return;
            }
            handedOver = await RunAsync(context, stream, operation, stopped);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested || stream.Closed.IsCancellationRequested)
        {
            // Nobody waits for an answer.
        }
        finally
        {
            if (!handedOver) operation.Dispose();
        }
    }

    /// <returns>Whether the operation goes on after the answer.</returns>
    private async ValueTask<bool> RunAsync(HttpContext context, SharedStream stream, SharedStreamOperation operation, CancellationTokenSource stopped)
    {
        var goesOn = false;
        try
        {
            // The operation may outlive this request, but not the one that the stream is sent to.
            var lasting = await stream.Opened.WaitAsync(context.RequestAborted);
            var result = await runner.RunAsync(context, operation.Request, ownScope: true, stopped.Token, lasting);
            if (result is IOperationResult { IsDataSet: false, Errors.Count: > 0 } refused)
            {
                await using (result) await WriteRefusalAsync(context, RequestErrors.ForHttp(refused));
                return false;
            }
            await AnswerAsync(context, 202, "");
            goesOn = true;
            _ = PumpAsync(stream, operation, result, stopped);
            return true;
        }
        finally
        {
            if (!goesOn) stream.Operations.TryRemove(operation.Id!, out _);
        }
    }

    private async Task PumpAsync(SharedStream stream, SharedStreamOperation operation, IExecutionResult result, CancellationTokenSource stopped)
    {
        try
        {
            await using (result)
            {
                if (result is IOperationResult single) await stream.SendResultAsync(operation.Id!, single);
                else if (result is IResponseStream results)
                {
                    await foreach (var item in results.ReadResultsAsync().WithCancellation(stopped.Token))
                    {
                        await using (item) await stream.SendResultAsync(operation.Id!, item);
                    }
                }
            }
            stream.Operations.TryRemove(operation.Id!, out _);
            await stream.SendCompleteAsync(operation.Id!);
        }
        catch (OperationCanceledException)
        {
            // Stopped by the client, or the stream is closed.
        }
        catch (Exception exception)
        {
            LogFailure(logger, exception);
        }
        finally
        {
            stream.Operations.TryRemove(operation.Id!, out _);
            operation.Dispose();
            stopped.Dispose();
        }
    }

    private static async Task StopAsync(HttpContext context, SharedStream stream)
    {
        if (QueryStringParser.Find(context.Request.QueryString.Value, "operationId") is not { Length: > 0 } id)
        {
            await AnswerAsync(context, 400, "Operation ID is missing");
            return;
        }
        if (stream.Operations.TryRemove(id, out var stopped)) await EndAsync(stopped);
        await AnswerAsync(context, 200, "");
    }

    private static async ValueTask EndAsync(CancellationTokenSource stopped)
    {
        try
        {
            await stopped.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself in this moment.
        }
    }

    private async ValueTask<IError?> ReadAsync(HttpContext context, SharedStreamOperation operation)
    {
        var max = runner.Setup.MaxRequestBytes;
        if (context.Request.ContentLength > max || !await operation.Body.TryReadAsync(context.Request.BodyReader, max, context.RequestAborted))
            return RequestErrors.TooLarge(max);
        if (RequestBodyParser.Parse(operation.Body.Written, runner.HashesAllowed, operation.Request, out var batch) is { } error) return error;
        if (batch is not null) return RequestErrors.Invalid;
        var extensions = operation.Request.Extensions;
        operation.Id = extensions.ValueKind == JsonValueKind.Object && extensions.TryGetProperty("operationId"u8, out var id) && id.ValueKind == JsonValueKind.String
            ? id.GetString()
            : null;
        return string.IsNullOrEmpty(operation.Id) ? RequestErrors.OperationIdMissing : null;
    }

    private static ValueTask RefuseAsync(HttpContext context, IError error, int status) => ResultResponse.WriteAsync(context, new RequestErrorResult(error),
        ResponseFormat.Json, new CountingWriter(), context.RequestAborted, status, jsonStatus: true);

    private static ValueTask WriteRefusalAsync(HttpContext context, IOperationResult result) => ResultResponse.WriteAsync(context, result,
        ResponseFormat.Json, new CountingWriter(), context.RequestAborted, ResponseStatus.Of(ResponseFormat.GraphQLResponse, result, 0), jsonStatus: true);

    private static Task AnswerAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        if (text.Length == 0) return Task.CompletedTask;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = text.Length;
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    [LoggerMessage(1, LogLevel.Error, "An operation of a shared event stream failed")]
    private static partial void LogFailure(ILogger logger, Exception exception);

    private sealed class SharedStreamOperation : IDisposable
    {
        public string? Id { get; set; }

        public RequestBuffer Body { get; } = new();

        public HttpOperationRequest Request { get; } = new();

        public void Dispose()
        {
            Request.Dispose();
            Body.Dispose();
        }
    }
}
