using GraphQLPlugins.Engine.AspNetCore.Batching;
using GraphQLPlugins.Engine.AspNetCore.Negotiation;
using GraphQLPlugins.Engine.AspNetCore.Requests;
using GraphQLPlugins.Engine.AspNetCore.Responses;
using GraphQLPlugins.Engine.AspNetCore.Uploads;
using GraphQLPlugins.Engine.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Engine.AspNetCore.Endpoints;

/// <summary>Where an operation comes from.</summary>
internal enum RequestSource
{
    /// <summary>The JSON body of a POST.</summary>
    JsonBody,

    /// <summary>The query string of a GET.</summary>
    QueryString,

    /// <summary>The form of an upload.</summary>
    Form,

    /// <summary>The path names a stored document, the query string the rest.</summary>
    StoredByGet,

    /// <summary>The path names a stored document, the JSON body the rest.</summary>
    StoredByPost,
}

/// <summary>Answers requests that run operations: reads them, has them run, writes what comes of it.</summary>
internal sealed partial class OperationHandler(RequestRunner runner, Limits limits, TimeProvider time, ILogger<OperationHandler> logger)
{
    private readonly bool _legacy = runner.Setup.Formatting.HttpTransportVersion == HttpTransportVersion.Legacy;
    private readonly ResponseFormat _fallback =
        runner.Setup.Formatting.HttpTransportVersion == HttpTransportVersion.Legacy ? ResponseFormat.Json : ResponseFormat.GraphQLResponse;

