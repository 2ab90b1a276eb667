using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace GraphQLPlugins.Integrations.Tests.FirstParty.Vendors;

/// <summary>GitHub's REST API, version 2022-11-28, as far as an app with repositories and issues goes.</summary>
public sealed class GitHubServer : VendorServer
{
    public const string AppId = "4711";
    private const int PageSize = 100;

    private readonly RSA _key = RSA.Create(2048);
    private readonly Dictionary<string, (string Installation, DateTimeOffset End)> _installationTokens = [];

    /// <summary>As GitHub gives it out once.</summary>
    public string PrivateKey => _key.ExportRSAPrivateKeyPem();

    /// <summary>Where the app is installed, by id.</summary>
    public Dictionary<string, string> Installations { get; } = new() { ["1001"] = "ada", ["1002"] = "bob" };

    /// <summary>Those that the person who logs in has access to.</summary>
    public List<string> Mine { get; } = ["1001"];

    public string User { get; set; } = "ada-the-user";

    public List<string> Repositories { get; } = ["ada/engine"];

    /// <summary>Oldest first.</summary>
    public List<string> Commits { get; } = [];

    public List<JsonObject> Issues { get; } = [];

    public List<string> Comments { get; } = [];

    public int TokensGiven { get; private set; }

    /// <summary>As after its permissions changed.</summary>
    public void RevokeInstallationTokens()
    {
        lock (_installationTokens) _installationTokens.Clear();
    }

    protected override void Map(WebApplication app)
    {
        app.MapPost("/login/oauth/access_token", TokenAsync);
        var api = app.MapGroup("/api/v3");
        api.AddEndpointFilter(async (context, next) => context.HttpContext.Request.Headers.UserAgent.Count == 0 ? Results.Json(new { message = "Administrative rules" }, statusCode: 403) : await next(context));
        var user = api.MapGroup("").AddEndpointFilter(async (context, next) => IsAuthorized(context.HttpContext) ? await next(context) : Bad());
        user.MapGet("/user", () => new { login = User, id = User.Length });
        user.MapGet("/user/installations", (HttpContext http) => new { total_count = Mine.Count, installations = Page(http, [.. Mine.Select(Installation)], PageSize) });
        var asApp = api.MapGroup("").AddEndpointFilter(async (context, next) => IsApp(context.HttpContext) ? await next(context) : Bad());
        asApp.MapGet("/app/installations/{id}", (string id) => Installations.ContainsKey(id) ? Results.Json(Installation(id)) : NotFound());
        asApp.MapPost("/app/installations/{id}/access_tokens", (string id) =>
        {
            if (!Installations.ContainsKey(id)) return NotFound();
            var (token, end) = ($"ghs_{Guid.NewGuid():N}", Clock.GetUtcNow().AddHours(1));
            lock (_installationTokens) _installationTokens[token] = (id, end);
            TokensGiven++;
            return Results.Json(new { token, expires_at = end.ToString("yyyy-MM-ddTHH:mm:ssZ"), repository_selection = "all" }, statusCode: 201);
        });
        MapInstallation(api.MapGroup("").AddEndpointFilter(async (context, next) => IsInstallation(context.HttpContext) ? await next(context) : Bad()));
    }

