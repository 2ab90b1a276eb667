using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GraphQLPlugins.Integrations.Forms;
using GraphQLPlugins.Integrations.Providers.Capabilities;
using GraphQLPlugins.Kernel.Providers;

namespace GraphQLPlugins.Integrations.Providers.Jira;

/// <summary>Issues, with the fields that their project asks for.</summary>
internal sealed partial class JiraProvider
{
    private const string ProjectField = "project";
    private const string TypeField = "issuetype";
    private const string ReadFields = "summary,description,status,assignee,project";

    public async Task<IReadOnlyList<FormField>> IssueFieldsAsync(IntegrationAccess access, JsonObject values, CancellationToken ct)
    {
        var fields = new List<FormField> { new(ProjectField, FormFieldType.Select, "Project") { IsRequired = true, UpdatesForm = true, Choices = await ProjectsAsync(access, ct) } };
        var project = values.Given(ProjectField) is { } chosen && fields[0].Choices!.Any(c => c.Value == chosen) ? chosen : null;
        var types = project is null ? [] : await PagesAsync(access, $"issue/createmeta/{project}/issuetypes", "issueTypes", ct);
        fields.Add(new FormField(TypeField, FormFieldType.Select, "Issue type")
        {
            IsRequired = true, UpdatesForm = true, Choices = [.. types.Where(t => !t.Flag("subtask")).Select(t => new FormChoice(t.Promised("id", Key), t.Text("name") ?? t.Promised("id", Key)))],
        });
        var type = values.Given(TypeField) is { } id && fields[1].Choices!.Any(c => c.Value == id) ? id : null;
        // Before both are chosen, what every issue has.
        if (type is null) return [.. fields, new FormField("summary", FormFieldType.String, "Summary") { IsRequired = true }, new FormField("description", FormFieldType.Text, "Description")];
        return [.. fields, .. (await PagesAsync(access, $"issue/createmeta/{project}/issuetypes/{type}", "fields", ct)).Select(JiraFields.Read).OfType<FormField>().Where(f => f.Name is not (ProjectField or TypeField))];
    }

    public async Task<RemoteIssue> CreateIssueAsync(IntegrationAccess access, JsonObject values, CancellationToken ct)
    {
        var (project, type) = (values.Given(ProjectField)!, values.Given(TypeField)!);
        var kinds = (await PagesAsync(access, $"issue/createmeta/{project}/issuetypes/{type}", "fields", ct)).ToDictionary(f => f.Text("fieldId") ?? f.Promised("key", Key), f => f.At("schema"));
        var fields = new JsonObject { [ProjectField] = new JsonObject { ["id"] = project }, [TypeField] = new JsonObject { ["id"] = type } };
        foreach (var (name, value) in values)
            if (name is not (ProjectField or TypeField) && kinds.TryGetValue(name, out var schema) && JiraFields.Write(name, schema, value) is { } written) fields[name] = written;
        var answer = await OnSiteAsync(HttpMethod.Post, access, "issue", new JsonObject { ["fields"] = fields }, VendorApi.Invalid, ct);
        if (VendorApi.Invalid.Contains(answer.Status)) throw new FormInvalidException(Errors(answer.Body));
        var key = answer.Body.Promised("key", Key);
        return await FindIssueAsync(access, key, ct) ?? throw VendorApi.Malformed(Key);
    }

    public async Task<RemoteIssue?> FindIssueAsync(IntegrationAccess access, string key, CancellationToken ct)
    {
        if (!IssueKey().IsMatch(key)) return null;
        var answer = await OnSiteAsync(HttpMethod.Get, access, $"issue/{key}?fields={ReadFields}", null, VendorApi.Missing, ct);
        return VendorApi.Missing.Contains(answer.Status) ? null : Issue(access, answer.Body);
    }

