using System.Text.Json;

namespace GraphQLPlugins.Catalog.Tests;

/// <summary>Who may do what (product rules 4.6, S31, G10).</summary>
public sealed class PermissionTests(PermissionTests.Shared shared) : IClassFixture<PermissionTests.Shared>
{
    [Theory]
    [InlineData(null, "plugins", true)]
    [InlineData("", "plugins", false)]
    [InlineData("options:read", "repositories", false)]
    [InlineData("catalog:read", "installations", true)]
    [InlineData("catalog:read", "policy", true)]
    public async Task Reading_needs_catalog_read_which_callers_without_a_token_have(string? capabilities, string operation, bool allowed)
    {
        shared.Host.Caller = capabilities is null ? null : CatalogHost.Identity(capabilities);

        var answer = await shared.Host.RunAsync(operation);

        Assert.Equal(allowed ? null : "AUTH_NOT_AUTHORIZED", CodeOf(answer));
    }

    [Theory]
    [InlineData("catalog:read", "registerPlugin", """{ "name": "N", "resourceType": "a.B", "image": "a" }""", "AUTH_NOT_AUTHORIZED")]
    [InlineData("catalog:write", "registerPlugin", """{ "name": "N", "resourceType": "a.B", "image": "a", "dryRun": true }""", null)]
    [InlineData("catalog:write", "updatePolicy", """{ "allowRemoteAdmin": true }""", "AUTH_NOT_AUTHORIZED")]
    [InlineData("catalog:write", "disablePlugin", """{ "name": "git" }""", "AUTH_NOT_AUTHORIZED")]
    [InlineData("catalog:admin", "disablePlugin", """{ "name": "git" }""", null)]
    [Trait("Line", "S31")]
    public async Task Changing_needs_more(string capabilities, string operation, string input, string? code)
    {
        shared.Host.Caller = CatalogHost.Identity(capabilities);

        Assert.Equal(code, CodeOf(await shared.Host.RunAsync(operation, new { input = JsonDocument.Parse(input).RootElement })));
    }

    [Theory]
    [InlineData("catalog:read plugins:install:git*", "git", "REMOTE_ADMIN_DISABLED")]
    [InlineData("catalog:read plugins:install:git*", "mailer", "FORBIDDEN")]
    [InlineData("catalog:write", "git", "FORBIDDEN")]
    [InlineData("catalog:admin", "git", "REMOTE_ADMIN_DISABLED")]
    [Trait("Line", "O9")]
    public async Task O9_who_may_install_which_plugins_is_a_pattern(string capabilities, string pluginId, string code)
    {
        shared.Host.Caller = CatalogHost.Identity(capabilities);

        var answer = await shared.Host.RunAsync("installPlugin", new { input = new { source = new { catalog = new { pluginId } } } });

        Assert.Equal(code, answer.GetProperty("data").GetProperty("installPlugin").GetProperty("errors")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task An_installation_is_seen_by_its_own_organization_only()
    {
        await using var host = await CatalogHost.StartWithDemoAsync();
        await host.RunAsync("updatePolicy", new { input = new { allowRemoteAdmin = true } });
        var id = (await host.RunAsync("installPlugin", new { input = new { source = new { catalog = new { pluginId = "git" } } } }))
            .GetProperty("data").GetProperty("installPlugin").GetProperty("installation").GetProperty("id").GetString();
        Assert.Equal("git", (await host.RunAsync("node", new { id })).GetProperty("data").GetProperty("node").GetProperty("name").GetString());

        host.Caller = CatalogHost.Identity("*", Guid.NewGuid());

        Assert.Equal("""{"data":{"node":null}}""", (await host.RunAsync("node", new { id })).ToString());
        Assert.Equal("""{"data":{"installations":[]}}""", (await host.RunAsync("installations", new { all = true })).ToString());
        Assert.Equal("""{"data":{"installation":null}}""", (await host.RunAsync("installation", new { name = "git" })).ToString());
    }

    [Fact]
    public async Task What_may_not_be_read_is_not_read_by_its_id_either()
    {
        await using var host = await CatalogHost.StartWithDemoAsync();
        var id = (await host.RunAsync("plugin", new { pluginId = "git", versions = 1 })).GetProperty("data").GetProperty("plugin").GetProperty("id").GetString();

        host.Caller = CatalogHost.Identity("options:read");

        Assert.Equal("AUTH_NOT_AUTHORIZED", CodeOf(await host.RunAsync("node", new { id })));
    }

    private static string? CodeOf(JsonElement answer) =>
        answer.TryGetProperty("errors", out var errors) ? errors[0].GetProperty("extensions").GetProperty("code").GetString() : null;

    /// <summary>One host for the questions that change nothing.</summary>
    public sealed class Shared : IAsyncLifetime
    {
        public CatalogHost Host { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Host = await CatalogHost.StartWithDemoAsync();
            await Host.RunAsync("updatePolicy", new { input = new { allowRemoteAdmin = false } });
        }

        public async Task DisposeAsync() => await Host.DisposeAsync();
    }
}
