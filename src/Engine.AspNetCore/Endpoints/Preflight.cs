namespace GraphQLPlugins.Engine.AspNetCore.Endpoints;

/// <summary>The header that a foreign site's form cannot send without the browser asking first; its value does not matter.</summary>
internal static class Preflight
{
    public const string HeaderName = "GraphQL-Preflight";
}
