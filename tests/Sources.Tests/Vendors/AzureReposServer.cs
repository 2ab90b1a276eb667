using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GraphQLPlugins.Sources.Tests.Vendors;

/// <summary>Azure DevOps' REST API, version 7.1, as far as repositories and service hooks go; the organization has one project for each kind of permission.</summary>
public sealed class AzureReposServer : VendorServer
{
    private const string Administered = "6ce954b1-ce1f-45d1-b94d-e6bf2464ba2c";
    private const string Others = "00000000-ce1f-45d1-b94d-e6bf2464ba2c";

    public override int PageSize => 100;

    public override VendorRepository Make(int number) => new($"278d5cd2-584d-4b63-824a-2ba4{number:00000000}", $"org/project/_git/repo-{number:0000}");

    protected override void Map(WebApplication app)
    {
        var api = app.MapGroup("/org/_apis");
        api.AddEndpointFilter(async (context, next) =>
            context.HttpContext.Request.Headers.Authorization == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(":" + Token)) ? await next(context)
            // What the service does with a token that is over.
            : Results.Text("<html>Sign in</html>", "text/html", statusCode: 203));
        api.MapGet("/connectionData", () => new { authenticatedUser = new { id = Guid.Empty, providerDisplayName = "ada" } });
        api.MapGet("/git/repositories", (HttpContext http) =>
        {
            var start = int.TryParse(http.Request.Query["continuationToken"], out var from) ? from : 0;
            if (start + PageSize < Repositories.Count) http.Response.Headers["x-ms-continuationtoken"] = $"{start + PageSize}";
            return Results.Json(new { count = PageSize, value = Repositories.Skip(start).Take(PageSize).Select(Show) });
        });
        api.MapGet("/git/repositories/{id}", (string id) => Repositories.Find(r => r.Id == id) is { } found ? Results.Json(Show(found)) : NotFound());
        api.MapGet("/permissions/{space}/{bits}", (string space, string bits, string tokens) => new { count = 1, value = new[] { bits == "2" && tokens == $"PublisherSecurity/{Administered}" } });
        api.MapGet("/hooks/subscriptions", () => new { value = Hooks.Select(Show) });
        api.MapPost("/hooks/subscriptions", async (HttpContext http) =>
        {
            return Results.Json(Show(Hooks.Add(Read(Guid.NewGuid().ToString(), await BodyAsync(http)))));
        });
        api.MapPut("/hooks/subscriptions/{id}", async (string id, HttpContext http) =>
        {
            if (!Hooks.Remove(id)) return NotFound();
            return Results.Json(Show(Hooks.Add(Read(id, await BodyAsync(http)))));
        });
        api.MapDelete("/hooks/subscriptions/{id}", (string id) => !Hooks.Remove(id) ? NotFound() : Results.NoContent());
    }

    private static VendorHook Read(string id, JsonNode body) => new(
        id, (string)body["publisherInputs"]!["repository"]!, (string)body["consumerInputs"]!["url"]!, (string)body["consumerInputs"]!["basicAuthPassword"]!,
        (string?)body["consumerInputs"]!["acceptUntrustedCerts"] == "false" && (string?)body["publisherInputs"]!["projectId"] == Administered);

    private static object Show(VendorHook hook) => new { id = hook.Id, publisherId = "tfs", eventType = "git.push", consumerInputs = new { url = hook.Url, basicAuthPassword = "********" } };

    private object Show(VendorRepository repository) => new
    {
        id = repository.Id, name = repository.Path.Split('/')[^1], defaultBranch = $"refs/heads/{repository.DefaultBranch}", remoteUrl = CloneUrl(repository).Replace("://", "://org@"),
        webUrl = $"{Url.AbsoluteUri}{repository.Path}", isDisabled = false, project = new { id = repository.IsAdministered ? Administered : Others, name = "project", visibility = "private" },
    };

    private static IResult NotFound() => Results.Json(new { message = "TF401019: The Git repository does not exist." }, statusCode: 404);
}
