using GraphQLPlugins.Engine.AspNetCore.Negotiation;
using GraphQLPlugins.Engine.Execution;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Engine.AspNetCore.Responses;

/// <summary>Answers with results.</summary>
internal static class ResultResponse
{
    private static readonly TimeSpan KeepAliveAfter = TimeSpan.FromSeconds(12);

    /// <summary>One result. Single JSON results carry their length.</summary>
    public static async ValueTask WriteAsync(HttpContext context, IOperationResult result, ResponseFormat format, CountingWriter counter,
        CancellationToken cancellationToken, int proposedStatus = 0, bool jsonStatus = false)
    {
        var response = context.Response;
        response.StatusCode = ResponseStatus.Of(format, result, proposedStatus, jsonStatus);
        response.ContentType = ResultFraming.ContentTypeOf(format);
        var body = response.BodyWriter;
        if (format is ResponseFormat.GraphQLResponse or ResponseFormat.Json)
        {
            counter.Start(body);
            result.WriteTo(counter);
            response.ContentLength = counter.Count;
        }
        else
        {
            ResultFraming.WriteResult(body, format, result);
            ResultFraming.WriteEnd(body, format);
        }
        await body.FlushAsync(cancellationToken);
    }

    /// <summary>A JSON array of results in the order of the requests.</summary>
    public static async ValueTask WriteArrayAsync(HttpContext context, IReadOnlyList<IOperationResult> results, ResponseFormat format,
        CancellationToken cancellationToken)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = ResultFraming.ContentTypeOf(format);
        var counter = new CountingWriter();
        counter.Start(response.BodyWriter);
        for (var i = 0; i < results.Count; i++)
        {
            WriteByte(counter, i == 0 ? (byte)'[' : (byte)',');
            results[i].WriteTo(counter);
        }
        WriteByte(counter, (byte)']');
        response.ContentLength = counter.Count;
        await response.BodyWriter.FlushAsync(cancellationToken);
    }

    /// <summary>
    /// Results as they come. The next one is asked for only after the one before was taken by the connection, so that a slow client slows its source
    /// down instead of filling memory.
    /// </summary>
    public static async ValueTask WriteStreamAsync(HttpContext context, IAsyncEnumerable<IOperationResult> results, ResponseFormat format,
        TimeProvider time, CancellationToken cancellationToken)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = ResultFraming.ContentTypeOf(format);
        response.Headers.CacheControl = "no-cache";
        var body = response.BodyWriter;
        await response.StartAsync(cancellationToken);
        await body.FlushAsync(cancellationToken);
        await using var source = results.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            var next = source.MoveNextAsync();
            var more = next.IsCompleted || format != ResponseFormat.EventStream
                ? await next
                : await WaitAsync(next.AsTask(), body, time, cancellationToken);
            if (!more) break;
            await using var result = source.Current;
            ResultFraming.WriteResult(body, format, result);
            var flushed = await body.FlushAsync(cancellationToken);
            if (flushed.IsCompleted) return;
        }
        ResultFraming.WriteEnd(body, format);
        await body.FlushAsync(cancellationToken);
    }

    private static async ValueTask<bool> WaitAsync(Task<bool> next, System.IO.Pipelines.PipeWriter body, TimeProvider time,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await next.WaitAsync(KeepAliveAfter, time, cancellationToken);
            }
            catch (TimeoutException) when (!next.IsCompleted)
            {
                ResultFraming.WriteKeepAlive(body);
                await body.FlushAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                // An iterator cannot be disposed while it runs.
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw;
            }
        }
    }

    private static void WriteByte(CountingWriter output, byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }
}
