using System.Text.Json;
using GraphQLPlugins.ModuleTesting;

namespace GraphQLPlugins.Integrations.Tests.Apps;

/// <summary>Registering apps through the graph, with the canonical documents.</summary>
public sealed class CreateAppTests : IAsyncLifetime
{
    private ModuleHost _host = null!;

    public async Task InitializeAsync() => _host = await IntegrationsHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    [Trait("Line", "A2")]
    [Trait("Line", "A4")]
    [Trait("Line", "A11")]
    public async Task A_new_app_starts_with_the_defaults()
    {
        var app = await CreateAsync("""{ "name": "My First App!", "author": "Me", "webhookUrl": "https://example.com/hook" }""");

        Assert.Equal(("my-first-app", "My First App!", "Me", "UNPUBLISHED"), (Text(app, "slug"), Text(app, "name"), Text(app, "author"), Text(app, "status")));
        Assert.Equal((true, false, 1), (app.GetProperty("verifyInstall").GetBoolean(), app.GetProperty("isAlertable").GetBoolean(), app.GetProperty("popularity").GetInt32()));
        Assert.Equal("""[{"feature":"API"}]""", app.GetProperty("features").ToString());
        Assert.Matches("^[0-9a-f]{64}$", Text(app, "clientId"));
        Assert.Equal("""["createApp","My First App!"]""", await _host.Database.ScalarAsync("SELECT jsonb_build_array(action, target)::text FROM kernel.audit_entries") is string row ? row.Replace(", ", ",") : null);
    }

    [Fact]
    [Trait("Line", "A5")]
    public async Task An_internal_app_needs_neither_address_nor_author()
    {
        var app = await CreateAsync("""{ "name": "Ours", "isInternal": true }""");

        Assert.Matches("^ours-[0-9a-f]{6}$", Text(app, "slug"));
        Assert.Equal(("default", "INTERNAL", false), (Text(app, "author"), Text(app, "status"), app.GetProperty("verifyInstall").GetBoolean()));
    }

