using System.Net;
using GraphQLPlugins.Engine.AspNetCore.Negotiation;
using GraphQLPlugins.Engine.Execution;

namespace GraphQLPlugins.Engine.AspNetCore.Responses;

/// <summary>Which status a single result is sent with. Spec: GraphQL over HTTP, Status Codes.</summary>
internal static class ResponseStatus
{
    /// <summary>The status.</summary>
    /// <param name="format">The media type; anything but <c>application/graphql-response+json</c> is 200, the result speaks for itself.</param>
    /// <param name="result">The result.</param>
    /// <param name="proposed">What the transport knows already (400, 405, 406, 413, 500); 0: nothing.</param>
    /// <param name="jsonStatus">Whether <paramref name="proposed"/> also counts under <c>application/json</c>.</param>
    public static int Of(ResponseFormat format, IOperationResult result, int proposed, bool jsonStatus = false)
    {
        if (format is ResponseFormat.Multipart or ResponseFormat.EventStream) return StatusOk;
        if (format == ResponseFormat.Json) return jsonStatus && proposed != 0 ? proposed : StatusOk;
        if (proposed != 0) return proposed;
        if (result.ContextData is { } hints)
        {
            if (hints.TryGetValue(ExecutionContextData.HttpStatusCode, out var value))
            {
                if (value is int status) return status;
                if (value is HttpStatusCode code) return (int)code;
            }
            if (hints.ContainsKey(ExecutionContextData.OperationNotAllowed)) return 405;
        }
        // A result that only has extensions (a computed cost) is a success.
        return result.IsDataSet || result.Errors.Count == 0 ? StatusOk : 400;
    }

    private const int StatusOk = 200;
}
