using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GraphQLPlugins.Sources.Tests.Vendors;

/// <summary>Gitea's REST API, version 1, as far as repositories and their hooks go.</summary>
public sealed class GiteaServer : VendorServer
{
    public override int PageSize => 50;

    public override VendorRepository Make(int number) => new($"ada/repo-{number:0000}", $"ada/repo-{number:0000}");

    protected override void Map(WebApplication app)
    {
        var api = app.MapGroup("/api/v1");
        api.AddEndpointFilter(async (context, next) => IsAuthorized(context.HttpContext) ? await next(context) : Results.Json(new { message = "token is required" }, statusCode: 401));
        api.MapGet("/user", () => new { id = 1, login = "ada" });
        api.MapGet("/user/repos", async (HttpContext http) =>
        {
            await PageAsync(http, [.. Repositories.Select(Show)], "limit");
            return Results.Empty;
        });
        api.MapGet("/repos/{owner}/{name}", (string owner, string name) => Repositories.Find(r => r.Id == $"{owner}/{name}") is { } found ? Results.Json(Show(found)) : NotFound());
        api.MapGet("/repos/{owner}/{name}/hooks", (string owner, string name) => Hooks.Where(h => h.RepoId == $"{owner}/{name}").Select(Show));
        api.MapPost("/repos/{owner}/{name}/hooks", async (string owner, string name, HttpContext http) =>
        {
            var body = await BodyAsync(http);
            if ((string?)body["type"] != "gitea") return Results.Json(new { message = "Invalid hook type" }, statusCode: 422);
            return Results.Json(Show(Hooks.Add(Read(NextHookId(), $"{owner}/{name}", body))), statusCode: 201);
        });
        api.MapPatch("/repos/{owner}/{name}/hooks/{id}", async (string owner, string name, string id, HttpContext http) =>
        {
            if (!Hooks.Remove(id)) return NotFound();
            return Results.Json(Show(Hooks.Add(Read(id, $"{owner}/{name}", await BodyAsync(http)))));
        });
        api.MapDelete("/repos/{owner}/{name}/hooks/{id}", (string id) => !Hooks.Remove(id) ? NotFound() : Results.NoContent());
    }

    // Certificates are checked unless the server's own settings say otherwise.
    private static VendorHook Read(string id, string repoId, JsonNode body) => new(id, repoId, (string)body["config"]!["url"]!, (string)body["config"]!["secret"]!, ChecksTls: true);

    private static object Show(VendorHook hook) => new { id = long.Parse(hook.Id), type = "gitea", active = true, config = new { url = hook.Url, content_type = "json" } };

    private object Show(VendorRepository repository) => new
    {
        id = 1, full_name = repository.Path, @private = true, html_url = $"{Url.AbsoluteUri}{repository.Path}", clone_url = CloneUrl(repository), default_branch = repository.DefaultBranch,
        permissions = new { admin = repository.IsAdministered, push = true, pull = true },
    };

    private static IResult NotFound() => Results.Json(new { message = "The target couldn't be found." }, statusCode: 404);
}
