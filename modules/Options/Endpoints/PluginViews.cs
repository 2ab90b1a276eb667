using System.Buffers;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Options.Release;
using GraphQLPlugins.Plugins.Sdk;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GraphQLPlugins.Options.Endpoints;

/// <summary>Plugins' own pages. <c>GET</c> needs <c>options:read</c>, <c>POST</c> needs <c>options:write</c>.</summary>
internal static class PluginViews
{
    private const int MaxGroupLength = 200;
    private static readonly string[] Methods = ["GET", "POST"];

    public static void MapPluginViews(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/plugins/{plugin}/projects/{project}/{**path}", Methods, (HttpContext http, string plugin, string project, PluginAdmission admission, PluginCalls calls, Actor actor, INodeIdSerializer ids) =>
            AnswerAsync(http, plugin, ProjectOf(project, ids) is { } id ? new PluginScope(id) : null, admission, calls, actor));
        endpoints.MapMethods("/plugins/{plugin}/groups/{group}/{**path}", Methods, (HttpContext http, string plugin, string group, PluginAdmission admission, PluginCalls calls, Actor actor) =>
            AnswerAsync(http, plugin, group.Length <= MaxGroupLength && !group.Any(char.IsControl) ? new PluginScope(null, group) : null, admission, calls, actor));
    }

    private static async Task AnswerAsync(HttpContext http, string plugin, PluginScope? scope, PluginAdmission admission, PluginCalls calls, Actor actor)
    {
        // Before anything else: whoever may not ask does not learn what there is.
        if (!actor.Capabilities.Covers(HttpMethods.IsGet(http.Request.Method) ? "options:read" : "options:write"))
        {
            if (actor.IsAuthenticated) await PageWriter.ProblemAsync(http, StatusCodes.Status403Forbidden, "FORBIDDEN", "The token does not allow this.");
            else await http.ChallengeAsync();
            return;
        }
        try
        {
            var seen = await admission.AdmitAsync(plugin, scope ?? throw new PluginNotFoundException(plugin), http.RequestAborted);
            var path = http.GetRouteValue("path") as string ?? "";
            if (await BodyAsync(http, calls.MaxRequestBytes) is not { } body)
            {
                await PageWriter.ProblemAsync(http, StatusCodes.Status413PayloadTooLarge, "PAYLOAD_TOO_LARGE", $"A request to a plugin may have {calls.MaxRequestBytes} bytes.");
                return;
            }
            var query = http.Request.Query.ToDictionary(parameter => parameter.Key, parameter => parameter.Value[0] ?? "");
            var request = new ViewRequest(await admission.CallAsync(seen, scope, http.RequestAborted), http.Request.Method, path, query, body.IsEmpty ? null : http.Request.ContentType, body);
            var outcome = await calls.ViewAsync(actor.OrganizationId, plugin, request, http.RequestAborted);
            await PageWriter.WriteAsync(http, outcome.Status == PluginCallStatus.Refused ? outcome with { Message = SecretMask.Of(outcome.Message!, request.Call.Options) } : outcome);
        }
        catch (RefusalException refusal)
        {
            await PageWriter.ProblemAsync(http, StatusCodes.Status404NotFound, refusal.Code, refusal.Message);
        }
    }

    /// <summary>Null when it is larger than allowed, whatever length it claims.</summary>
    private static async Task<ReadOnlyMemory<byte>?> BodyAsync(HttpContext http, int maxBytes)
    {
        if (http.Request.ContentLength > maxBytes) return null;
        var body = new ArrayBufferWriter<byte>(1024);
        while (await http.Request.Body.ReadAsync(body.GetMemory(1024), http.RequestAborted) is var read and > 0)
        {
            body.Advance(read);
            if (body.WrittenCount > maxBytes) return null;
        }
        return body.WrittenMemory;
    }

    /// <summary>A project by its id in the graph, or the GUID in it; null when it is neither.</summary>
    private static Guid? ProjectOf(string text, INodeIdSerializer ids)
    {
        if (Guid.TryParse(text, out var id)) return id;
        try
        {
            return ids.Parse(Uri.UnescapeDataString(text), typeof(Guid)) is { TypeName: "Project", InternalId: Guid project } ? project : null;
        }
        catch (Exception e) when (e is GraphQLException or FormatException)
        {
            return null;
        }
    }
}
