using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GraphQLPlugins.Integrations.Tests.FirstParty.Vendors;

/// <summary>Atlassian's login and Jira Cloud's REST API, version 3, as far as issues go; one process in place of auth.atlassian.com and api.atlassian.com.</summary>
public sealed class JiraServer : VendorServer
{
    public const string Site = "11223344-a1b2-4b33-c444-def123456789";

    /// <summary>Sites that were opened: id and name.</summary>
    public List<(string Id, string Name)> Sites { get; } = [(Site, "acme")];

    public string User { get; set; } = "5b10a2844c20165700ede21g";

    public List<string> Projects { get; } = ["OPS"];

    public List<string> Statuses { get; } = ["To Do", "In Progress", "Done"];

    public Dictionary<string, JsonObject> Issues { get; } = [];

    public List<string> Comments { get; } = [];

    /// <summary>From where an issue can go to where.</summary>
    public List<(string From, string To)> Workflow { get; } = [("To Do", "Done"), ("Done", "To Do")];

    /// <summary>Address and account.</summary>
    public Dictionary<string, string> Assignable { get; } = new() { ["grace@example.org"] = "acc-grace" };

    protected override void Map(WebApplication app)
    {
        app.MapPost("/oauth/token", TokenAsync);
        var api = app.MapGroup("").AddEndpointFilter(async (context, next) => IsAuthorized(context.HttpContext) ? await next(context) : Results.Json(new { code = 401, message = "Unauthorized" }, statusCode: 401));
        api.MapGet("/oauth/token/accessible-resources", () => Sites.Select(s => new { id = s.Id, name = s.Name, url = $"https://{s.Name}.atlassian.net", scopes = new[] { "read:jira-work", "write:jira-work" }, avatarUrl = "https://example.org/a.png" })
            .Append(new { id = "confluence-only", name = "wiki", url = "https://wiki.atlassian.net", scopes = new[] { "read:confluence-content.all" }, avatarUrl = "" }));
        MapSite(api.MapGroup("/ex/jira/{site}/rest/api/3").AddEndpointFilter(async (context, next) =>
            Sites.Exists(s => s.Id == (string?)context.HttpContext.Request.RouteValues["site"]) ? await next(context) : Results.Json(new { errorMessages = new[] { "no site" } }, statusCode: 404)));
    }

