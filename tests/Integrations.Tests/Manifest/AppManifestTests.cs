using System.Text.Json;
using GraphQLPlugins.Integrations.Tests.Components;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Integrations.Tests.Manifest;

/// <summary>Manifests: looked at first, then applied as they were looked at.</summary>
public sealed class AppManifestTests : AppScene
{
    private const string Manifest = """
        { "author": "Me", "webhookUrl": "https://example.com/hook", "scopes": ["event:read", "project:read"], "events": ["issue"],
          "schema": { "elements": [{ "type": "stacktrace-link", "uri": "/open" }] } }
        """;

    protected override (string Name, string Value)[] Settings => [("Egress:AllowedNetworks:0", "127.0.0.0/8")];

    [Fact]
    [Trait("Line", "O4")]
    public async Task A_preview_shows_each_change_and_changes_nothing_and_applying_it_does_exactly_that()
    {
        await CreateAsync("""{ "scopes": ["event:read", "team:read"], "events": ["comment"], "overview": "Old." }""");
        var before = await Host.Database.ScalarAsync("SELECT md5(a::text) FROM integrations.apps a");
        var audits = await Host.Database.ScalarAsync("SELECT count(*) FROM kernel.audit_entries");

        var preview = (await DoAsync("previewAppManifest", new { slug = "one", manifest = Manifest })).GetProperty("preview");

        Assert.Equal(before, await Host.Database.ScalarAsync("SELECT md5(a::text) FROM integrations.apps a"));
        Assert.Equal(audits, await Host.Database.ScalarAsync("SELECT count(*) FROM kernel.audit_entries"));
        Assert.Equal("scopes:ADDED:project:read scopes:REMOVED:team:read events:REMOVED:comment events:ADDED:issue components:ADDED:stacktrace-link overview:REMOVED:overview", Changes(preview));

        var applied = (await DoAsync("applyAppManifest", new { slug = "one", manifest = Manifest, expectedDigest = Text(preview, "digest") })).GetProperty("applied");

        Assert.Equal(Changes(preview), Changes(applied));
        Assert.Equal(Text(preview, "digest"), Text(applied.GetProperty("app"), "manifestDigest"));
        Assert.Equal("""["event:read","project:read"]""", (await AppAsync("one")).GetProperty("scopes").ToString());
        Assert.Equal("", Changes((await DoAsync("previewAppManifest", new { slug = "one", manifest = Manifest })).GetProperty("preview")));
    }

    [Fact]
    [Trait("Line", "O4")]
    public async Task Another_manifest_than_the_one_that_was_looked_at_is_refused()
    {
        await using var server = await AppServer.StartAsync(context => context.Response.WriteAsync(Manifest));
        await CreateAsync();
        var preview = (await DoAsync("previewAppManifest", new { slug = "one", manifestUrl = server.Url + "/manifest.json" })).GetProperty("preview");

        var error = await RefusedAsync("applyAppManifest", new { slug = "one", manifest = Manifest + " ", expectedDigest = Text(preview, "digest") });
        Assert.Equal("ManifestChangedError", Type(error));
        Assert.Equal("[]", (await AppAsync("one")).GetProperty("scopes").ToString());

        var applied = (await DoAsync("applyAppManifest", new { slug = "one", manifestUrl = server.Url + "/manifest.json", expectedDigest = Text(preview, "digest") })).GetProperty("applied");
        Assert.Equal(server.Url + "/manifest.json", Text(applied.GetProperty("app"), "manifestUrl"));
    }

    [Fact]
    [Trait("Line", "O5")]
    public async Task An_author_knows_the_hosts_version_before_answering()
    {
        await using var server = await AppServer.StartAsync(context => context.Response.WriteAsync(Manifest));
        await CreateAsync();

        await DoAsync("previewAppManifest", new { slug = "one", manifestUrl = server.Url + "/manifest.json" });

        Assert.Equal($"GraphQLPlugins/{typeof(IntegrationsModule).Assembly.GetName().Version!.ToString(3)}", Assert.Single(server.Requests).Headers.UserAgent.ToString());
    }