    /// <summary>Reads, runs, answers.</summary>
    public async Task HandleAsync(HttpContext context, GraphQLServerOptions options, RequestSource source)
    {
        var exchange = HttpExchange.Rent();
        try
        {
            if (!AcceptHeader.TryParse(context.Request.Headers.Accept, out var accept))
            {
                var error = RequestErrors.InvalidAccept(context.Request.Headers.Accept.ToString());
                await RefuseAsync(context, exchange, error, ResponseFormat.GraphQLResponse, StatusCodes.Status400BadRequest);
            }
            else if (!accept.IsSupported)
            {
                await RefuseAsync(context, exchange, RequestErrors.UnsupportedAccept, ResponseFormat.GraphQLResponse, StatusCodes.Status406NotAcceptable);
            }
            else if (await ReadAsync(context, exchange, options, source) is { } error)
            {
                var status = exchange.Form is { IsTooLarge: true } ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest;
                await RefuseAsync(context, exchange, error, accept.Single(_fallback), status);
            }
            else
            {
                await RunAsync(context, exchange, options, accept, FlagsOf(accept, options, source));
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer.
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            await FailAsync(context, exchange, exception);
        }
        finally
        {
            if (exchange.Form is { } form) await form.DisposeAsync();
            exchange.Dispose();
        }
    }

    private async ValueTask<IError?> ReadAsync(HttpContext context, HttpExchange exchange, GraphQLServerOptions options, RequestSource source)
    {
        if (source == RequestSource.Form)
        {
            if (options.EnforceMultipartRequestsPreflightHeader && !Preflight.IsOn(context.Request)) return RequestErrors.PreflightRequired;
            exchange.Form = new UploadForm(options.Uploads, runner.Setup.MaxRequestBytes);
            return await exchange.Form.ReadAsync(context, exchange, runner.HashesAllowed);
        }
        if (source is RequestSource.StoredByGet or RequestSource.StoredByPost)
        {
            exchange.Request.DocumentId = context.Request.RouteValues["operationId"] as string;
            exchange.Request.OperationName = context.Request.RouteValues["operationName"] as string;
        }
        if (source is RequestSource.QueryString or RequestSource.StoredByGet)
        {
            return options.EnforceGetRequestsPreflightHeader && !Preflight.IsOn(context.Request)
                ? RequestErrors.GetPreflightRequired
                : QueryStringParser.Parse(context.Request.QueryString.Value, runner.HashesAllowed, exchange.Request);
        }
        var max = runner.Setup.MaxRequestBytes;
        if (context.Request.ContentLength > max || !await exchange.Body.TryReadAsync(context.Request.BodyReader, max, context.RequestAborted))
            return RequestErrors.TooLarge(max);
        var error = RequestBodyParser.Parse(exchange.Body.Written, runner.HashesAllowed, exchange.Request, out var batch);
        exchange.Batch = batch;
        return error;
    }

    private static OperationRequestFlags FlagsOf(in AcceptHeader accept, GraphQLServerOptions options, RequestSource source)
    {
        var flags = OperationRequestFlags.AllowQuery | OperationRequestFlags.AllowMutation;
        if (source is RequestSource.QueryString or RequestSource.StoredByGet)
        {
            // The kinds have the same values.
            flags = (OperationRequestFlags)(int)(options.AllowedGetOperations & AllowedGetOperations.All);
            if (!accept.AllowsSubscription) flags &= ~OperationRequestFlags.AllowSubscription;
        }
        else if (accept.AllowsSubscription)
        {
            flags |= OperationRequestFlags.AllowSubscription;
        }
        if (accept.AllowsIncremental) flags |= OperationRequestFlags.AllowStreams;
        return accept.WantsIncrementalById ? flags | OperationRequestFlags.IncrementalById : flags;
    }

    private ValueTask RunAsync(HttpContext context, HttpExchange exchange, GraphQLServerOptions options, in AcceptHeader accept, OperationRequestFlags flags)
    {
        var request = exchange.Request;
        if (exchange.Batch is { Count: > 1 } batch) return RunBatchAsync(context, exchange, options, accept, batch);
        if (request.Variables.ValueKind == System.Text.Json.JsonValueKind.Array || context.Request.QueryString.HasValue)
        {
            if (BatchReader.Expand(context.Request.QueryString.Value, options.EnableBatching, request, out var members, out var kind) is { } error)
                return RefuseAsync(context, exchange, error, accept.Single(_fallback), StatusCodes.Status400BadRequest);
            if (members is not null) return RunBatchAsync(context, exchange, options, accept, members, kind);
        }
        request.Flags = flags;
        return RunSingleAsync(context, exchange, accept);
    }

    private async ValueTask RunSingleAsync(HttpContext context, HttpExchange exchange, AcceptHeader accept)
    {
        await using var result = await runner.RunAsync(context, exchange.Request, ownScope: false, context.RequestAborted);
        switch (result)
        {
            case IOperationResult single when runner.Persisted is { } persisted && HttpMethods.IsGet(context.Request.Method)
                && exchange.Request.IsStored && CacheableResponse.Fits(single, accept.Single(_fallback)):
                await CacheableResponse.WriteAsync(context, single, accept.Single(_fallback), persisted.Options);
                break;
            case IOperationResult single:
                await ResultResponse.WriteAsync(context, RequestErrors.ForHttp(single), accept.Single(_fallback), exchange.Counter, context.RequestAborted);
                break;
            case IResponseStream stream:
                var format = stream.Kind == ResponseStreamKind.Subscription ? ResponseFormat.EventStream : accept.Incremental();
                await ResultResponse.WriteStreamAsync(context, stream.ReadResultsAsync(), format, time, context.RequestAborted);
                break;
        }
    }

    private ValueTask RunBatchAsync(HttpContext context, HttpExchange exchange, GraphQLServerOptions options, in AcceptHeader accept,
        List<HttpOperationRequest> members, BatchKind kind = BatchKind.Requests)
    {
        var single = accept.Single(_fallback);
        if (!options.EnableBatching && kind == BatchKind.Requests)
            return RefuseAsync(context, exchange, RequestErrors.Invalid, single, StatusCodes.Status400BadRequest);
        if (members.Count > limits.MaxBatchSize)
            return RefuseAsync(context, exchange, RequestErrors.BatchTooLarge(members.Count, limits.MaxBatchSize), single, StatusCodes.Status400BadRequest);
        return BatchRunner.RunAsync(context, runner, members, kind, accept.Batch(kind == BatchKind.Requests, _fallback), time);
    }

    private ValueTask RefuseAsync(HttpContext context, HttpExchange exchange, IError error, ResponseFormat format, int status)
    {
        // Until its watershed the draft wants 400 for what is no GraphQL request, whatever the media type.
        // A client that sends too much may not read the body at all.
        var jsonStatus = _legacy || status == StatusCodes.Status413PayloadTooLarge;
        return ResultResponse.WriteAsync(context, new RequestErrorResult(error), format, exchange.Counter, context.RequestAborted, status, jsonStatus);
    }

    private async ValueTask FailAsync(HttpContext context, HttpExchange exchange, Exception exception)
    {
        var accept = AcceptHeader.TryParse(context.Request.Headers.Accept, out var header) && header.IsSupported ? header : AcceptHeader.Absent;
        if (exception is BadHttpRequestException bad)
        {
            await RefuseAsync(context, exchange, RequestErrors.Unreadable(bad.Message), accept.Single(_fallback), bad.StatusCode);
            return;
        }
        LogFailure(logger, exception);
        context.Response.Clear();
        await RefuseAsync(context, exchange, RequestErrors.Unexpected, accept.Single(_fallback), StatusCodes.Status500InternalServerError);
    }

    [LoggerMessage(1, LogLevel.Error, "A GraphQL request failed outside of its resolvers")]
    private static partial void LogFailure(ILogger logger, Exception exception);
}
