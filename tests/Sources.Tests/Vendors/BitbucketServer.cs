using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GraphQLPlugins.Sources.Tests.Vendors;

/// <summary>Bitbucket Data Center's REST API, version 1.0, as far as repositories and their webhooks go.</summary>
public sealed class BitbucketServer : VendorServer
{
    public override int PageSize => 100;

    public override VendorRepository Make(int number) => new($"ADA/repo-{number:0000}", $"scm/ada/repo-{number:0000}");

    protected override void Map(WebApplication app)
    {
        var api = app.MapGroup("/rest/api/1.0");
        api.AddEndpointFilter(async (context, next) =>
        {
            if (!IsAuthorized(context.HttpContext)) return Results.Json(new { errors = new[] { new { message = "Authentication failed." } } }, statusCode: 401);
            context.HttpContext.Response.Headers["X-AUSERNAME"] = "ada";
            return await next(context);
        });
        api.MapGet("/repos", (HttpContext http) => Page(http, [.. Repositories.Where(r => r.IsAdministered || http.Request.Query["permission"] != "REPO_ADMIN").Select(Show)]));
        api.MapGet("/projects/{key}/repos/{slug}", (string key, string slug) => Repositories.Find(r => r.Id == $"{key}/{slug}") is { } found ? Results.Json(Show(found)) : NotFound());
        var hooks = api.MapGroup("/projects/{key}/repos/{slug}/webhooks");
        hooks.AddEndpointFilter(async (context, next) =>
            Repositories.Find(r => r.Id == $"{context.HttpContext.Request.RouteValues["key"]}/{context.HttpContext.Request.RouteValues["slug"]}") is { IsAdministered: false }
                ? Results.Json(new { errors = new[] { new { message = "You are not permitted to access this resource" } } }, statusCode: 401)
                : await next(context));
        hooks.MapGet("", (string key, string slug, HttpContext http) => Page(http, [.. Hooks.Where(h => h.RepoId == $"{key}/{slug}").Select(Show)]));
        hooks.MapPost("", async (string key, string slug, HttpContext http) =>
        {
            var hook = Read(NextHookId(), $"{key}/{slug}", await BodyAsync(http));
            Hooks.Add(hook);
            return Results.Json(Show(hook), statusCode: 201);
        });
        hooks.MapPut("/{id}", async (string key, string slug, string id, HttpContext http) =>
        {
            if (!Hooks.Remove(id)) return NotFound();
            return Results.Json(Show(Hooks.Add(Read(id, $"{key}/{slug}", await BodyAsync(http)))));
        });
        hooks.MapDelete("/{id}", (string id) => !Hooks.Remove(id) ? NotFound() : Results.NoContent());
    }

    private IResult Page(HttpContext http, IReadOnlyList<object> all)
    {
        var start = int.TryParse(http.Request.Query["start"], out var from) ? from : 0;
        var limit = Math.Min(int.TryParse(http.Request.Query["limit"], out var asked) ? asked : 25, PageSize);
        var isLast = start + limit >= all.Count;
        return Results.Json(new { size = Math.Min(limit, all.Count - start), limit, isLastPage = isLast, values = all.Skip(start).Take(limit), start, nextPageStart = isLast ? (int?)null : start + limit });
    }

    private static VendorHook Read(string id, string repoId, JsonNode body) =>
        new(id, repoId, (string)body["url"]!, (string)body["configuration"]!["secret"]!, (bool)body["sslVerificationRequired"]! && (string?)body["events"]![0] == "repo:refs_changed");

    private static object Show(VendorHook hook) => new { id = long.Parse(hook.Id), name = "GraphQLPlugins", url = hook.Url, active = true, sslVerificationRequired = hook.ChecksTls };

    private object Show(VendorRepository repository) => new
    {
        id = 1, slug = repository.Id.Split('/')[1], name = repository.Id.Split('/')[1], @public = false, defaultBranch = repository.DefaultBranch, project = new { key = repository.Id.Split('/')[0], name = "Ada's" },
        links = new { clone = new[] { new { href = "ssh://git@host:7999/ada/x.git", name = "ssh" }, new { href = CloneUrl(repository), name = "http" } }, self = new[] { new { href = $"{Url.AbsoluteUri}projects/ADA" } } },
    };

    private static IResult NotFound() => Results.Json(new { errors = new[] { new { message = "Repository does not exist." } } }, statusCode: 404);
}
