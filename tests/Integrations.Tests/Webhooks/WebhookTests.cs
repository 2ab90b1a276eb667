using System.Text.Json;
using GraphQLPlugins.ModuleTesting;

namespace GraphQLPlugins.Integrations.Tests.Webhooks;

/// <summary>Making, changing and removing webhooks.</summary>
[Trait("Line", "O7")]
public sealed class WebhookTests : WebhookScene
{
    [Fact]
    public async Task A_webhook_is_made_changed_and_removed()
    {
        var (installation, _) = await InstallAsync();
        var project = await CreateProjectAsync("shop");
        var payload = await DoAsync("createWebhook", Input(installation, $$"""
            { "identifier": "billing", "events": ["options"], "customHeaders": [{ "name": "Authorization", "value": "Bearer sesame" }], "projectIds": ["{{project}}"], "strictOrder": true }
            """));
        var webhook = payload.GetProperty("webhook");

        Assert.Matches("^whsec_[A-Za-z0-9+/]{43}=$", Text(payload, "secret"));
        Assert.Equal("billing MANUAL True True", $"{Text(webhook, "identifier")} {Text(webhook, "origin")} {webhook.GetProperty("strictOrder")} {webhook.GetProperty("active")}");
        Assert.Equal("""["options.changed"]""", webhook.GetProperty("events").ToString());
        Assert.Equal("""[{"name":"Authorization","value":"********"}]""", Compact(webhook.GetProperty("customHeaders")));
        Assert.Equal("""[{"name":"shop"}]""", Compact(webhook.GetProperty("projects")));

        var id = Text(webhook, "id");
        var refused = await RefusedAsync("updateWebhook", new { id, expectedEtag = "\"old\"", active = false });
        Assert.Equal("ETAG_MISMATCH", Text(refused, "code"));
        var changed = (await DoAsync("updateWebhook", new { id, expectedEtag = Text(webhook, "etag"), targetUrl = $"{Receiver.Url}/other", active = false, projectIds = Array.Empty<string>() })).GetProperty("webhook");
        Assert.Equal($"{Receiver.Url}/other False MANUAL []", $"{Text(changed, "targetUrl")} {changed.GetProperty("active")} {Text(changed, "disabledReason")} {changed.GetProperty("projects")}");
        Assert.NotEqual(Text(webhook, "etag"), Text(changed, "etag"));

        await DoAsync("deleteWebhook", new { id });
        Assert.Equal("", await IdentifiersAsync());
        Assert.Equal("WEBHOOK_NOT_FOUND", Text(await RefusedAsync("deleteWebhook", new { id }), "code"));
        // The name is free again.
        await HookAsync(installation, """{ "identifier": "billing" }""");
        Assert.Equal("billing", await IdentifiersAsync());
    }

    [Fact]
    [Trait("Line", "A8")]
    public async Task Events_need_the_apps_scope_and_the_callers_capability_at_every_write()
    {
        var (installation, _) = await InstallAsync(scopes: """["project:read"]""");

        var missing = await RefusedAsync("createWebhook", Input(installation));
        Assert.Equal("EVENT_SCOPE_MISSING", Text(missing, "code"));
        Assert.Equal("INPUT_INVALID", Text(await RefusedAsync("createWebhook", Input(installation, """{ "events": ["nothing.happened"] }""")), "code"));
        Assert.Equal("INPUT_INVALID", Text(await RefusedAsync("createWebhook", Input(installation, """{ "events": [] }""")), "code"));

        var (other, _) = await InstallAsync(name: "Two");
        var (id, _) = await HookAsync(other);
        Host.Caller = ModuleHost.Identity("integrations:write");
        Assert.Equal("FORBIDDEN", Text(await RefusedAsync("updateWebhook", new { id, events = new[] { "options.changed" } }), "code"));
        Assert.Equal("FORBIDDEN", Text(await RefusedAsync("createWebhook", Input(other, """{ "identifier": "two" }""")), "code"));
        Assert.Equal("one", await IdentifiersAsync());
    }

