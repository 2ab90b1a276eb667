using System.Text.Json;

namespace GraphQLPlugins.Integrations.Tests.Apps;

/// <summary>Names are looked up when an address that this server will call is saved.</summary>
public sealed class CalledAddressTests(FilledScene scene) : IClassFixture<FilledScene>
{
    private const string Hook = "\"installationUuid\": \"$ONE_AT\", \"identifier\": \"a\", \"events\": [\"issue\"]";

    /// <summary>Each place where such an address is given, and the argument that a refusal names.</summary>
    private static IEnumerable<(string Mutation, string Input, string Argument)> Places(string url) =>
    [
        ("createApp", $$"""{ "name": "New", "author": "Me", "webhookUrl": "{{url}}", "dryRun": true }""", "webhookUrl"),
        ("updateApp", $$"""{ "slug": "one", "webhookUrl": "{{url}}", "dryRun": true }""", "webhookUrl"),
        ("createWebhook", $$"""{ {{Hook}}, "targetUrl": "{{url}}", "dryRun": true }""", "targetUrl"),
        ("updateWebhook", $$"""{ "id": "$WEBHOOK", "targetUrl": "{{url}}", "dryRun": true }""", "targetUrl"),
        ("previewAppManifest", $$"""{ "slug": "one", "manifest": {{Manifest(url, "https://example.com/")}} }""", "webhookUrl"),
        ("previewAppManifest", $$"""{ "slug": "one", "manifest": {{Manifest("https://example.com/", url)}} }""", "targetUrl"),
    ];

    [Theory]
    [Trait("Line", "A6"), Trait("Line", "A48"), Trait("Line", "O4"), Trait("Line", "O7")]
    [InlineData("https://inside.example/hook")]
    [InlineData("http://inside.example.:8080/hook")]
    [InlineData("https://INSIDE.example/hook")]
    [InlineData("https://inside6.example/hook")]
    [InlineData("https://metadata.example/latest")]
    [InlineData("https://both.example/hook")]
    public async Task A_name_that_leads_to_a_private_network_is_refused_when_it_is_saved(string url)
    {
        var before = await scene.RowsAsync();

        foreach (var (mutation, input, argument) in Places(url))
        {
            var refusal = await scene.RefusalAsync(mutation, input);

            Assert.True(("URL_NOT_ALLOWED", argument) == (refusal.Code, refusal.Path), $"{mutation} {argument}: {refusal.Answer}");
            Assert.Contains("it leads to a private network", refusal.Answer, StringComparison.Ordinal);
        }
        Assert.Equal(before, await scene.RowsAsync());
    }

    [Theory]
    [InlineData("https://nowhere.example/hook")]
    [InlineData("https://example.com/hook")]
    public async Task A_name_that_leads_elsewhere_or_nowhere_yet_is_taken(string url)
    {
        foreach (var (mutation, input, argument) in Places(url))
        {
            var refusal = await scene.RefusalAsync(mutation, input);

            Assert.True(refusal.Code is null, $"{mutation} {argument}: {refusal.Answer}");
        }
    }

    private static string Manifest(string webhookUrl, string targetUrl) => JsonSerializer.Serialize($$"""
        { "author": "Me", "webhookUrl": "{{webhookUrl}}", "scopes": ["event:read"], "webhooks": [{ "identifier": "a", "targetUrl": "{{targetUrl}}", "events": ["issue"] }] }
        """);
}