    [Theory]
    [Trait("Line", "O4")]
    [Trait("Line", "O5")]
    [InlineData("no json", "AppManifestInvalidError")]
    [InlineData("[]", "AppManifestInvalidError")]
    [InlineData("""{ "scopes": [], "scopes": [] }""", "AppManifestInvalidError")]
    [InlineData("""{ "wheels": 4 }""", "AppManifestInvalidError")]
    [InlineData("""{ "popularity": 4 }""", "AppManifestInvalidError")]
    [InlineData("""{ "scopes": "event:read" }""", "AppManifestInvalidError")]
    [InlineData("""{ "scopes": [7] }""", "AppManifestInvalidError")]
    [InlineData("""{ "author": 7 }""", "AppManifestInvalidError")]
    [InlineData("""{ "isAlertable": "yes" }""", "AppManifestInvalidError")]
    [InlineData("""{ "author": "Me" }""", "InputInvalidError")]
    [InlineData("""{ "author": "Me", "webhookUrl": "http://10.0.0.1/" }""", "UrlNotAllowedError")]
    [InlineData("""{ "author": "Me", "webhookUrl": "https://example.com/", "events": ["issue"] }""", "EventScopeMissingError")]
    [InlineData("""{ "author": "Me", "webhookUrl": "https://example.com/", "schema": { "elements": [] } }""", "SchemaElementInvalidError")]
    public async Task A_manifest_that_cannot_be_applied_is_refused_in_the_preview(string manifest, string type)
    {
        await CreateAsync();

        Assert.Equal(type, Type(await RefusedAsync("previewAppManifest", new { slug = "one", manifest })));
    }

    [Fact]
    [Trait("Line", "A12")]
    public async Task A_published_apps_scopes_do_not_change_by_manifest_either()
    {
        await CreateAsync();
        await PublishAsync("one");

        Assert.Equal("AppPublishedImmutableError", Type(await RefusedAsync("previewAppManifest", new { slug = "one", manifest = Manifest })));
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest", "UrlNotAllowedError")]
    [InlineData("http://[::ffff:10.0.0.1]/", "UrlNotAllowedError")]
    [InlineData("file:///etc/passwd", "InputInvalidError")]
    public async Task A_manifests_address_passes_the_egress_guard(string manifestUrl, string type)
    {
        await CreateAsync();

        Assert.Equal(type, Type(await RefusedAsync("previewAppManifest", new { slug = "one", manifestUrl })));
    }

    [Fact]
    public async Task A_manifest_is_given_once_and_has_bounds()
    {
        await using var server = await AppServer.StartAsync(context => context.Response.WriteAsync(new string(' ', 512 * 1024 + 1)));
        await CreateAsync();

        Assert.Equal("InputInvalidError", Type(await RefusedAsync("previewAppManifest", new { slug = "one" })));
        Assert.Equal("InputInvalidError", Type(await RefusedAsync("previewAppManifest", new { slug = "one", manifest = "{}", manifestUrl = server.Url })));
        Assert.Equal("AppManifestInvalidError", Type(await RefusedAsync("previewAppManifest", new { slug = "one", manifestUrl = server.Url })));
        Assert.Equal("AppManifestInvalidError", Type(await RefusedAsync("previewAppManifest", new { slug = "one", manifest = new string(' ', 512 * 1024 + 1) })));
        Host.Caller = Other();
        Assert.Equal("AppNotFoundError", Type(await RefusedAsync("previewAppManifest", new { slug = "one", manifest = Manifest })));
    }

    private static string Changes(JsonElement manifest) =>
        string.Join(' ', manifest.GetProperty("changes").EnumerateArray().Select(c => $"{Text(c, "part")}:{Text(c, "change")}:{Text(c, "name")}"));
}
