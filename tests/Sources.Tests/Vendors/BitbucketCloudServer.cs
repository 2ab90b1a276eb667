using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GraphQLPlugins.Sources.Tests.Vendors;

/// <summary>Bitbucket Cloud's REST API, version 2.0, as far as repositories and their hooks go; the account has one workspace.</summary>
public sealed class BitbucketCloudServer : VendorServer
{
    public override int PageSize => 100;

    public override VendorRepository Make(int number) => new($"ada/repo-{number:0000}", $"ada/repo-{number:0000}");

    protected override void Map(WebApplication app)
    {
        var api = app.MapGroup("/2.0");
        api.AddEndpointFilter(async (context, next) => IsAuthorized(context.HttpContext) ? await next(context) : Results.Json(new { type = "error", error = new { message = "Access token expired." } }, statusCode: 401));
        api.MapGet("/user", () => new { username = "ada", display_name = "Ada Lovelace" });
        api.MapGet("/user/workspaces", (HttpContext http) => Page(http, [new { type = "workspace_access", administrator = true, workspace = new { slug = "ada" } }]));
        api.MapGet("/repositories/{workspace}", (string workspace, HttpContext http) =>
        {
            var all = Repositories.Where(r => r.Path.StartsWith(workspace + "/", StringComparison.Ordinal) && (r.IsAdministered || http.Request.Query["role"] != "admin"));
            if (http.Request.Query["q"].ToString() is { Length: > 0 } query) all = all.Where(r => query == $"slug=\"{r.Path.Split('/')[1]}\"");
            return Page(http, [.. all.Select(Show)]);
        });
        api.MapGet("/repositories/{workspace}/{slug}/hooks", (string workspace, string slug, HttpContext http) => Page(http, [.. Hooks.Where(h => h.RepoId == $"{workspace}/{slug}").Select(Show)]));
        api.MapPost("/repositories/{workspace}/{slug}/hooks", async (string workspace, string slug, HttpContext http) =>
        {
            var hook = Read($"{{{Guid.NewGuid()}}}", $"{workspace}/{slug}", await BodyAsync(http));
            Hooks.Add(hook);
            return Results.Json(Show(hook), statusCode: 201);
        });
        api.MapPut("/repositories/{workspace}/{slug}/hooks/{uid}", async (string workspace, string slug, string uid, HttpContext http) =>
        {
            if (!Hooks.Remove(uid)) return NotFound();
            return Results.Json(Show(Hooks.Add(Read(uid, $"{workspace}/{slug}", await BodyAsync(http)))));
        });
        api.MapDelete("/repositories/{workspace}/{slug}/hooks/{uid}", (string uid) => !Hooks.Remove(uid) ? NotFound() : Results.NoContent());
    }

    private IResult Page(HttpContext http, IReadOnlyList<object> all)
    {
        var page = int.TryParse(http.Request.Query["page"], out var number) ? number : 1;
        var size = Math.Min(int.TryParse(http.Request.Query["pagelen"], out var asked) ? asked : 10, PageSize);
        var answer = new JsonObject { ["pagelen"] = size, ["page"] = page, ["values"] = System.Text.Json.JsonSerializer.SerializeToNode(all.Skip((page - 1) * size).Take(size)) };
        if (page * size < all.Count) answer["next"] = $"{Url.GetLeftPart(UriPartial.Authority)}{http.Request.Path}?role={http.Request.Query["role"]}&pagelen={size}&page={page + 1}";
        return Results.Json(answer);
    }

    private static VendorHook Read(string id, string repoId, JsonNode body) =>
        new(id, repoId, (string)body["url"]!, (string)body["secret"]!, !(bool)body["skip_cert_verification"]! && (string?)body["events"]![0] == "repo:push");

    private static object Show(VendorHook hook) => new { uuid = hook.Id, url = hook.Url, active = true, secret_set = true, skip_cert_verification = !hook.ChecksTls };

    private object Show(VendorRepository repository) => new
    {
        uuid = "{1}", full_name = repository.Path, slug = repository.Path.Split('/')[1], is_private = true, mainbranch = new { type = "branch", name = repository.DefaultBranch },
        links = new
        {
            html = new { href = $"{Url.AbsoluteUri}{repository.Path}" },
            clone = new[] { new { name = "https", href = CloneUrl(repository).Replace("://", "://ada@") }, new { name = "ssh", href = $"git@bitbucket.org:{repository.Path}.git" } },
        },
    };

    private static IResult NotFound() => Results.Json(new { type = "error", error = new { message = "Not found" } }, statusCode: 404);
}
