using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace GraphQLPlugins.Engine.AspNetCore.Requests;

/// <summary>Reads the request of a GET from its query string. Spec: GraphQL over HTTP, GET.</summary>
internal static class QueryStringParser
{
    /// <summary>Whether the query string names an operation; else the GET is for a schema or a browser.</summary>
    public static bool NamesOperation(string? queryString)
    {
        foreach (var pair in new QueryStringEnumerable(queryString))
        {
            if (pair.DecodeName().Span is "query" or "id" or "documentId" or "extensions") return true;
        }
        return false;
    }

    /// <summary>The value of a parameter, names compared without case; null when it is not there.</summary>
    public static string? Find(string? queryString, string name)
    {
        foreach (var pair in new QueryStringEnumerable(queryString))
        {
            if (pair.DecodeName().Span.Equals(name, StringComparison.OrdinalIgnoreCase)) return pair.DecodeValue().ToString();
        }
        return null;
    }

    /// <summary>Reads the request.</summary>
    /// <param name="queryString">The query string.</param>
    /// <param name="hashesAllowed">Whether a hash may stand for the document.</param>
    /// <param name="request">Takes the request.</param>
    /// <returns>What is wrong, or null.</returns>
    public static IError? Parse(string? queryString, bool hashesAllowed, HttpOperationRequest request)
    {
        var hasHash = false;
        foreach (var pair in new QueryStringEnumerable(queryString))
        {
            var value = pair.DecodeValue();
            if (value.Length == 0) continue;
            switch (pair.DecodeName().Span)
            {
                case "query":
                    request.SetDocument(value.ToString());
                    break;
                case "id" or "documentId":
                    request.DocumentId = value.ToString();
                    break;
                case "operationName":
                    request.OperationName = value.ToString();
                    break;
                case "variables":
                    if (RequestBodyParser.ParseObject(Encoding.UTF8.GetBytes(value.ToString()), arrayAllowed: true, out var variables) is { } error) return error;
                    if (!variables.IsEmpty) request.SetVariables(variables);
                    break;
                case "extensions":
                    if (RequestBodyParser.ParseObject(Encoding.UTF8.GetBytes(value.ToString()), arrayAllowed: false, out var extensions) is { } extensionError)
                        return extensionError;
                    if (!extensions.IsEmpty) request.SetExtensions(extensions);
                    hasHash = hashesAllowed && RequestBodyParser.NamesHash(request.Extensions);
                    break;
            }
        }
        return request.NamesDocument || hasHash ? null : RequestErrors.MissingDocument();
    }
}
