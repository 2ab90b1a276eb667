using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GraphQLPlugins.Sources.Tests.Vendors;

/// <summary>GitLab's REST API, version 4, as far as projects and their hooks go.</summary>
public sealed class GitLabServer : VendorServer
{
    public override int PageSize => 100;

    public override VendorRepository Make(int number) => new($"{10_000 + number}", $"ada/repo-{number:0000}");

    protected override void Map(WebApplication app)
    {
        var api = app.MapGroup("/api/v4");
        api.AddEndpointFilter(async (context, next) => IsAuthorized(context.HttpContext) ? await next(context) : Results.Json(new { message = "401 Unauthorized" }, statusCode: 401));
        api.MapGet("/user", () => new { id = 1, username = "ada" });
        api.MapGet("/projects", async (HttpContext http) =>
        {
            await PageAsync(http, [.. Repositories.Where(r => r.IsAdministered || http.Request.Query["min_access_level"] != "40").Select(Show)]);
            return Results.Empty;
        });
        api.MapGet("/projects/{id}", (string id) => Repositories.Find(r => r.Id == id) is { } found ? Results.Json(Show(found)) : NotFound());
        api.MapGet("/projects/{id}/hooks", (string id) => Hooks.Where(h => h.RepoId == id).Select(Show));
        api.MapPost("/projects/{id}/hooks", async (string id, HttpContext http) =>
        {
            var hook = Read(NextHookId(), id, await BodyAsync(http));
            Hooks.Add(hook);
            return Results.Json(Show(hook), statusCode: 201);
        });
        api.MapPut("/projects/{id}/hooks/{hook}", async (string id, string hook, HttpContext http) =>
        {
            if (!Hooks.Remove(hook)) return NotFound();
            return Results.Json(Show(Hooks.Add(Read(hook, id, await BodyAsync(http)))));
        });
        api.MapDelete("/projects/{id}/hooks/{hook}", (string hook) => !Hooks.Remove(hook) ? NotFound() : Results.NoContent());
    }

    private static VendorHook Read(string id, string repoId, JsonNode body) => new(id, repoId, (string)body["url"]!, (string)body["token"]!, (bool)body["enable_ssl_verification"]! && (bool)body["push_events"]!);

    private static object Show(VendorHook hook) => new { id = long.Parse(hook.Id), url = hook.Url, push_events = true, enable_ssl_verification = hook.ChecksTls };

    private object Show(VendorRepository repository) => new
    {
        id = long.Parse(repository.Id), path_with_namespace = repository.Path, web_url = $"{Url.AbsoluteUri}{repository.Path}", http_url_to_repo = CloneUrl(repository), default_branch = repository.DefaultBranch,
        visibility = "private", permissions = new { project_access = new { access_level = repository.IsAdministered ? 40 : 30 }, group_access = (object?)null },
    };

    private static IResult NotFound() => Results.Json(new { message = "404 Project Not Found" }, statusCode: 404);
}