    [Theory]
    [Trait("Line", "A3")]
    [Trait("Line", "A5")]
    [Trait("Line", "A6")]
    [Trait("Line", "A7")]
    [Trait("Line", "A8")]
    [InlineData("""{ "name": "1234567890123456789012345678901234567890123456789012345678" }""", "InputInvalidError", "name", "name: The text has 58 characters; at most 57 are allowed.")]
    [InlineData("""{ "name": " " }""", "InputInvalidError", "name", "name: The text is empty.")]
    [InlineData("""{ "name": "see www.example.com" }""", "InputInvalidError", "name", "name: A name cannot hold a web address.")]
    [InlineData("""{ "webhookUrl": null }""", "InputInvalidError", "webhookUrl", "webhookUrl: An app for others needs one.")]
    [InlineData("""{ "author": null }""", "InputInvalidError", "author", "author: An app for others needs one.")]
    [InlineData("""{ "isInternal": true, "webhookUrl": null, "isAlertable": true }""", "InputInvalidError", "webhookUrl", "webhookUrl: An internal app with events or alerts needs one.")]
    [InlineData("""{ "isInternal": true, "verifyInstall": true }""", "InputInvalidError", "verifyInstall", "verifyInstall: An internal app is installed from the start; there is nothing to confirm.")]
    [InlineData("""{ "webhookUrl": "ftp://example.com" }""", "InputInvalidError", "webhookUrl", "webhookUrl: It must be an address that starts with http:// or https://.")]
    [InlineData("""{ "allowedOrigins": ["https://*.example.com"] }""", "InputInvalidError", "allowedOrigins", "allowedOrigins: A wildcard is not allowed.")]
    [InlineData("""{ "events": ["issue", "weather", "tea"] }""", "InputInvalidError", "events", "events: There is no event weather, tea. There are issue, error, comment, seer, size_analysis, catalog, commit, deployment, incident, integration, options, plugin.")]
    [InlineData("""{ "events": ["issue"] }""", "EventScopeMissingError", "events", "The event 'issue' needs the scope 'event:read'. Add the scope or leave the event out.")]
    [InlineData("""{ "scopes": ["event:admin"], "events": ["size_analysis"] }""", "EventScopeMissingError", "events", "The event 'size_analysis' needs the scope 'project:read'. Add the scope or leave the event out.")]
    [InlineData("""{ "scopes": ["tokens:write"] }""", "InputInvalidError", "scopes", null)]
    [InlineData("""{ "scopes": ["*"] }""", "InputInvalidError", "scopes", null)]
    [InlineData("""{ "scopes": ["catalog:*"] }""", "InputInvalidError", "scopes", null)]
    [InlineData("""{ "popularity": 32768 }""", "InputInvalidError", "popularity", "popularity: It must be from 0 to 32767.")]
    [InlineData("""{ "metadata": 7 }""", "InputInvalidError", "metadata", "metadata: An object is expected.")]
    [InlineData("""{ "overview": "a\u0000b" }""", "InputInvalidError", "overview", "overview: The text holds a NUL character.")]
    [InlineData("""{ "webhookUrl": "http://127.0.0.1/hook" }""", "UrlNotAllowedError", "webhookUrl", "The address http://127.0.0.1/hook must not be called: it leads to a private network.")]
    [InlineData("""{ "webhookUrl": "http://2130706433/hook" }""", "UrlNotAllowedError", "webhookUrl", null)]
    [InlineData("""{ "webhookUrl": "http://0x7f.1/hook" }""", "UrlNotAllowedError", "webhookUrl", null)]
    [InlineData("""{ "webhookUrl": "http://[::ffff:10.0.0.1]/hook" }""", "UrlNotAllowedError", "webhookUrl", null)]
    [InlineData("""{ "webhookUrl": "http://169.254.169.254/latest" }""", "UrlNotAllowedError", "webhookUrl", null)]
    [InlineData("""{ "webhookUrl": "http://user:secret@example.com/" }""", "UrlNotAllowedError", "webhookUrl", "The address http://example.com/ must not be called: it carries a user name or password.")]
    public async Task Bad_details_are_refused_and_nothing_is_saved(string json, string type, string? argument, string? message)
    {
        var error = await RefusedAsync(json);

        Assert.Equal(type, Text(error, "__typename"));
        Assert.Equal(argument, error.GetProperty("path").ValueKind == JsonValueKind.Null ? null : error.GetProperty("path")[0].GetString());
        if (message is not null)
            Assert.Equal(message, Text(error, "message"));
        Assert.Equal(0L, await _host.Database.ScalarAsync("SELECT count(*) FROM integrations.apps"));
    }

    [Fact]
    [Trait("Line", "A3")]
    public async Task A_name_of_57_characters_fits()
    {
        var app = await CreateAsync($$"""{ "name": "{{new string('a', 57)}}", "author": "Me", "webhookUrl": "https://example.com/" }""");

        Assert.Equal(new string('a', 57), Text(app, "slug"));
    }

    [Theory]
    [Trait("Line", "A3")]
    [InlineData("2026", "app-2026")]
    [InlineData("--A & B--", "a-b")]
    [InlineData("Große Übersicht", "gro-e-bersicht")]
    public async Task A_slug_follows_from_the_name(string name, string slug)
    {
        var app = await CreateAsync($$"""{ "name": "{{name}}", "author": "Me", "webhookUrl": "https://example.com/" }""");

        Assert.Equal(slug, Text(app, "slug"));
    }

    [Fact]
    [Trait("Line", "A3")]
    public async Task A_slug_is_given_once_whoever_asks()
    {
        await CreateAsync("""{ "name": "One", "author": "Me", "webhookUrl": "https://example.com/" }""");

        var error = await RefusedAsync("""{ "name": "one" }""");

        Assert.Equal(("AppSlugTakenError", "name"), (Text(error, "__typename"), error.GetProperty("path")[0].GetString()));
        Assert.Equal(1L, await _host.Database.ScalarAsync("SELECT count(*) FROM integrations.apps"));
    }

