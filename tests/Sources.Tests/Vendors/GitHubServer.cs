using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GraphQLPlugins.Sources.Tests.Vendors;

/// <summary>GitHub's REST API, version 2022-11-28, as far as repositories and their hooks go.</summary>
public sealed class GitHubServer : VendorServer
{
    public const string BotToken = "token-of-helper";
    private readonly Dictionary<string, string> _invitations = [];

    /// <summary>Who may read a repository beside its owner, as <c>owner/name account</c>.</summary>
    public HashSet<string> Collaborators { get; } = [];

    public override string ApiPath => "/api/v3/";

    public override int PageSize => 100;

    public override VendorRepository Make(int number) => new($"ada/repo-{number:0000}", $"ada/repo-{number:0000}");

    protected override void Map(WebApplication app)
    {
        var api = app.MapGroup("/api/v3");
        api.AddEndpointFilter(async (context, next) =>
            !IsAuthorized(context.HttpContext) && !IsBot(context.HttpContext) ? Results.Json(new { message = "Bad credentials" }, statusCode: 401)
            : context.HttpContext.Request.Headers.UserAgent.Count == 0 ? Results.Json(new { message = "Administrative rules" }, statusCode: 403)
            : await next(context));
        api.MapGet("/user", () => new { login = "ada", id = 1 });
        api.MapGet("/user/repos", async (HttpContext http) =>
        {
            await PageAsync(http, [.. Repositories.Select(Show)]);
            return Results.Empty;
        });
        api.MapGet("/repos/{owner}/{name}", (string owner, string name) => Repositories.Find(r => r.Id == $"{owner}/{name}") is { } found ? Results.Json(Show(found)) : NotFound());
        api.MapGet("/repos/{owner}/{name}/hooks", (string owner, string name) => Hooks.Where(h => h.RepoId == $"{owner}/{name}").Select(Show));
        api.MapPost("/repos/{owner}/{name}/hooks", async (string owner, string name, HttpContext http) =>
        {
            var body = await BodyAsync(http);
            if (Hooks.Any(h => h.Url == (string)body["config"]!["url"]!)) return Results.Json(new { message = "Validation Failed", errors = new[] { new { message = "Hook already exists on this repository" } } }, statusCode: 422);
            var hook = Read(NextHookId(), $"{owner}/{name}", body);
            Hooks.Add(hook);
            return Results.Json(Show(hook), statusCode: 201);
        });
        api.MapPatch("/repos/{owner}/{name}/hooks/{id}", async (string owner, string name, string id, HttpContext http) =>
        {
            if (!Hooks.Remove(id)) return NotFound();
            var hook = Read(id, $"{owner}/{name}", await BodyAsync(http));
            Hooks.Add(hook);
            return Results.Json(Show(hook));
        });
        api.MapDelete("/repos/{owner}/{name}/hooks/{id}", (string id) => !Hooks.Remove(id) ? NotFound() : Results.NoContent());
        api.MapPut("/repos/{owner}/{name}/collaborators/{account}", (string owner, string name, string account, HttpContext http) =>
        {
            if (IsBot(http)) return NotFound();
            var who = $"{owner}/{name} {account}";
            if (Collaborators.Contains(who)) return Results.NoContent();
            var id = NextHookId();
            _invitations[id] = who;
            return Results.Json(new { id = long.Parse(id), permissions = "read" }, statusCode: 201);
        });
        api.MapPatch("/user/repository_invitations/{id}", (string id, HttpContext http) =>
        {
            if (!IsBot(http) || !_invitations.Remove(id, out var who)) return NotFound();
            Collaborators.Add(who);
            return Results.NoContent();
        });
        app.MapPost("/login/oauth/access_token", TokenAsync);
    }

    private static bool IsBot(HttpContext http) => http.Request.Headers.Authorization == $"Bearer {BotToken}";

    private static VendorHook Read(string id, string repoId, System.Text.Json.Nodes.JsonNode body) =>
        new(id, repoId, (string)body["config"]!["url"]!, (string)body["config"]!["secret"]!, (string?)body["config"]!["insecure_ssl"] == "0");

    private static object Show(VendorHook hook) => new { id = long.Parse(hook.Id), name = "web", active = true, events = new[] { "push" }, config = new { url = hook.Url, content_type = "json", secret = "********", insecure_ssl = "0" } };

    private object Show(VendorRepository repository) => new
    {
        id = 1296269, name = repository.Path.Split('/')[1], full_name = repository.Path, @private = true, html_url = $"{Url.AbsoluteUri}{repository.Path}", clone_url = CloneUrl(repository),
        default_branch = repository.DefaultBranch, language = "C#", permissions = new { admin = repository.IsAdministered, push = true, pull = true },
    };

    private static IResult NotFound() => Results.Json(new { message = "Not Found" }, statusCode: 404);
}