    private void MapSite(RouteGroupBuilder api)
    {
        api.MapGet("/myself", () => new { accountId = User, displayName = "Ada" });
        api.MapGet("/project/search", (HttpContext http) => Offset(http, "values", [.. Projects.Select((key, i) => (object)new { id = $"{10000 + i}", key, name = $"Project {key}" })]));
        api.MapGet("/status", () => Statuses.Select((name, i) => new { id = $"{i}", name }));
        api.MapGet("/issue/createmeta/{project}/issuetypes", (HttpContext http) => Offset(http, "issueTypes", [new { id = "10001", name = "Task", subtask = false }, new { id = "10002", name = "Sub-task", subtask = true }]));
        api.MapGet("/issue/createmeta/{project}/issuetypes/{type}", (HttpContext http) => Offset(http, "fields", [
            new { fieldId = "project", name = "Project", required = true, schema = new { type = "project" } },
            new { fieldId = "issuetype", name = "Type", required = true, schema = new { type = "issuetype" } },
            new { fieldId = "summary", name = "Summary", required = true, schema = new { type = "string", system = "summary" } },
            new { fieldId = "description", name = "Description", required = false, schema = new { type = "string", system = "description" } },
            new { fieldId = "priority", name = "Priority", required = true, schema = new { type = "priority" }, allowedValues = new[] { new { id = "1", name = "High" }, new { id = "2", name = "Low" } } },
            new { fieldId = "labels", name = "Labels", required = false, schema = new { type = "array", items = "string" } },
            new { fieldId = "customfield_1", name = "Odd", required = false, schema = new { type = "any", custom = "com.example:odd" } },
        ]));
        api.MapPost("/issue", async (HttpContext http) =>
        {
            var fields = (JsonObject)(await BodyAsync(http))["fields"]!;
            if (fields["summary"]!.ToString().Contains("forbidden", StringComparison.Ordinal)) return Results.Json(new { errorMessages = System.Array.Empty<string>(), errors = new { summary = "The summary is not allowed." } }, statusCode: 400);
            if (fields["priority"]?["id"] is null || fields["description"] is { } text && (string?)text["type"] != "doc") return Results.Json(new { errorMessages = new[] { "Malformed" }, errors = new { } }, statusCode: 400);
            var key = $"{Projects[0]}-{Issues.Count + 1}";
            Issues[key] = new JsonObject
            {
                ["key"] = key,
                ["fields"] = new JsonObject
                {
                    ["summary"] = fields["summary"]!.DeepClone(), ["description"] = fields["description"]?.DeepClone(), ["labels"] = fields["labels"]?.DeepClone(), ["priority"] = fields["priority"]!.DeepClone(),
                    ["project"] = fields["project"]!.DeepClone(), ["status"] = Status("To Do"), ["assignee"] = null,
                },
            };
            return Results.Json(new { id = "1", key, self = "x" }, statusCode: 201);
        });
        api.MapGet("/issue/{key}", (string key) => Issues.TryGetValue(key, out var issue) ? Results.Text(issue.ToJsonString(), "application/json") : Results.Json(new { errorMessages = new[] { "Issue does not exist" } }, statusCode: 404));
        api.MapPost("/issue/{key}/comment", async (HttpContext http, string key) =>
        {
            Comments.Add($"{key}: {(await BodyAsync(http))["body"]!["content"]![0]!["content"]![0]!["text"]}");
            return Results.Json(new { id = "1" }, statusCode: 201);
        });
        api.MapPost("/search/jql", async (HttpContext http) =>
        {
            var jql = (await BodyAsync(http))["jql"]!.ToString();
            var word = jql.Split('"')[^2];
            return Results.Text(new JsonObject { ["issues"] = new JsonArray([.. Issues.Values.Where(i => i["fields"]!["summary"]!.ToString().Contains(word, StringComparison.OrdinalIgnoreCase)).Select(i => i.DeepClone())]) }.ToJsonString(), "application/json", Encoding.UTF8);
        });
        api.MapGet("/user/assignable/search", (HttpContext http) => Assignable.Where(u => u.Key == http.Request.Query["query"]).Select(u => new { accountId = u.Value, displayName = u.Value, emailAddress = u.Key }));
        api.MapPut("/issue/{key}/assignee", async (HttpContext http, string key) =>
        {
            Issues[key]["fields"]!["assignee"] = (await BodyAsync(http))["accountId"] is { } account ? new JsonObject { ["accountId"] = account.DeepClone(), ["displayName"] = account.DeepClone() } : null;
            return Results.NoContent();
        });
        api.MapGet("/issue/{key}/transitions", (string key) => new
        {
            transitions = Workflow.Where(w => w.From == (string?)Issues[key]["fields"]!["status"]!["name"]).Select(w => new { id = $"{Statuses.IndexOf(w.To) + 100}", name = $"To {w.To}", to = new { id = $"{Statuses.IndexOf(w.To)}", name = w.To } }),
        });
        api.MapPost("/issue/{key}/transitions", async (HttpContext http, string key) =>
        {
            var id = (await BodyAsync(http))["transition"]!["id"]!.ToString();
            Issues[key]["fields"]!["status"] = Status(Statuses[int.Parse(id) - 100]);
            return Results.NoContent();
        });
    }

    private static JsonObject Status(string name) => new() { ["name"] = name, ["statusCategory"] = new JsonObject { ["key"] = name == "Done" ? "done" : "new" } };

    private static IResult Offset(HttpContext http, string member, IReadOnlyList<object> all)
    {
        var start = int.Parse(http.Request.Query["startAt"].ToString());
        var size = Math.Min(int.Parse(http.Request.Query["maxResults"].ToString()), 50);
        return Results.Json(new Dictionary<string, object> { ["startAt"] = start, ["maxResults"] = size, ["total"] = all.Count, [member] = all.Skip(start).Take(size) });
    }
}
