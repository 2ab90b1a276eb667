using System.Text.Json;

namespace GraphQLPlugins.Integrations.Tests.Webhooks;

/// <summary>Webhooks that an app's manifest names.</summary>
[Trait("Line", "O4")]
public sealed class ManifestWebhookTests : WebhookScene
{
    [Fact]
    public async Task Webhooks_of_a_manifest_are_matched_by_identifier_and_stay_switched_off()
    {
        var (_, slug) = await InstallAsync();
        var first = await ApplyAsync(slug, Manifest("a", "b"));
        Assert.Equal("webhooks ADDED a webhooks ADDED b", Changes(first));
        Assert.Equal("a MANIFEST True, b MANIFEST True", await WebhooksAsync());
        var id = (await NodesAsync()).Where(w => Text(w, "identifier") == "a").Select(w => Text(w, "id")).Single();
        Assert.Equal("WEBHOOK_FOLLOWS_APP", Text(await RefusedAsync("updateWebhook", new { id, targetUrl = "https://example.com" }), "code"));
        await DoAsync("updateWebhook", new { id, active = false });

        var second = await ApplyAsync(slug, Manifest("a", "c").Replace("/a\"", "/moved\""));
        Assert.Equal("webhooks CHANGED a webhooks REMOVED b webhooks ADDED c", Changes(second));
        Assert.Equal("a MANIFEST False, c MANIFEST True", await WebhooksAsync());
        Assert.Equal($"{Receiver.Url}/moved", (await NodesAsync()).Where(w => Text(w, "id") == id).Select(w => Text(w, "targetUrl")).Single());

        await HappenAsync();
        await DeliverAsync();
        var request = Assert.Single(Receiver.Requests);
        Assert.Equal("/c", request.Path);
        // The author knows the app's own secret and no other.
        Assert.True(request.IsSignedWith(Text(await AppAsync(slug), "clientSecret")!));
        await ApplyAsync(slug, """{ "scopes": ["org:read"] }""");
        Assert.Equal("", await WebhooksAsync());
    }

    [Fact]
    public async Task What_cannot_be_a_webhook_is_refused_and_changes_nothing()
    {
        var (_, slug) = await InstallAsync();

        foreach (var (manifest, code) in new[]
        {
            ("""{ "scopes": ["org:read"], "webhooks": {} }""", "APP_MANIFEST_INVALID"),
            ("""{ "scopes": ["org:read"], "webhooks": [{ "identifier": "a", "nope": 1 }] }""", "APP_MANIFEST_INVALID"),
            (Manifest("app"), "APP_MANIFEST_INVALID"),
            (Manifest("a", "a"), "APP_MANIFEST_INVALID"),
            (Manifest("a").Replace(Receiver.Url, "http://10.0.0.1"), "URL_NOT_ALLOWED"),
            (Manifest("a").Replace("options.changed", "nothing.happened"), "INPUT_INVALID"),
            (Manifest("a").Replace("org:read", "project:read"), "EVENT_SCOPE_MISSING"),
        })
            Assert.Equal((manifest, code), (manifest, Text(await RefusedAsync("previewAppManifest", new { slug, manifest }), "code")));
        Assert.Equal("", await WebhooksAsync());
    }

    private string Manifest(params string[] identifiers) => JsonSerializer.Serialize(new
    {
        scopes = new[] { "org:read" },
        webhooks = identifiers.Select(i => new { identifier = i, targetUrl = $"{Receiver.Url}/{i}", events = new[] { "options.changed" } }),
    });

    private async Task<JsonElement> ApplyAsync(string slug, string manifest)
    {
        var preview = (await DoAsync("previewAppManifest", new { slug, manifest })).GetProperty("preview");
        return (await DoAsync("applyAppManifest", new { slug, manifest, expectedDigest = Text(preview, "digest") })).GetProperty("applied");
    }

    private static string Changes(JsonElement applied) => string.Join(' ', applied.GetProperty("changes").EnumerateArray().Where(c => Text(c, "part") == "webhooks")
        .Select(c => $"{Text(c, "part")} {Text(c, "change")} {Text(c, "name")}"));

    private async Task<List<JsonElement>> NodesAsync() => [.. (await Host.RunAsync("webhooks", new { order = new[] { new { identifier = "ASC" } } })).GetProperty("data").GetProperty("webhooks").GetProperty("nodes").EnumerateArray()];

    private async Task<string> WebhooksAsync() => string.Join(", ", (await NodesAsync()).Select(w => $"{Text(w, "identifier")} {Text(w, "origin")} {w.GetProperty("active")}"));
}
