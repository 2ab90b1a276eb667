using System.Text.Json;

namespace GraphQLPlugins.Catalog.Tests;

/// <summary>Values that nobody should send: each is answered with an error that names the field, and nothing changes.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private CatalogHost _host = null!;

    public async Task InitializeAsync() => _host = await CatalogHost.StartWithDemoAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("plugins", """{ "search": "a\u0000b" }""", "INPUT_INVALID", "search: The text holds a NUL character.")]
    [InlineData("plugins", """{ "repositoryId": "a\u0000b" }""", "INPUT_INVALID", "repositoryId: The text holds a NUL character.")]
    [InlineData("plugins", """{ "where": { "name": { "eq": "a\u0000b" } } }""", "DATA_INVALID_VALUE", "A text to compare with contains the character NUL.")]
    [InlineData("plugin", """{ "pluginId": "a\u0000b" }""", "INPUT_INVALID", "pluginId: The text holds a NUL character.")]
    [InlineData("plugin", """{ "pluginId": "a\ud800b" }""", null, "String cannot parse a string with an unpaired surrogate.")]
    [InlineData("plugin", """{ "pluginId": 7 }""", null, null)]
    [InlineData("plugin", """{ }""", null, null)]
    [InlineData("installation", """{ "name": "a\u0000b" }""", "INPUT_INVALID", "name: The text holds a NUL character.")]
    [InlineData("pluginDependencies", """{ "pluginId": "git", "version": "1\u0000" }""", "INPUT_INVALID", "version: The text holds a NUL character.")]
    [InlineData("advisories", """{ "pluginId": "a\u0000b" }""", "INPUT_INVALID", "pluginId: The text holds a NUL character.")]
    [InlineData("registerPlugin", """{ "input": { "name": "a", "resourceType": "x", "image": "y", "registryType": "NONE" } }""", null, null)]
    [InlineData("installPlugin", """{ "input": { "source": {} } }""", "HC0054", null)]
    [InlineData("node", """{ "id": "nonsense" }""", null, "The node ID string has an invalid format.")]
    public async Task It_is_an_error_of_the_request(string operation, string variables, string? code, string? message)
    {
        var error = (await _host.RunAsync(operation, JsonDocument.Parse(variables).RootElement)).GetProperty("errors")[0];

        if (message is not null)
            Assert.Equal(message, error.GetProperty("message").GetString());
        if (code is not null)
            Assert.Equal(code, error.GetProperty("extensions").GetProperty("code").GetString());
        Assert.NotEqual("Unexpected Execution Error", error.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("enablePlugin", """{ "name": "a\u0000b" }""", "name")]
    [InlineData("installPlugin", """{ "source": { "catalog": { "pluginId": "a\u0000b" } } }""", "pluginId")]
    [InlineData("installPlugin", """{ "source": { "catalog": { "pluginId": "git" } }, "version": "1\u0000" }""", "version")]
    [InlineData("registerPlugin", """{ "name": "a\u0000b", "resourceType": "x", "image": "y" }""", "name")]
    [InlineData("registerPlugin", """{ "name": "a", "resourceType": "x", "image": "y", "tags": { "a": ["x\u0000"] } }""", "tags")]
    [InlineData("registerPlugin", """{ "name": "a", "resourceType": "x", "image": "y", "tags": 7 }""", "tags")]
    [InlineData("registerPlugin", """{ "name": " ", "resourceType": "x", "image": "y" }""", "name")]
    [InlineData("updatePolicy", """{ "maxArtifactBytes": 0 }""", "maxArtifactBytes")]
    [InlineData("updatePolicy", """{ "minimumReleaseAge": "-P1D" }""", "minimumReleaseAge")]
    public async Task It_is_a_refusal_that_names_the_argument(string operation, string input, string field)
    {
        await _host.RunAsync("updatePolicy", new { input = new { allowRemoteAdmin = true } });
        var before = await _host.Database.ScalarAsync("SELECT count(*) FROM kernel.audit_entries");

        var answer = await _host.RunAsync(operation, new { input = JsonDocument.Parse(input).RootElement });

        var error = answer.GetProperty("data").GetProperty(operation).GetProperty("errors")[0];
        Assert.Equal(("INPUT_INVALID", field), (error.GetProperty("code").GetString(), error.GetProperty("path")[0].GetString()));
        Assert.Equal(before, await _host.Database.ScalarAsync("SELECT count(*) FROM kernel.audit_entries"));
    }

    [Fact]
    public async Task A_text_of_a_megabyte_is_refused_by_its_length()
    {
        var text = new string('x', 1 << 20);

        Assert.Equal("name: The text has 1048576 characters; at most 255 are allowed.", Message((await _host.RunAsync("registerPlugin", new { input = new { name = text, resourceType = "x", image = "y" } }))
            .GetProperty("data").GetProperty("registerPlugin").GetProperty("errors")[0]));
        Assert.Equal("search: The text has 1048576 characters; at most 500 are allowed.", Message((await _host.RunAsync("plugins", new { search = text })).GetProperty("errors")[0]));
        Assert.Equal("pluginId: The text has 1048576 characters; at most 255 are allowed.", Message((await _host.RunAsync("plugin", new { pluginId = text })).GetProperty("errors")[0]));
    }

    private static string Message(JsonElement error) => error.GetProperty("message").GetString()!;
}
