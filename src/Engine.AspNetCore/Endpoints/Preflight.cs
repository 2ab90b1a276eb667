using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Engine.AspNetCore.Endpoints;

/// <summary>The header that a foreign site's form cannot send without the browser asking first; its value does not matter.</summary>
internal static class Preflight
{
    /// <summary>Whether the request carries it, or the one that Apollo's clients send for the same reason.</summary>
    public static bool IsOn(HttpRequest request) =>
        request.Headers.ContainsKey("GraphQL-Preflight") || request.Headers.ContainsKey("Apollo-Require-Preflight");
}
