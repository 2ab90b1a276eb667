using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Integrations.Tests.FirstParty.Vendors;

/// <summary>Vercel's REST API, as far as an integration with deployments and variables goes.</summary>
public sealed class VercelServer : VendorServer
{
    public const string Code = "code-of-vercel";

    /// <summary>Null when a person installs it for themselves.</summary>
    public string? Team { get; set; } = "team_1";

    public List<string> Projects { get; } = ["prj_web"];

    /// <summary>Newest first: id and project.</summary>
    public List<(string Id, string Project)> Deployments { get; } = [];

    /// <summary>By project and name.</summary>
    public Dictionary<(string Project, string Name), string> Variables { get; } = [];

    protected override void Map(WebApplication app)
    {
        app.MapPost("/v2/oauth/access_token", async (HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync();
            if (form["code"] != Code || form["client_id"] != ClientId || form["client_secret"] != ClientSecret) return Results.Json(new { error = "invalid_grant" }, statusCode: 400);
            var token = $"vercel-{Guid.NewGuid():N}";
            Tokens[token] = DateTimeOffset.MaxValue;
            return Results.Json(new { token_type = "Bearer", access_token = token, installation_id = "icfg_1", user_id = "user_1", team_id = Team });
        });
        var api = app.MapGroup("").AddEndpointFilter(async (context, next) =>
            IsAuthorized(context.HttpContext) && (Team ?? "") == context.HttpContext.Request.Query["teamId"].ToString() ? await next(context) : Results.Json(new { error = new { code = "forbidden", message = "Not authorized" } }, statusCode: 403));
        api.MapGet("/v2/teams/{id}", (string id) => new { id, name = "Acme", slug = "acme" });
        api.MapGet("/v2/user", () => new { user = new { id = "user_1", username = "ada", name = "Ada" } });
        api.MapGet("/v9/projects", (HttpContext http) => new { projects = Page(http, Projects, "from", out var next).Select(p => new { id = p, name = p["prj_".Length..] }), pagination = new { count = 1, next } });
        api.MapGet("/v6/deployments", (HttpContext http) =>
        {
            var found = Page(http, [.. Deployments.Where(d => http.Request.Query["projectId"].Count == 0 || d.Project == http.Request.Query["projectId"])], "until", out var next);
            return new { deployments = found.Select(d => new { uid = d.Id, name = d.Project, url = $"{d.Id}.vercel.app", state = "READY", target = "production", created = 1777636800000, meta = new { githubCommitSha = $"sha-{d.Id}" } }), pagination = new { count = found.Count, next } };
        });
        api.MapPost("/v10/projects/{id}/env", async (HttpContext http, string id) =>
        {
            if (!Projects.Contains(id)) return Results.Json(new { error = new { code = "not_found" } }, statusCode: 404);
            foreach (var variable in (await BodyAsync(http)).AsArray())
            {
                if (Variables.ContainsKey((id, variable!["key"]!.ToString())) && http.Request.Query["upsert"] != "true") return Results.Json(new { error = new { code = "ENV_ALREADY_EXISTS" } }, statusCode: 400);
                Variables[(id, variable["key"]!.ToString())] = variable["value"]!.ToString();
            }
            return Results.Json(new { created = Array.Empty<object>() }, statusCode: 201);
        });
    }

    private static List<T> Page<T>(HttpContext http, List<T> all, string cursor, out int? next)
    {
        var start = int.TryParse(http.Request.Query[cursor], out var at) ? at : 0;
        var size = Math.Min(100, int.TryParse(http.Request.Query["limit"], out var asked) ? asked : 20);
        next = start + size < all.Count ? start + size : null;
        return [.. all.Skip(start).Take(size)];
    }
}
