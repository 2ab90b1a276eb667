using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Integrations.Forms;
using GraphQLPlugins.Integrations.Providers.Capabilities;
using GraphQLPlugins.Kernel.Providers;

namespace GraphQLPlugins.Integrations.Providers.AzureDevOps;

/// <summary>Work items, whose key is their number. https://learn.microsoft.com/rest/api/azure/devops/wit/work-items</summary>
internal sealed partial class AzureDevOpsProvider
{
    private const string ProjectField = "project";
    private const string TypeField = "work_item_type";
    private const string ReadFields = "System.Title,System.Description,System.State,System.TeamProject,System.WorkItemType,System.AssignedTo";

    public async Task<IReadOnlyList<FormField>> IssueFieldsAsync(IntegrationAccess access, JsonObject values, CancellationToken ct)
    {
        var projects = await ProjectsAsync(access, ct);
        var chosen = values.Given(ProjectField) is { } project && projects.Contains(project) ? project : null;
        var types = chosen is null ? [] : await TypesAsync(access, chosen, ct);
        return [
            new FormField(ProjectField, FormFieldType.Select, "Project") { IsRequired = true, UpdatesForm = true, Choices = [.. projects.Select(p => new FormChoice(p, p))] },
            new FormField(TypeField, FormFieldType.Select, "Work item type") { IsRequired = true, Choices = [.. types.Select(t => t.Promised("name", Key)).Select(t => new FormChoice(t, t))] },
            new FormField("title", FormFieldType.String, "Title") { IsRequired = true },
            new FormField("description", FormFieldType.Text, "Description"),
        ];
    }

    public async Task<RemoteIssue> CreateIssueAsync(IntegrationAccess access, JsonObject values, CancellationToken ct)
    {
        var (project, type) = (values.Given(ProjectField)!, values.Given(TypeField)!);
        var fields = new Dictionary<string, string?> { ["System.Title"] = values.Given("title") };
        // The description is HTML.
        if (values.Given("description") is { } description) fields["System.Description"] = System.Net.WebUtility.HtmlEncode(description).ReplaceLineEndings("<br>");
        var answer = await SendAsync(HttpMethod.Post, access, $"{Uri.EscapeDataString(project)}/_apis/wit/workitems/${Uri.EscapeDataString(type)}?{Version}", Patch(fields), VendorApi.Invalid, ct);
        if (VendorApi.Invalid.Contains(answer.Status)) throw new FormInvalidException(TypeField, answer.Body.Text("message") ?? "Azure DevOps does not take it.");
        return await IssueAsync(access, answer.Body, [], ct);
    }

    public async Task<RemoteIssue?> FindIssueAsync(IntegrationAccess access, string key, CancellationToken ct)
    {
        if (!int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        var answer = await SendAsync(HttpMethod.Get, access, $"_apis/wit/workitems/{number}?{Version}", null, VendorApi.Missing, ct);
        return VendorApi.Missing.Contains(answer.Status) ? null : await IssueAsync(access, answer.Body, [], ct);
    }

    public async Task<IReadOnlyList<RemoteIssue>> SearchIssuesAsync(IntegrationAccess access, string text, string? repository, int max, CancellationToken ct)
    {
        var scope = repository is null ? "" : $" AND [System.TeamProject] = {Quote(repository)}";
        var query = $"SELECT [System.Id] FROM WorkItems WHERE [System.Title] CONTAINS {Quote(text)}{scope} ORDER BY [System.ChangedDate] DESC";
        var found = await SendAsync(HttpMethod.Post, access, $"_apis/wit/wiql?$top={max}&{Version}", new { query }, VendorApi.Invalid, ct);
        var ids = found.Body.At("workItems").Items().Select(w => w.Promised("id", Key)).Take(max).ToList();
        // 400: a project that does not exist.
        if (VendorApi.Invalid.Contains(found.Status) || ids.Count == 0) return [];
        var items = (await GetAsync(access, $"_apis/wit/workitems?ids={string.Join(',', ids)}&fields={ReadFields}&{Version}", ct)).At("value");
        var (issues, known) = (new List<RemoteIssue>(), new Dictionary<(string, string), HashSet<string>>());
        foreach (var item in items.Items()) issues.Add(await IssueAsync(access, item, known, ct));
        return issues;
    }

    public Task CommentAsync(IntegrationAccess access, string key, string text, CancellationToken ct) =>
        UpdateAsync(access, key, "System.History", System.Net.WebUtility.HtmlEncode(text).ReplaceLineEndings("<br>"), ct);

    public Task<bool> AssignAsync(IntegrationAccess access, RemoteIssue issue, string? email, CancellationToken ct) => UpdateAsync(access, issue.Key, "System.AssignedTo", email ?? "", ct);

    public async Task<bool> MoveAsync(IntegrationAccess access, RemoteIssue issue, string state, CancellationToken ct) => issue.State == state || await UpdateAsync(access, issue.Key, "System.State", state, ct);

    private async Task<bool> UpdateAsync(IntegrationAccess access, string key, string field, string value, CancellationToken ct)
    {
        var answer = await SendAsync(HttpMethod.Patch, access, $"_apis/wit/workitems/{key}?{Version}", Patch(new Dictionary<string, string?> { [field] = value }), VendorApi.Invalid, ct);
        return !VendorApi.Invalid.Contains(answer.Status);
    }

    /// <summary>An item as the vendor tells it. Which states mean that it is done is up to its project and type, so these are asked for once.</summary>
    private async Task<RemoteIssue> IssueAsync(IntegrationAccess access, JsonElement item, Dictionary<(string, string), HashSet<string>> known, CancellationToken ct)
    {
        var (id, fields) = (item.Promised("id", Key), item.At("fields"));
        var (project, type, state) = (fields.Promised("System.TeamProject", Key), fields.Promised("System.WorkItemType", Key), fields.Text("System.State"));
        if (!known.TryGetValue((project, type), out var done))
        {
            var states = await GetAsync(access, $"{Uri.EscapeDataString(project)}/_apis/wit/workitemtypes/{Uri.EscapeDataString(type)}/states?{Version}", ct);
            known[(project, type)] = done = [.. states.At("value").Items().Where(s => s.Text("category") is "Completed" or "Resolved" or "Removed").Select(s => s.Text("name")).OfType<string>()];
        }
        return new RemoteIssue(
            id, fields.Text("System.Title") ?? throw VendorApi.Malformed(Key), fields.Text("System.Description"), $"{(string?)access.Metadata["url"]}/{Uri.EscapeDataString(project)}/_workitems/edit/{id}", state,
            state is not null && done.Contains(state), fields.At("System.AssignedTo").Text("displayName"), project);
    }

    /// <summary>A change as JSON Patch (RFC 6902), which Azure DevOps tells by its media type.</summary>
    private static JsonContent Patch(Dictionary<string, string?> fields) =>
        JsonContent.Create(fields.Select(f => new { op = "add", path = $"/fields/{f.Key}", value = f.Value }), new MediaTypeHeaderValue("application/json-patch+json"));

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