    private void MapInstallation(RouteGroupBuilder api)
    {
        api.MapGet("/installation/repositories", (HttpContext http) => new { total_count = Repositories.Count, repositories = Page(http, [.. Repositories.Select(Repository)], PageSize) });
        api.MapGet("/repos/{owner}/{name}/commits", (HttpContext http, string owner, string name) =>
            Repositories.Contains($"{owner}/{name}") && http.Request.Query["sha"] == "main" ? Results.Json(Page(http, [.. Enumerable.Reverse(Commits).Select(Commit)], PageSize)) : NotFound());
        api.MapGet("/repos/{owner}/{name}/compare/{range}", (HttpContext http, string owner, string name, string range) =>
        {
            var (begin, end) = (range.Split("...")[0], range.Split("...")[1]);
            if (!Repositories.Contains($"{owner}/{name}") || !Commits.Contains(begin) || end != "main") return NotFound();
            return Results.Json(new { status = "ahead", commits = Page(http, [.. Commits.Skip(Commits.IndexOf(begin) + 1).Select(Commit)], PageSize) });
        });
        api.MapGet("/repos/{owner}/{name}/assignees", (HttpContext http) => Page(http, [new { login = "ada" }, new { login = "grace" }], PageSize));
        api.MapGet("/repos/{owner}/{name}/labels", (HttpContext http) => Page(http, [new { name = "bug" }, new { name = "later" }], PageSize));
        api.MapPost("/repos/{owner}/{name}/issues", async (HttpContext http, string owner, string name) =>
        {
            var body = (JsonObject)await BodyAsync(http);
            if (body["title"]?.ToString() is not { Length: > 0 and <= 256 })
                return Results.Json(new { message = "Validation Failed", errors = new[] { new { resource = "Issue", field = "title", code = "custom", message = "title is too long (maximum is 256 characters)" } } }, statusCode: 422);
            var issue = new JsonObject
            {
                ["number"] = Issues.Count + 1, ["title"] = body["title"]!.DeepClone(), ["body"] = body["body"]?.DeepClone(), ["state"] = "open", ["html_url"] = $"https://github.com/{owner}/{name}/issues/{Issues.Count + 1}",
                ["repository_url"] = $"{Url.AbsoluteUri}api/v3/repos/{owner}/{name}", ["assignee"] = body["assignees"] is JsonArray { Count: > 0 } a ? new JsonObject { ["login"] = a[0]!.DeepClone() } : null,
                ["labels"] = body["labels"]?.DeepClone(),
            };
            Issues.Add(issue);
            return Results.Text(issue.ToJsonString(), "application/json", Encoding.UTF8, 201);
        });
        api.MapGet("/repos/{owner}/{name}/issues/{number:int}", (string owner, string name, int number) =>
            Repositories.Contains($"{owner}/{name}") && Issues.Find(i => (int)i["number"]! == number) is { } found ? Results.Text(found.ToJsonString(), "application/json") : NotFound());
        api.MapPost("/repos/{owner}/{name}/issues/{number:int}/comments", async (HttpContext http, int number) =>
        {
            Comments.Add($"{number}: {(await BodyAsync(http))["body"]}");
            return Results.Json(new { id = 1 }, statusCode: 201);
        });
        api.MapGet("/search/issues", (HttpContext http) =>
        {
            var words = http.Request.Query["q"].ToString().Split(' ');
            var found = Issues.Where(i => words.Skip(1).All(w => i["title"]!.ToString().Contains(w, StringComparison.OrdinalIgnoreCase)));
            return words[0] is "user:ada" or "repo:ada/engine" ? Results.Text($$"""{"total_count":1,"items":[{{string.Join(',', found.Select(i => i.ToJsonString()))}}]}""", "application/json") : Results.Json(new { message = "Validation Failed" }, statusCode: 422);
        });
    }

    private object Installation(string id) => new
    {
        id = long.Parse(id), account = new { login = Installations[id], id = 7, type = "Organization", html_url = $"https://github.com/{Installations[id]}", avatar_url = "https://github.com/a.png" },
        repository_selection = "all", suspended_at = (string?)null,
    };

    private static object Repository(string path) => new { full_name = path, html_url = $"https://github.com/{path}", default_branch = "main", @private = true };

    private static object Commit(string sha) => new { sha, html_url = $"https://github.com/ada/engine/commit/{sha}", commit = new { message = $"Change {sha}", author = new { name = "Ada", email = "ada@example.org", date = "2026-05-01T12:00:00Z" } } };

    /// <summary>A JSON Web Token of the app: signed with its key, issued by it, over in ten minutes at most.</summary>
    private bool IsApp(HttpContext http)
    {
        if (http.Request.Headers.Authorization.ToString().Split(' ') is not ["Bearer", var token] || token.Split('.') is not [var head, var body, var signature]) return false;
        if (!_key.VerifyData(Encoding.ASCII.GetBytes($"{head}.{body}"), WebEncoders.Base64UrlDecode(signature), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)) return false;
        var claims = JsonDocument.Parse(WebEncoders.Base64UrlDecode(body)).RootElement;
        var now = Clock.GetUtcNow().ToUnixTimeSeconds();
        var (issued, end) = (claims.GetProperty("iat").GetInt64(), claims.GetProperty("exp").GetInt64());
        return JsonDocument.Parse(WebEncoders.Base64UrlDecode(head)).RootElement.GetProperty("alg").GetString() == "RS256" && claims.GetProperty("iss").GetString() == AppId && issued <= now && end > now && end - now <= 600;
    }

    private bool IsInstallation(HttpContext http)
    {
        if (http.Request.Headers.Authorization.ToString().Split(' ') is not ["Bearer", var token]) return false;
        lock (_installationTokens) return _installationTokens.TryGetValue(token, out var given) && given.End > Clock.GetUtcNow() && Installations.ContainsKey(given.Installation);
    }

    private static IResult Bad() => Results.Json(new { message = "Bad credentials" }, statusCode: 401);

    private static IResult NotFound() => Results.Json(new { message = "Not Found" }, statusCode: 404);
}
