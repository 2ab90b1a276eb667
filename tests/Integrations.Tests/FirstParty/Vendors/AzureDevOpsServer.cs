using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Integrations.Tests.FirstParty.Vendors;

/// <summary>Microsoft's login and the REST API of Azure DevOps, version 7.1, as far as commits and work items go; one process in place of three hosts.</summary>
public sealed class AzureDevOpsServer : VendorServer
{
    /// <summary>Organizations that the person belongs to: id and name.</summary>
    public List<(string Id, string Name)> Accounts { get; } = [("acc-1", "fabrikam")];

    public string Profile { get; set; } = "profile-of-ada";

    public List<string> Projects { get; } = ["Fiber"];

    /// <summary>Newest first.</summary>
    public List<string> Commits { get; } = [];

    public Dictionary<int, JsonObject> Items { get; } = [];

    public List<string> Assignable { get; } = ["grace@example.org"];

    /// <summary>Service hooks by id: project, event, address and password.</summary>
    public ConcurrentDictionary<string, (string Project, string Type, string Url, string Password)> Subscriptions { get; } = [];

    /// <summary>After how many subscriptions the account may make no more; null allows all.</summary>
    public int? MaxSubscriptions { get; set; }

    protected override void Map(WebApplication app)
    {
        app.MapPost("/organizations/oauth2/v2.0/token", TokenAsync);
        // A token that is not good leads to the login page, with a status that says nothing is wrong.
        var api = app.MapGroup("").AddEndpointFilter(async (context, next) =>
            !IsAuthorized(context.HttpContext) ? Results.Text("<html>Sign in</html>", "text/html", statusCode: 203)
            : context.HttpContext.Request.Query["api-version"] != "7.1" ? Results.Json(new { message = "No api-version was supplied" }, statusCode: 400)
            : await next(context));
        api.MapGet("/_apis/profile/profiles/me", () => new { id = Profile, displayName = "Ada", emailAddress = "ada@example.org" });
        api.MapGet("/_apis/accounts", (HttpContext http) => http.Request.Query["memberId"] == Profile ? Results.Json(new { count = Accounts.Count, value = Accounts.Select(a => new { accountId = a.Id, accountName = a.Name }) }) : Results.Json(new { message = "no" }, statusCode: 400));
        api.MapGet("/fabrikam/_apis/projects", (HttpContext http) => new { value = Projects.Skip(int.Parse(http.Request.Query["$skip"].ToString())).Take(Math.Min(100, int.Parse(http.Request.Query["$top"].ToString()))).Select(name => new { id = $"id-of-{name}", name }) });
        api.MapPost("/fabrikam/_apis/hooks/subscriptions", async (HttpContext http) =>
        {
            var body = await BodyAsync(http);
            if (Subscriptions.Count >= MaxSubscriptions) return Results.Json(new { message = "TF400813: not authorized" }, statusCode: 403);
            var (inputs, project) = (body["consumerInputs"]!, (string?)body["publisherInputs"]?["projectId"]);
            if ((string?)body["publisherId"] != "tfs" || (string?)body["consumerId"] != "webHooks" || (string?)body["consumerActionId"] != "httpRequest" || !Projects.Any(p => $"id-of-{p}" == project))
                return Results.Json(new { message = "Subscription input 'projectId' is not valid." }, statusCode: 400);
            var id = Guid.NewGuid().ToString();
            Subscriptions[id] = (project!, (string)body["eventType"]!, (string)inputs["url"]!, (string)inputs["basicAuthPassword"]!);
            return Results.Json(new { id, status = "enabled" });
        });
        api.MapDelete("/fabrikam/_apis/hooks/subscriptions/{id}", (string id) => Subscriptions.TryRemove(id, out _) ? Results.NoContent() : Results.Json(new { message = "no such subscription" }, statusCode: 404));
        api.MapGet("/fabrikam/_apis/git/repositories", () => new
        {
            value = new object[]
            {
                new { id = "repo-1", name = "engine", defaultBranch = "refs/heads/main", webUrl = "https://dev.azure.com/fabrikam/Fiber/_git/engine", project = new { id = "id-of-Fiber", name = "Fiber", visibility = "private" } },
                new { id = "repo-2", name = "old", isDisabled = true, project = new { id = "id-of-Fiber", name = "Fiber", visibility = "private" } },
            },
        });
        api.MapPost("/fabrikam/_apis/git/repositories/{id}/commitsbatch", async (HttpContext http, string id) =>
        {
            var body = await BodyAsync(http);
            var (item, compare) = ((string?)body["itemVersion"]?["version"], (string?)body["compareVersion"]?["version"]);
            if (id != "repo-1" || (compare ?? item) != "main" || (compare is not null && !Commits.Contains(item!))) return Results.Json(new { message = "TF401175" }, statusCode: 404);
            var found = compare is null ? Commits : Commits.TakeWhile(c => c != item);
            return Results.Json(new { value = found.Take(int.Parse(http.Request.Query["$top"].ToString())).Select(sha => new { commitId = sha, comment = $"Change {sha}", author = new { name = "Ada", email = "ada@example.org", date = "2026-05-01T12:00:00Z" }, remoteUrl = "https://dev.azure.com/c" }) });
        });
        api.MapGet("/fabrikam/{project}/_apis/wit/workitemtypes", () => new { value = new object[] { new { name = "Bug", isDisabled = false, states = States }, new { name = "Epic", isDisabled = true, states = States } } });
        api.MapGet("/fabrikam/{project}/_apis/wit/workitemtypes/{type}/states", () => new { value = States });
        api.MapPost("/fabrikam/{project}/_apis/wit/workitems/{type}", async (HttpContext http, string project, string type) =>
        {
            if (http.Request.ContentType?.StartsWith("application/json-patch+json", StringComparison.Ordinal) != true || type != "$Bug") return Results.Json(new { message = "VS403137" }, statusCode: 400);
            var item = new JsonObject { ["id"] = Items.Count + 1, ["fields"] = new JsonObject { ["System.TeamProject"] = project, ["System.WorkItemType"] = type[1..], ["System.State"] = "New" } };
            if (Apply(item, await BodyAsync(http)) is { } problem) return Results.Json(new { message = problem }, statusCode: 400);
            Items[Items.Count + 1] = item;
            return Results.Text(item.ToJsonString(), "application/json");
        });
        api.MapPatch("/fabrikam/_apis/wit/workitems/{id:int}", async (HttpContext http, int id) =>
            !Items.TryGetValue(id, out var item) ? Results.NotFound() : Apply(item, await BodyAsync(http)) is { } problem ? Results.Json(new { message = problem }, statusCode: 400) : Results.Text(item.ToJsonString(), "application/json"));
        api.MapGet("/fabrikam/_apis/wit/workitems/{id:int}", (int id) => Items.TryGetValue(id, out var item) ? Results.Text(item.ToJsonString(), "application/json") : Results.Json(new { message = "TF401232" }, statusCode: 404));
        api.MapGet("/fabrikam/_apis/wit/workitems", (HttpContext http) =>
            Results.Text(new JsonObject { ["value"] = new JsonArray([.. http.Request.Query["ids"].ToString().Split(',').Select(id => Items[int.Parse(id)].DeepClone())]) }.ToJsonString(), "application/json"));
        api.MapPost("/fabrikam/_apis/wit/wiql", async (HttpContext http) =>
        {
            var query = (await BodyAsync(http))["query"]!.ToString();
            var text = query.Split("CONTAINS '")[1].Split("'")[0];
            return Results.Json(new { workItems = Items.Where(i => i.Value["fields"]!["System.Title"]!.ToString().Contains(text, StringComparison.OrdinalIgnoreCase)).Select(i => new { id = i.Key }) });
        });
    }

    private static readonly object[] States = [new { name = "New", category = "Proposed" }, new { name = "Active", category = "InProgress" }, new { name = "Closed", category = "Completed" }];

    /// <summary>A JSON Patch; what is wrong with it.</summary>
    private string? Apply(JsonObject item, JsonNode patch)
    {
        foreach (var step in patch.AsArray())
        {
            var (name, value) = (step!["path"]!.ToString()["/fields/".Length..], step["value"]?.ToString());
            if (name == "System.Title" && value is { Length: > 255 }) return "TF401324: Rule Error for field Title.";
            if (name == "System.State" && value is not ("New" or "Active" or "Closed")) return "TF401347: Invalid tree name.";
            if (name == "System.AssignedTo" && value is { Length: > 0 } && !Assignable.Contains(value)) return "VS403691: The identity is not known.";
            item["fields"]![name] = name != "System.AssignedTo" ? value : value is { Length: > 0 } ? new JsonObject { ["displayName"] = value.Split('@')[0], ["uniqueName"] = value } : null;
        }
        return null;
    }
}
