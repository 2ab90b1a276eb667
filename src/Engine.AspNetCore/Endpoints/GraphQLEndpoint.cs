using GraphQLPlugins.Engine.AspNetCore.Ide;
using GraphQLPlugins.Engine.AspNetCore.Requests;
using GraphQLPlugins.Engine.AspNetCore.Streams;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Engine.AspNetCore.Endpoints;

/// <summary>Decides what an HTTP request at a mapped path wants. What it does not know is answered with 404.</summary>
internal sealed class GraphQLEndpoint(string path, string? schemaName, EndpointParts parts)
{
    private SchemaTransports? _transports;

    public GraphQLServerOptions Options { get; set; } = new();

    public Task InvokeAsync(HttpContext context)
    {
        var transports = Volatile.Read(ref _transports);
        return transports is null ? PrepareAsync(context) : DispatchAsync(context, transports);
    }

    private async Task PrepareAsync(HttpContext context)
    {
        var transports = await SchemaTransports.GetAsync(context.RequestServices, schemaName, context.RequestAborted);
        Volatile.Write(ref _transports, transports);
        await DispatchAsync(context, transports);
    }

    private Task DispatchAsync(HttpContext context, SchemaTransports transports)
    {
        if ((parts & EndpointParts.Http) != 0 && Options.EnableSingleConnectionStreams && context.Request.RouteValues["slug"] is "stream"
            && SharedStreamHandler.Concerns(context.Request)) return transports.SharedStreams.HandleAsync(context, Options);
        if ((parts & EndpointParts.Http) != 0 && HttpMethods.IsPost(context.Request.Method)) return PostAsync(context, transports);
        if ((parts & EndpointParts.Sockets) != 0 && context.WebSockets.IsWebSocketRequest) return transports.Sockets.HandleAsync(context, Options.Sockets);
        return HttpMethods.IsGet(context.Request.Method) ? GetAsync(context, transports) : NotFound(context);
    }

    private Task PostAsync(HttpContext context, SchemaTransports transports)
    {
        var contentType = context.Request.ContentType;
        if (contentType is null) return NotFound(context);
        if (contentType.StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
            return transports.Operations.HandleAsync(context, Options, RequestSource.JsonBody);
        return Options.EnableMultipartRequests && contentType.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            ? transports.Operations.HandleAsync(context, Options, RequestSource.Form)
            : NotFound(context);
    }

    private Task GetAsync(HttpContext context, SchemaTransports transports)
    {
        if ((parts & EndpointParts.Http) != 0 && Options.EnableGetRequests && QueryStringParser.NamesOperation(context.Request.QueryString.Value))
            return transports.Operations.HandleAsync(context, Options, RequestSource.QueryString);
        if (WantsSchema(context.Request, transports)) return transports.File.SendAsync(context);
        return (parts & EndpointParts.Tool) != 0 && Options.Tool.Enable ? ToolAsync(context) : NotFound(context);
    }

    private bool WantsSchema(HttpRequest request, SchemaTransports transports)
    {
        if ((parts & EndpointParts.SchemaOnly) != 0) return true;
        if ((parts & EndpointParts.Schema) == 0 || !Options.EnableSchemaRequests) return false;
        // The route leaves a trailing slash in.
        if ((request.RouteValues["slug"] as string)?.TrimEnd('/') is "schema" or "schema.graphql") return transports.ServesFile;
        return request.QueryString.HasValue && QueryStringParser.Find(request.QueryString.Value, "sdl") is not null;
    }

    private Task ToolAsync(HttpContext context)
    {
        var slug = context.Request.RouteValues["slug"] as string;
        if (IdeHandler.IsAsset(slug, out var name)) return IdeAssets.SendAsync(context, name);
        if (slug is "nitro-config.json" or "bcp-config.json") return IdeHandler.SendNitroSettingsAsync(context, Options.Tool);
        if (slug is not null || !IdeHandler.WantsPage(context.Request)) return NotFound(context);
        var page = context.Request.PathBase + path;
        var endpoint = Options.Tool.GraphQLEndpoint ?? ((parts & EndpointParts.Http) != 0 ? page : page[..Math.Max(page.LastIndexOf('/'), 0)]);
        return IdeHandler.SendPageAsync(context, Options.Tool, endpoint.Length == 0 ? "/" : endpoint, page);
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