    [Fact]
    [Trait("Line", "A7")]
    public async Task Scopes_are_saved_with_what_they_include()
    {
        var app = await CreateAsync("""{ "name": "One", "author": "Me", "webhookUrl": "https://example.com/", "scopes": ["project:admin", "event:read"], "events": ["comment", "issue"] }""");

        Assert.Equal("""["event:read","project:admin","project:read","project:write"]""", app.GetProperty("scopes").ToString());
        Assert.Equal("""["comment","issue"]""", app.GetProperty("events").ToString());
    }

    [Fact]
    [Trait("Line", "A9")]
    public async Task Events_are_saved_as_their_actions_and_read_back_as_resources()
    {
        await CreateAsync("""{ "name": "One", "author": "Me", "webhookUrl": "https://example.com/", "scopes": ["event:read"], "events": ["issue", "error", "comment"] }""");

        var app = (await _host.RunAsync("app", new { slug = "one" })).GetProperty("data").GetProperty("app");

        Assert.Equal("""["comment","error","issue"]""", app.GetProperty("events").ToString());
        Assert.Equal(
            """["comment.created","comment.deleted","comment.updated","error.created","issue.assigned","issue.created","issue.ignored","issue.resolved","issue.unresolved"]""",
            app.GetProperty("eventActions").ToString());
    }

    [Theory]
    [Trait("Line", "A7")]
    [InlineData("integrations:write", "org:admin", "org:admin")]
    [InlineData("integrations:write", "event:read", "event:read")]
    [InlineData("integrations:write catalog:write", "catalog:admin", "catalog:admin")]
    [InlineData("integrations:write", "org:integrations", null)]
    [InlineData("integrations:write", "project:releases", null)]
    [InlineData("integrations:write catalog:read", "event:read", null)]
    public async Task Nobody_grants_more_than_they_hold(string capabilities, string scope, string? refused)
    {
        _host.Caller = ModuleHost.Identity(capabilities);

        var payload = (await _host.RunAsync("createApp", new { input = new { name = "One", author = "Me", webhookUrl = "https://example.com/", scopes = new[] { scope } } }))
            .GetProperty("data").GetProperty("createApp");

        Assert.Equal(refused is null ? null : "ScopeExceedsRequesterError", payload.GetProperty("errors") is { ValueKind: JsonValueKind.Array } errors ? Text(errors[0], "__typename") : null);
    }

    [Fact]
    [Trait("Line", "A10")]
    public async Task Error_events_can_be_switched_off()
    {
        await using var host = await IntegrationsHost.StartAsync(("Integrations:DisabledFeatures", "error-events"));

        var answer = await host.RunAsync("createApp", new { input = new { name = "One", author = "Me", webhookUrl = "https://example.com/", scopes = new[] { "event:read" }, events = new[] { "error" } } });

        Assert.Equal("FeatureDisabledError", Text(answer.GetProperty("data").GetProperty("createApp").GetProperty("errors")[0], "__typename"));
    }

    [Fact]
    [Trait("Line", "A4")]
    public async Task Popularity_is_the_staffs_to_set()
    {
        _host.Caller = ModuleHost.Identity("integrations:write");

        var error = await RefusedAsync("""{ "popularity": 5 }""");

        Assert.Equal("ForbiddenError", Text(error, "__typename"));
    }

    private async Task<JsonElement> CreateAsync(string json)
    {
        var payload = (await _host.RunAsync("createApp", new { input = JsonDocument.Parse(json).RootElement })).GetProperty("data").GetProperty("createApp");
        Assert.Equal("null", payload.GetProperty("errors").GetRawText());
        return payload.GetProperty("app");
    }

    /// <summary>The error for a good app with some members replaced.</summary>
    private async Task<JsonElement> RefusedAsync(string json)
    {
        var input = new Dictionary<string, JsonElement>();
        foreach (var member in JsonDocument.Parse("""{ "name": "One", "author": "Me", "webhookUrl": "https://example.com/" }""").RootElement.EnumerateObject().Concat(JsonDocument.Parse(json).RootElement.EnumerateObject()))
            input[member.Name] = member.Value;
        var answer = await _host.RunAsync("createApp", new { input });
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return answer.GetProperty("data").GetProperty("createApp").GetProperty("errors")[0];
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
