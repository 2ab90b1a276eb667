using System.Security.Cryptography;
using GraphQLPlugins.Engine.AspNetCore.Negotiation;
using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Response;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace GraphQLPlugins.Engine.AspNetCore.Responses;

/// <summary>Answers a GET of a stored query so that clients and proxies may keep the answer. RFC 9110 8.8.3, RFC 9111.</summary>
internal static class CacheableResponse
{
    /// <summary>Whether a result may be kept: errors may be gone the next time.</summary>
    public static bool Fits(IOperationResult result, ResponseFormat format) =>
        format is ResponseFormat.GraphQLResponse or ResponseFormat.Json && result.IsDataSet && result.Errors.Count == 0;

    /// <summary>Sends the result, or 304 when the client has it already.</summary>
    public static async ValueTask WriteAsync(HttpContext context, IOperationResult result, ResponseFormat format, PersistedOperationOptions options)
    {
        using var body = new ResultWriter();
        result.WriteTo(body);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(body.Written).AsSpan(0, 16))}\"");
        var response = context.Response;
        response.Headers.ETag = tag.ToString();
        response.Headers.Vary = "Accept, Authorization, Cookie";
        response.Headers.CacheControl = (options.IsPublic ? "public, " : "private, ")
            + (options.MaxAge is { } age ? $"max-age={(long)age.TotalSeconds}" : "no-cache");
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(other => other.Compare(tag, useStrongComparison: false) || other == EntityTagHeaderValue.Any))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        response.ContentType = ResultFraming.ContentTypeOf(format);
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }
}