    [Fact]
    public async Task Addresses_on_private_networks_are_refused_in_every_spelling()
    {
        var (installation, _) = await InstallAsync();

        foreach (var url in new[]
        {
            "http://10.0.0.1/hook", "http://169.254.169.254/latest", "http://[::ffff:10.0.0.1]/", "http://[::10.0.0.1]/", "http://0x0a000001/", "http://167772161/", "http://0300.0250.0.1/", "http://10.1/",
            "http://[64:ff9b::a00:1]/", "http://[2002:a00:1::]/", "http://[fd00::1]/", "http://[fe80::1]/", "http://user:word@example.com/",
        })
            Assert.Equal((url, "URL_NOT_ALLOWED"), (url, Text(await RefusedAsync("createWebhook", With(installation, "targetUrl", url)), "code")));
        foreach (var url in new[] { "ftp://example.com/", "  ", "/hook", "https://example.com/" + new string('a', 512) })
            Assert.Equal((url, "INPUT_INVALID"), (url, Text(await RefusedAsync("createWebhook", With(installation, "targetUrl", url)), "code")));
        Assert.Equal("", await IdentifiersAsync());
    }

    [Fact]
    public async Task Headers_that_are_ours_break_lines_or_are_too_many_are_refused()
    {
        var (installation, _) = await InstallAsync();

        foreach (var (name, value) in new[]
        {
            ("Content-Type", "text/plain"), ("webhook-signature", "v1,forged"), ("Sentry-Hook-Signature", "forged"), ("Host", "elsewhere"), ("X-Good", "line\r\nX-Bad: yes"), ("X-Go\r\nod", "value"), ("X-Good", ""),
            ("X-Good", new string('v', 999)),
        })
            Assert.Equal((name, "INPUT_INVALID"), (name, Text(await RefusedAsync("createWebhook", With(installation, "customHeaders", new[] { new { name, value } })), "code")));
        Assert.Equal("INPUT_INVALID", Text(await RefusedAsync("createWebhook", With(installation, "customHeaders", Many(6))), "code"));
        await DoAsync("createWebhook", With(installation, "customHeaders", Many(5)));

        static object Many(int count) => Enumerable.Range(0, count).Select(i => new { name = $"X-{i}", value = new string('v', 998) });
    }

    [Fact]
    public async Task Names_are_unique_for_each_owner()
    {
        var (first, _) = await InstallAsync();
        var (second, _) = await InstallAsync(name: "Two");
        await HookAsync(first);

        Assert.Equal("WEBHOOK_IDENTIFIER_TAKEN", Text(await RefusedAsync("createWebhook", Input(first)), "code"));
        await HookAsync(second);
        var (id, _) = await HookAsync(first, """{ "identifier": "two" }""");
        Assert.Equal("WEBHOOK_IDENTIFIER_TAKEN", Text(await RefusedAsync("updateWebhook", new { id, identifier = "one" }), "code"));
    }

    [Fact]
    public async Task Other_organizations_and_other_apps_see_nothing()
    {
        var (installation, _) = await InstallAsync();
        var (id, _) = await HookAsync(installation);

        Host.Caller = Other();
        Assert.Equal("", await IdentifiersAsync());
        Assert.Equal("WEBHOOK_NOT_FOUND", Text(await RefusedAsync("updateWebhook", new { id, active = false }), "code"));
        Assert.Equal("APP_INSTALLATION_NOT_FOUND", Text(await RefusedAsync("createWebhook", Input(installation)), "code"));
        Host.Caller = ModuleHost.Identity("catalog:*");
        Assert.Equal("AUTH_NOT_AUTHORIZED", CodeOf(await Host.RunAsync("webhooks")));
    }

    [Fact]
    public async Task An_owner_has_so_many_webhooks_at_most()
    {
        var (installation, _) = await InstallAsync();
        await Host.Database.ExecuteAsync($"""
            INSERT INTO integrations.webhook_subscriptions (id, organization_id, installation_id, owner_key, identifier, origin, target_url, events, strict_order, active, created_at, updated_at, headers, project_ids, revision)
            SELECT gen_random_uuid(), '01900000-0000-7000-8000-000000000001', '{installation}', 'app:{installation:N}', 'n' || i, 'Manual', 'https://example.com', ARRAY['options.changed'], false, true, now(), now(), '[]', ARRAY[]::uuid[], 1
            FROM generate_series(1, 50) i
            """);

        Assert.Equal("WEBHOOK_LIMIT_REACHED", Text(await RefusedAsync("createWebhook", Input(installation)), "code"));
    }

    private Dictionary<string, JsonElement> With(Guid installation, string member, object value) => new(Input(installation)) { [member] = JsonSerializer.SerializeToElement(value) };

    private async Task<string> IdentifiersAsync() =>
        string.Join(' ', (await Host.RunAsync("webhooks")).GetProperty("data").GetProperty("webhooks").GetProperty("nodes").EnumerateArray().Select(w => Text(w, "identifier")));

    private static string Compact(JsonElement json) => JsonSerializer.Serialize(json);
}
