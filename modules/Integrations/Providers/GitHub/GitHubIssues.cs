using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Integrations.Forms;
using GraphQLPlugins.Integrations.Providers.Capabilities;
using GraphQLPlugins.Kernel.Providers;

namespace GraphQLPlugins.Integrations.Providers.GitHub;

/// <summary>Issues and pull requests, whose key is <c>owner/name#number</c>. https://docs.github.com/en/rest/issues</summary>
internal sealed partial class GitHubProvider
{
    private const int MaxChoices = 300;

    public async Task<IReadOnlyList<FormField>> IssueFieldsAsync(IntegrationAccess access, JsonObject values, CancellationToken ct)
    {
        var repositories = await RepositoriesAsync(access, ct).Take(MaxPages * PageSize).ToListAsync(ct);
        var chosen = values.Given("repo") is { } repo && repositories.Exists(r => r.RepoId == repo) ? repo : null;
        return [
            new FormField("repo", FormFieldType.Select, "Repository") { IsRequired = true, UpdatesForm = true, Choices = [.. repositories.Select(r => new FormChoice(r.RepoId, r.Name))] },
            new FormField("title", FormFieldType.String, "Title") { IsRequired = true },
            new FormField("description", FormFieldType.Text, "Description"),
            new FormField("assignee", FormFieldType.Select, "Assignee") { Choices = chosen is null ? [] : await ChoicesAsync(access, $"repos/{chosen}/assignees", "login", ct) },
            new FormField("labels", FormFieldType.Multiselect, "Labels") { Choices = chosen is null ? [] : await ChoicesAsync(access, $"repos/{chosen}/labels", "name", ct) },
        ];
    }

    public async Task<RemoteIssue> CreateIssueAsync(IntegrationAccess access, JsonObject values, CancellationToken ct)
    {
        var repository = values.Given("repo")!;
        var body = new JsonObject { ["title"] = values.Given("title"), ["body"] = values.Given("description") ?? "" };
        if (values.Given("assignee") is { } assignee) body["assignees"] = new JsonArray(assignee);
        if (values.GivenList("labels") is { Count: > 0 } labels) body["labels"] = new JsonArray([.. labels.Select(l => JsonValue.Create(l))]);
        var answer = await _api.SendAsync(HttpMethod.Post, access.ExternalId, $"repos/{repository}/issues", body, [.. VendorApi.Invalid, HttpStatusCode.Gone], ct);
        if (answer.Status is HttpStatusCode.Gone) throw new FormInvalidException("repo", "The repository has no issues.");
        if (VendorApi.Invalid.Contains(answer.Status)) throw new FormInvalidException(Errors(answer.Body));
        return Issue(repository, answer.Body);
    }

    public async Task<RemoteIssue?> FindIssueAsync(IntegrationAccess access, string key, CancellationToken ct)
    {
        if (!TryParse(key, out var repository, out var number)) return null;
        // Moved to another repository, it answers with a redirect, which leads to the same API; the key is then the new one.
        var answer = await _api.SendAsync(HttpMethod.Get, access.ExternalId, $"repos/{repository}/issues/{number}", null, VendorApi.Missing, ct);
        return VendorApi.Missing.Contains(answer.Status) ? null : Issue(answer.Body.Text("repository_url") is null ? repository : RepositoryOf(answer.Body), answer.Body);
    }

    public async Task<IReadOnlyList<RemoteIssue>> SearchIssuesAsync(IntegrationAccess access, string text, string? repository, int max, CancellationToken ct)
    {
        if (repository is not null) CheckPath(repository, "repoId");
        // A word with a colon, or a quote, would be a qualifier of GitHub's search.
        var words = string.Join(' ', text.Split([' ', ':', '"'], StringSplitOptions.RemoveEmptyEntries));
        var scope = repository is null ? $"user:{access.Name}" : $"repo:{repository}";
        var answer = await _api.SendAsync(HttpMethod.Get, access.ExternalId, $"search/issues?per_page={Math.Min(max, PageSize)}&q={Uri.EscapeDataString($"{scope} {words}")}", null, VendorApi.Invalid, ct);
        // 422: none of what is searched was opened to the app.
        return VendorApi.Invalid.Contains(answer.Status) ? [] : [.. answer.Body.At("items").Items().Take(max).Select(item => Issue(RepositoryOf(item), item))];
    }

    public async Task CommentAsync(IntegrationAccess access, string key, string text, CancellationToken ct)
    {
        if (TryParse(key, out var repository, out var number)) await _api.SendAsync(HttpMethod.Post, access.ExternalId, $"repos/{repository}/issues/{number}/comments", new { body = text }, null, ct);
    }

    private async Task<IReadOnlyList<FormChoice>> ChoicesAsync(IntegrationAccess access, string address, string member, CancellationToken ct) =>
        [.. await VendorApi.LinkedAsync($"{address}?per_page={PageSize}", next => GetAsync(access, next, ct), body => body, MaxPages, ct)
            .Select(item => item.Promised(member, Key)).Take(MaxChoices).Select(name => new FormChoice(name, name)).ToListAsync(ct)];

    private static RemoteIssue Issue(string repository, JsonElement item) => new(
        $"{repository}#{item.Promised("number", Key)}", item.Text("title") ?? throw VendorApi.Malformed(Key), item.Text("body"), item.Text("html_url"), item.Text("state"), item.Text("state") == "closed",
        item.At("assignee").Text("login"), repository);

    private static string RepositoryOf(JsonElement item) =>
        item.Text("repository_url")?.Split('/') is [.., var owner, var name] && VendorApi.IsPath($"{owner}/{name}", 2) ? $"{owner}/{name}" : throw VendorApi.Malformed(Key);

    private static bool TryParse(string key, out string repository, out int number)
    {
        (repository, number) = ("", 0);
        if (key.Split('#') is not [var path, var digits] || !VendorApi.IsPath(path, 2) || !int.TryParse(digits, System.Globalization.NumberStyles.None, null, out number)) return false;
        repository = path;
        return true;
    }

    private static List<FormFieldError> Errors(JsonElement body)
    {
        var errors = body.At("errors").Items().Select(e => new FormFieldError(FieldOf(e.Text("field")), [e.Text("message") ?? $"GitHub says '{e.Text("code") ?? "invalid"}'."])).ToList();
        return errors.Count > 0 ? errors : [new FormFieldError("repo", [body.Text("message") ?? "GitHub does not take it."])];
    }

    private static string FieldOf(string? name) => name switch { "assignees" => "assignee", "body" => "description", "labels" or "title" => name, _ => "repo" };
}