    public async Task<IReadOnlyList<RemoteIssue>> SearchIssuesAsync(IntegrationAccess access, string text, string? repository, int max, CancellationToken ct)
    {
        var asked = IssueKey().IsMatch(text) ? $"(text ~ {Quote(text)} OR key = {Quote(text)})" : $"text ~ {Quote(text)}";
        var jql = $"{(repository is null ? "" : $"project = {Quote(repository)} AND ")}{asked} ORDER BY updated DESC";
        var answer = await OnSiteAsync(HttpMethod.Post, access, "search/jql", new { jql, maxResults = max, fields = ReadFields.Split(',') }, VendorApi.Invalid, ct);
        // 400: the key or the project does not exist.
        return VendorApi.Invalid.Contains(answer.Status) ? [] : [.. answer.Body.At("issues").Items().Take(max).Select(item => Issue(access, item))];
    }

    public Task CommentAsync(IntegrationAccess access, string key, string text, CancellationToken ct) =>
        OnSiteAsync(HttpMethod.Post, access, $"issue/{key}/comment", new JsonObject { ["body"] = JiraDocument.Write(text) }, null, ct);

    public async Task<bool> AssignAsync(IntegrationAccess access, RemoteIssue issue, string? email, CancellationToken ct)
    {
        string? account = null;
        if (email is not null)
        {
            var users = await GetAsync(access, $"user/assignable/search?issueKey={Uri.EscapeDataString(issue.Key)}&query={Uri.EscapeDataString(email)}&maxResults=50", ct);
            // Addresses may be hidden, and then the only one that is found is meant.
            var found = users.Items().ToList();
            account = found.FirstOrDefault(u => string.Equals(u.Text("emailAddress"), email, StringComparison.OrdinalIgnoreCase)).Text("accountId")
                ?? (found is [var only] && only.Text("emailAddress") is null or "" ? only.Text("accountId") : null);
            if (account is null) return false;
        }
        await OnSiteAsync(HttpMethod.Put, access, $"issue/{issue.Key}/assignee", new JsonObject { ["accountId"] = account }, null, ct);
        return true;
    }

    public async Task<bool> MoveAsync(IntegrationAccess access, RemoteIssue issue, string state, CancellationToken ct)
    {
        if (issue.State == state) return true;
        var transitions = (await GetAsync(access, $"issue/{issue.Key}/transitions", ct)).At("transitions");
        if (transitions.Items().FirstOrDefault(t => t.At("to").Text("name") == state).Id("id") is not { } transition) return false;
        await OnSiteAsync(HttpMethod.Post, access, $"issue/{issue.Key}/transitions", new { transition = new { id = transition } }, null, ct);
        return true;
    }

    private async Task<List<JsonElement>> PagesAsync(IntegrationAccess access, string address, string member, CancellationToken ct)
    {
        const int size = 50;
        return await VendorApi.OffsetAsync(size, async start => (await GetAsync(access, $"{address}?startAt={start}&maxResults={size}", ct)).At(member), maxPages: 20, ct).ToListAsync(ct);
    }

    private static RemoteIssue Issue(IntegrationAccess access, JsonElement item)
    {
        var (key, fields) = (item.Promised("key", Key), item.At("fields"));
        var status = fields.At("status");
        return new RemoteIssue(
            key, fields.Text("summary") ?? throw VendorApi.Malformed(Key), JiraDocument.Read(fields.At("description")), $"{((string?)access.Metadata[SiteUrl])?.TrimEnd('/')}/browse/{key}", status.Text("name"),
            status.At("statusCategory").Text("key") == "done", fields.At("assignee").Text("displayName"), fields.At("project").Id("id"));
    }

    private static List<FormFieldError> Errors(JsonElement body)
    {
        var errors = body.At("errors") is { ValueKind: JsonValueKind.Object } members ? members.EnumerateObject().Select(m => new FormFieldError(m.Name, [m.Value.ToString()])).ToList() : [];
        var general = body.At("errorMessages").Items().Select(m => m.ToString()).ToList();
        if (general.Count > 0) errors.Add(new FormFieldError(ProjectField, general));
        return errors.Count > 0 ? errors : [new FormFieldError(ProjectField, ["Jira does not take it."])];
    }

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_]{1,254}-[0-9]{1,18}\z")]
    private static partial Regex IssueKey();
}
