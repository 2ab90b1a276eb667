using GraphQLPlugins.Engine.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Engine.AspNetCore.Endpoints;

/// <summary>Runs stored documents by their URL: <c>{path}/{operationId}[/{operationName}]</c>, variables in the query string or the body.</summary>
internal sealed class PersistedEndpoint(string? schemaName, bool requireOperationName)
{
    private SchemaTransports? _transports;

    public GraphQLServerOptions Options { get; } = new();

    public async Task InvokeAsync(HttpContext context)
    {
        var source = HttpMethods.IsGet(context.Request.Method) ? RequestSource.StoredByGet : RequestSource.StoredByPost;
        if (requireOperationName && context.Request.RouteValues["operationName"] is null
            || source == RequestSource.StoredByPost && context.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var transports = Volatile.Read(ref _transports);
        if (transports is null)
        {
            transports = await SchemaTransports.GetAsync(context.RequestServices, schemaName, context.RequestAborted);
            Volatile.Write(ref _transports, transports);
        }
        await transports.Operations.HandleAsync(context, Options, source);
    }
}
