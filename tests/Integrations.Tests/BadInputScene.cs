using System.Text.Json;

namespace GraphQLPlugins.Integrations.Tests;

/// <summary>Apps, an installation of each and a webhook, for changes that are all refused: so the host serves all tests of a class.</summary>
public sealed class BadInputScene : AppScene
{
    private readonly Dictionary<string, string> _names = [];
    private string _tables = "";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Clock.Stop();
        var one = await CreateAsync("""{ "scopes": ["event:read"], "events": ["issue"], "webhookHeaders": [{ "name": "X-Key", "value": "a" }] }""");
        var two = await CreateAsync("""{ "name": "Two", "scopes": ["event:read", "project:read"], "events": ["issue"] }""");
        await PublishAsync("two");
        var ours = await CreateAsync("""{ "name": "Ours", "isInternal": true, "webhookUrl": null, "scopes": ["org:read"] }""");
        await CreateAsync("""{ "name": "Gone" }""");
        await DoAsync("deleteApp", new { slug = "gone" });
        var installed = await DoAsync("installApp", new { slug = "one" });
        var second = await DoAsync("installApp", new { slug = "two" });
        var first = await ExchangeAsync(second, two, Text(second, "code")!);
        await DoAsync("createDocIntegration", new { name = "Doc", author = "Me", description = "It is.", url = "https://example.com/" });
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

    /// <summary>The only error of a mutation whose input names things of the scene in capitals, such as <c>$WEBHOOK</c>; null when it was not refused.</summary>
    public async Task<(string? Code, string? Path, string Answer)> RefusalAsync(string mutation, string input)
    {
        foreach (var (name, value) in _names.OrderByDescending(n => n.Key.Length)) input = input.Replace($"${name}", value);
        using var given = JsonDocument.Parse($$"""{ "input": {{input}} }""", new JsonDocumentOptions { MaxDepth = 1_000 });
        var answer = await Host.RunAsync(mutation, given.RootElement);
        if (answer.TryGetProperty("errors", out var faults)) return ("request", null, faults.ToString());
        var payload = answer.GetProperty("data").GetProperty(mutation);
        if (payload.GetProperty("errors") is not { ValueKind: JsonValueKind.Array } errors) return (null, null, payload.ToString());
        var error = Assert.Single(errors.EnumerateArray());
        return (Text(error, "code"), error.GetProperty("path") is { ValueKind: JsonValueKind.Array } path ? string.Join('.', path.EnumerateArray()) : null, error.ToString());
    }

    /// <summary>Each table with a digest of its rows.</summary>
    public async Task<string> RowsAsync() => string.Join('\n', await Host.Database.ListAsync(_tables));

    private async Task<JsonElement> ExchangeAsync(JsonElement installed, JsonElement app, string code) => await DoAsync("exchangeAppToken", new
    {
        installationUuid = Text(installed.GetProperty("installation"), "uuid"), grantType = "AUTHORIZATION_CODE", clientId = Text(app, "clientId"), clientSecret = Text(app, "clientSecret"), code,
    });
}
