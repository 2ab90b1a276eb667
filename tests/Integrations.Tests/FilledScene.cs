using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Integrations.Tests.Avatars;

namespace GraphQLPlugins.Integrations.Tests;

/// <summary>Apps of every status, installations and a webhook. A class whose tests change nothing of them shares one.</summary>
public sealed class FilledScene : AppScene
{
    /// <summary>A manifest that makes the app <c>one</c> another.</summary>
    public const string Manifest = """{ "author": "You", "webhookUrl": "https://example.com/" }""";

    private readonly Dictionary<string, string> _names = [];
    private string _tables = "";

    protected override (string Name, string Value)[] Settings => [("Integrations:RedirectUrl", "https://plugins.example.org/setup"), ("Integrations:Jira:ClientId", "jira"), ("Integrations:Jira:ClientSecret", "secret")];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Clock.Stop();
        var one = await CreateAsync("""{ "scopes": ["event:read"], "events": ["issue"], "webhookHeaders": [{ "name": "X-Key", "value": "a" }] }""");
        var two = await CreateAsync("""{ "name": "Two", "scopes": ["event:read", "project:read"], "events": ["issue"] }""");
        await PublishAsync("two");
        var ours = await CreateAsync("""{ "name": "Ours", "isInternal": true, "webhookUrl": null, "scopes": ["org:read"] }""");
        await CreateAsync("""{ "name": "Three" }""");
        await CreateAsync("""{ "name": "Pictured" }""");
        await UploadAsync("pictured");
        await CreateAsync("""{ "name": "Gone" }""");
        await DoAsync("deleteApp", new { slug = "gone" });
        var installed = await DoAsync("installApp", new { slug = "one" });
        var second = await DoAsync("installApp", new { slug = "two" });
        var first = await ExchangeAsync(second, two, Text(second, "code")!);
        await DoAsync("createDocIntegration", new { name = "Doc", author = "Me", description = "It is.", url = "https://example.com/" });
        _names["PROJECT"] = Text((await DoAsync("createProject", new { name = "shop" })).GetProperty("project"), "id")!;
        _names["MANIFEST_DIGEST"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Manifest)));
        _names["OURS"] = Text(ours, "slug")!;
        _names["ONE_AT"] = Text(installed.GetProperty("installation"), "uuid")!;
        _names["TWO_AT"] = Text(second.GetProperty("installation"), "uuid")!;
        _names["ONE_CODE"] = Text(installed, "code")!;
        _names["TWO_CODE_USED"] = Text(second, "code")!;
        _names["ONE_CLIENT"] = Text(one, "clientId")!;
        _names["ONE_SECRET"] = Text(one, "clientSecret")!;
        _names["TWO_CLIENT"] = Text(two, "clientId")!;
        _names["TWO_SECRET"] = Text(two, "clientSecret")!;
        _names["TWO_REFRESH"] = Text(first, "refreshToken")!;
        _names["TWO_TOKEN"] = Text(first, "accessToken")!;
        var hook = await DoAsync("createWebhook", new { installationUuid = _names["ONE_AT"], identifier = "hook", targetUrl = "https://example.com/", events = new[] { "issue.created" } });
        _names["WEBHOOK"] = Text(hook.GetProperty("webhook"), "id")!;
        _names["APP_WEBHOOK"] = (await Host.RunAsync("webhooks")).GetProperty("data").GetProperty("webhooks").GetProperty("nodes").EnumerateArray()
            .First(node => Text(node, "origin") == "APP").GetProperty("id").GetString()!;
        _tables = string.Join(" UNION ALL ", (await Host.Database.ListAsync("SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables WHERE table_schema IN ('kernel', 'integrations') AND table_type = 'BASE TABLE' ORDER BY 1"))
            .Select(table => $"SELECT '{table} ' || count(*) || ' ' || coalesce(md5(string_agg(t::text, ',' ORDER BY t::text)), '') FROM {table} t"));
    }

    /// <summary>A picture for an app, with more members of the input.</summary>
    public async Task<JsonElement> UploadAsync(string slug, params (string Name, object? Value)[] more)
    {
        var input = new Dictionary<string, object?> { ["slug"] = slug, ["file"] = new StreamFile("logo.png", () => new MemoryStream(AvatarTests.Png(64, 64))) };
        foreach (var (name, value) in more) input[name] = value;
        return await Host.UploadAsync("uploadAppAvatar", input);
    }

    /// <summary>Runs a document that only a test needs.</summary>
    public Task<JsonElement> QueryAsync(string document, object? variables = null) => Host.QueryAsync(document, variables);

    /// <summary>The etag of what a mutation's input is about.</summary>
    public async Task<string> EtagAsync(string mutation, string input)
    {
        using var given = JsonDocument.Parse(Named(input));
        var (about, document, list) = given.RootElement.TryGetProperty("installationUuid", out var uuid)
            ? (uuid, "query($id: ID!) { appInstallations(organizationId: $id, first: 100) { nodes { uuid etag } } }", "appInstallations")
            : given.RootElement.TryGetProperty("id", out var id) ? (id, "{ webhooks(first: 100) { nodes { id etag } } }", "webhooks")
            : mutation.Contains("Doc", StringComparison.Ordinal) ? (given.RootElement.GetProperty("slug"), "{ docIntegrations { nodes { slug etag } } }", "docIntegrations")
            : (given.RootElement.GetProperty("slug"), "query($slug: String!) { app(slug: $slug) { slug etag } }", "app");
        var found = (await Host.QueryAsync(document, new { id = await OrganizationIdAsync(), slug = about.GetString() })).GetProperty("data").GetProperty(list);
        return list == "app" ? Text(found, "etag")! : Text(found.GetProperty("nodes").EnumerateArray().Single(node => node.EnumerateObject().First().Value.GetString() == about.GetString()), "etag")!;
    }

    /// <summary>A mutation's payload.</summary>
    public async Task<JsonElement> PayloadAsync(string mutation, string input, string more = "")
    {
        using var given = JsonDocument.Parse($$"""{ "input": {{Named(input).TrimEnd()[..^1]}} {{more}} } }""");
        return (await Host.RunAsync(mutation, given.RootElement)).GetProperty("data").GetProperty(mutation);
    }

    /// <summary>The only error of a mutation whose input names things of the scene in capitals, such as <c>$WEBHOOK</c>; null when it was not refused.</summary>
    public async Task<(string? Code, string? Path, string Answer)> RefusalAsync(string mutation, string input)
    {
        using var given = JsonDocument.Parse($$"""{ "input": {{Named(input)}} }""", new JsonDocumentOptions { MaxDepth = 1_000 });
        var answer = await Host.RunAsync(mutation, given.RootElement);
        if (answer.TryGetProperty("errors", out var faults)) return ("request", null, faults.ToString());
        var payload = answer.GetProperty("data").GetProperty(mutation);
        if (payload.GetProperty("errors") is not { ValueKind: JsonValueKind.Array } errors) return (null, null, payload.ToString());
        var error = Assert.Single(errors.EnumerateArray());
        return (Text(error, "code"), error.GetProperty("path") is { ValueKind: JsonValueKind.Array } path ? string.Join('.', path.EnumerateArray()) : null, error.ToString());
    }

    /// <summary>The code and the message of a question's only error.</summary>
    public async Task<(string? Code, string Answer)> FaultAsync(string query, string variables)
    {
        using var given = JsonDocument.Parse(Named(variables).Replace("$ORGANIZATION", await OrganizationIdAsync()), new JsonDocumentOptions { MaxDepth = 1_000 });
        var answer = await Host.RunAsync(query, given.RootElement);
        return (CodeOf(answer), answer.ToString());
    }

    /// <summary>Each table with a digest of its rows.</summary>
    public async Task<string> RowsAsync() => string.Join('\n', await Host.Database.ListAsync(_tables));

    private string Named(string input) => _names.OrderByDescending(n => n.Key.Length).Aggregate(input, (text, name) => text.Replace($"${name.Key}", name.Value));

    private async Task<JsonElement> ExchangeAsync(JsonElement installed, JsonElement app, string code) => await DoAsync("exchangeAppToken", new
    {
        installationUuid = Text(installed.GetProperty("installation"), "uuid"), grantType = "AUTHORIZATION_CODE", clientId = Text(app, "clientId"), clientSecret = Text(app, "clientSecret"), code,
    });
}
