using System.Text.Json;
using GraphQLPlugins.ModuleTesting;

namespace GraphQLPlugins.Integrations.Tests.Apps;

/// <summary>What an app is read back as, and what its scopes take of whom.</summary>
public sealed class AppFieldsTests : AppScene
{
    private const string All = """
        query($slug: String!) { app(slug: $slug) {
          uuid slug name author status overview scopes events webhookUrl redirectUrl allowedOrigins isAlertable verifyInstall popularity datePublished clientId clientSecret metadata schema
          features { feature description } avatars { photoType } webhookHeaders { name value } owner { name } etag } }
        """;

    [Fact]
    [Trait("Line", "A1")]
    [Trait("Line", "A18")]
    public async Task All_that_was_said_about_an_app_is_read_back()
    {
        var created = await CreateAsync("""
            { "name": "Full", "author": "Ada", "overview": "It does.", "webhookUrl": "https://example.com/hook", "redirectUrl": "https://example.com/done", "scopes": ["event:read"], "events": ["issue"],
              "allowedOrigins": ["https://example.com"], "isAlertable": true, "verifyInstall": false, "popularity": 7, "metadata": { "a": [1, "b"] },
              "schema": { "elements": [{ "type": "stacktrace-link", "uri": "/open" }] }, "webhookHeaders": [{ "name": "X-Key", "value": "sesame" }] }
            """);
        await PublishAsync("full");

        var app = (await Host.QueryAsync(All, new { slug = "full" })).GetProperty("data").GetProperty("app");

        Assert.Equal("full Full Ada PUBLISHED It does. https://example.com/hook https://example.com/done", Line(app, "slug", "name", "author", "status", "overview", "webhookUrl", "redirectUrl"));
        Assert.Equal("""["event:read"] ["issue"] ["https://example.com"] True False 7""", Line(app, "scopes", "events", "allowedOrigins", "isAlertable", "verifyInstall", "popularity"));
        Assert.Equal("""{"a":[1,"b"]} {"elements":[{"uri":"/open","type":"stacktrace-link"}]}""", Line(app, "metadata", "schema"));
        Assert.Equal("""[{"feature":"API","description":"This app has the feature API."}] [] [{"name":"X-Key","value":"********"}] {"name":"default"}""", Line(app, "features", "avatars", "webhookHeaders", "owner"));
        Assert.Equal((Text(created, "uuid"), Text(created, "clientId"), Text(created, "clientSecret")), (Text(app, "uuid"), Text(app, "clientId"), Text(app, "clientSecret")));
        Assert.Equal(DateTimeOffset.UtcNow, app.GetProperty("datePublished").GetDateTimeOffset(), TimeSpan.FromMinutes(5));
    }

    [Fact]
    [Trait("Line", "A1")]
    [Trait("Line", "A17")]
    public async Task Others_read_of_a_published_app_what_is_not_its_owners_alone()
    {
        await CreateAsync("""{ "name": "Full", "metadata": { "a": 1 }, "webhookHeaders": [{ "name": "X-Key", "value": "sesame" }] }""");
        await PublishAsync("full");
        Host.Caller = Other();

        var app = (await Host.QueryAsync(All, new { slug = "full" })).GetProperty("data").GetProperty("app");

        Assert.Equal("Full PUBLISHED", Line(app, "name", "status"));
        Assert.Equal("null null null []", string.Join(' ', new[] { "clientId", "clientSecret", "metadata", "webhookHeaders" }.Select(name => app.GetProperty(name).GetRawText())));
    }

    [Fact]
    [Trait("Line", "A7")]
    public async Task What_an_app_has_already_may_stay_whoever_writes_and_the_staff_may_ask_for_all()
    {
        await CreateAsync("""{ "scopes": ["org:admin"] }""");
        Host.Caller = ModuleHost.Identity("integrations:write");

        Assert.Equal("ScopeExceedsRequesterError", Type(await RefusedAsync("updateApp", new { slug = "one", scopes = new[] { "org:admin", "project:admin" } })));
        var kept = (await DoAsync("updateApp", new { slug = "one", scopes = new[] { "org:admin", "project:releases" } })).GetProperty("app");
        Assert.Equal("""["org:admin","org:integrations","org:read","org:write","project:releases"]""", kept.GetProperty("scopes").ToString());
        // What is gone is asked for anew.
        await DoAsync("updateApp", new { slug = "one", scopes = new[] { "project:releases" } });
        Assert.Equal("ScopeExceedsRequesterError", Type(await RefusedAsync("updateApp", new { slug = "one", scopes = new[] { "org:admin" } })));

        Host.Caller = ModuleHost.Identity("integrations:write apps:publish");
        Assert.Equal("""["project:admin","project:read","project:write"]""", (await DoAsync("updateApp", new { slug = "one", scopes = new[] { "project:admin" } })).GetProperty("app").GetProperty("scopes").ToString());
    }

    private static string Line(JsonElement app, params string[] names) => string.Join(' ', names.Select(name => app.GetProperty(name).ToString()));
}
