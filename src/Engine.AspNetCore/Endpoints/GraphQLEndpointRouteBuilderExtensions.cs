using GraphQLPlugins.Engine.AspNetCore.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps GraphQL endpoints.</summary>
public static class GraphQLEndpointRouteBuilderExtensions
{
    /// <summary>Everything at one path: operations by POST, GET and WebSocket, uploads, streams, the schema and a page for browsers.</summary>
    /// <param name="endpoints">The routes.</param>
    /// <param name="path">The path; all below it belongs to it.</param>
    /// <param name="schemaName">The schema; null: the default one.</param>
    /// <remarks>WebSockets need <c>app.UseWebSockets()</c> before.</remarks>
    public static GraphQLEndpointConventionBuilder MapGraphQL(this IEndpointRouteBuilder endpoints, string path = "/graphql", string? schemaName = null) =>
        Map(endpoints, path, schemaName, EndpointParts.Http | EndpointParts.Sockets | EndpointParts.Schema | EndpointParts.Tool, "GraphQL");

    /// <summary>Operations by POST and GET, uploads, streams and the schema; no WebSockets, no page.</summary>
    /// <inheritdoc cref="MapGraphQL"/>
    public static GraphQLEndpointConventionBuilder MapGraphQLHttp(this IEndpointRouteBuilder endpoints, string path = "/graphql", string? schemaName = null) =>
        Map(endpoints, path, schemaName, EndpointParts.Http | EndpointParts.Schema, "GraphQL over HTTP");

    /// <summary>Operations by WebSocket.</summary>
    /// <inheritdoc cref="MapGraphQL"/>
    public static GraphQLEndpointConventionBuilder MapGraphQLWebSocket(this IEndpointRouteBuilder endpoints, string path = "/graphql/ws",
        string? schemaName = null) => Map(endpoints, path, schemaName, EndpointParts.Sockets, "GraphQL over WebSocket");

    /// <summary>The schema's text.</summary>
    /// <inheritdoc cref="MapGraphQL"/>
    public static GraphQLEndpointConventionBuilder MapGraphQLSchema(this IEndpointRouteBuilder endpoints, string path = "/graphql/sdl",
        string? schemaName = null) => Map(endpoints, path, schemaName, EndpointParts.SchemaOnly, "GraphQL schema");

    /// <summary>The page for browsers alone.</summary>
    /// <inheritdoc cref="MapGraphQL"/>
    public static GraphQLEndpointConventionBuilder MapGraphQLTool(this IEndpointRouteBuilder endpoints, string path = "/graphql/ui",
        string? schemaName = null) => Map(endpoints, path, schemaName, EndpointParts.Tool, "GraphQL tool");

    /// <summary>Stored documents by URL: GET or POST <c>{path}/{operationId}[/{operationName}]</c>.</summary>
    /// <param name="endpoints">The routes.</param>
    /// <param name="path">The path.</param>
    /// <param name="schemaName">The schema; null: the default one.</param>
    /// <param name="requireOperationName">Whether the operation must be named in the URL; 404 when not.</param>
    public static IEndpointConventionBuilder MapGraphQLPersistedOperations(this IEndpointRouteBuilder endpoints, string path = "/graphql/persisted",
        string? schemaName = null, bool requireOperationName = false)
    {
        RequestDelegate answer = new PersistedEndpoint(schemaName, requireOperationName).InvokeAsync;
        return endpoints.MapMethods(path.TrimEnd('/') + "/{operationId}/{operationName?}", [HttpMethods.Get, HttpMethods.Post], answer)
            .WithDisplayName($"GraphQL stored operations {path}");
    }

    private static GraphQLEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints, string path, string? schemaName, EndpointParts parts, string name)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(path);
        path = path.TrimEnd('/');
        var endpoint = new GraphQLEndpoint(path, schemaName, parts);
        RequestDelegate answer = endpoint.InvokeAsync;
        var mapped = endpoints.Map(path + "/{**slug}", answer).WithDisplayName($"{name} {path}");
        return new GraphQLEndpointConventionBuilder(mapped, endpoint);
    }
}
