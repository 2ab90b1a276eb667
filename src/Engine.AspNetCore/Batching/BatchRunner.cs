using System.Runtime.CompilerServices;
using GraphQLPlugins.Engine.AspNetCore.Negotiation;
using GraphQLPlugins.Engine.AspNetCore.Requests;
using GraphQLPlugins.Engine.AspNetCore.Responses;
using GraphQLPlugins.Engine.Execution;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Engine.AspNetCore.Batching;

/// <summary>Which index the results of a batch carry.</summary>
internal enum BatchKind
{
    /// <summary>Several requests, or several operations of one document.</summary>
    Requests,

    /// <summary>One operation with several sets of variables.</summary>
    Variables,
}

/// <summary>Runs the members of a batch side by side, each with services of its own.</summary>
internal static class BatchRunner
{
    /// <summary>Runs them and answers: a JSON array in the order of the requests, or a stream in the order in which they finish.</summary>
    public static async ValueTask RunAsync(HttpContext context, RequestRunner runner, IReadOnlyList<HttpOperationRequest> requests, BatchKind kind,
        ResponseFormat format, TimeProvider time)
    {
        var cancellation = context.RequestAborted;
        var running = new Task<IOperationResult>[requests.Count];
        for (var i = 0; i < running.Length; i++) running[i] = RunOneAsync(context, runner, requests[i], i, kind, format, cancellation);
        try
        {
            if (format is ResponseFormat.GraphQLResponse or ResponseFormat.Json)
                await ResultResponse.WriteArrayAsync(context, await Task.WhenAll(running), format, cancellation);
            else
                await ResultResponse.WriteStreamAsync(context, InOrderOfCompletion(running, cancellation), format, time, cancellation);
        }
        finally
        {
            foreach (var task in running)
            {
                await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (task.IsCompletedSuccessfully) await task.Result.DisposeAsync();
            }
        }
    }

    private static async Task<IOperationResult> RunOneAsync(HttpContext context, RequestRunner runner, HttpOperationRequest request, int index, BatchKind kind,
        ResponseFormat format, CancellationToken cancellation)
    {
        request.Flags = OperationRequestFlags.AllowQuery | OperationRequestFlags.AllowMutation;
        var result = await runner.RunAsync(context, request, ownScope: true, cancellation);
        if (result is not IOperationResult single)
        {
            await result.DisposeAsync();
            return new RequestErrorResult(RequestErrors.OperationNotAllowed);
        }
        single = RequestErrors.ForHttp(single);
        // An array says by position which result belongs to which request.
        if (format is ResponseFormat.GraphQLResponse or ResponseFormat.Json) return single;
        // The engine answers all requests with the same faulty document by the same object.
        if (single is RequestErrorResult shared) single = new RequestErrorResult(shared.Errors, shared.ContextData) { Extensions = shared.Extensions };
        if (kind == BatchKind.Requests) single.RequestIndex = index;
        else single.VariableIndex = index;
        return single;
    }

    private static async IAsyncEnumerable<IOperationResult> InOrderOfCompletion(Task<IOperationResult>[] running,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var task in Task.WhenEach(running).WithCancellation(cancellation)) yield return await task;
    }
}
