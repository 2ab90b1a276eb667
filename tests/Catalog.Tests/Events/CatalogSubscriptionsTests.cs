using System.Text.Json;

namespace GraphQLPlugins.Catalog.Tests.Events;

public sealed class CatalogSubscriptionsTests : IAsyncLifetime
{
    private CatalogHost _host = null!;

    public async Task InitializeAsync() => _host = await CatalogHost.StartWithDemoAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    [Trait("Line", "G51")]
    public async Task G51_each_change_of_an_installed_plugin_is_told_once_and_refused_ones_are_not()
    {
        await _host.RunAsync("updatePolicy", new { input = new { allowRemoteAdmin = true } });

        var events = await _host.EventsAsync("onPluginLifecycle", null, 4, async () =>
        {
            await _host.RunAsync("installPlugin", new { input = new { source = new { catalog = new { pluginId = "display-url-api" } } } });
            await _host.RunAsync("disablePlugin", new { input = new { name = "display-url-api" } });
            await _host.RunAsync("disablePlugin", new { input = new { name = "display-url-api" } });
            await _host.RunAsync("disablePlugin", new { input = new { name = "none" } });
            await _host.RunAsync("enablePlugin", new { input = new { name = "display-url-api", dryRun = true } });
            await _host.RunAsync("enablePlugin", new { input = new { name = "display-url-api" } });
            await _host.RunAsync("uninstallPlugin", new { input = new { name = "display-url-api" } });
        });

        Assert.Equal([("INSTALLED", 1), ("DISABLED", 1), ("ENABLED", 2), ("UNINSTALLED", 2)], events.Select(change => (Text(change, "action"), change.GetProperty("generation").GetInt32())));
        Assert.All(events, change => Assert.Equal("display-url-api", Text(change, "name")));
    }

    [Fact]
    [Trait("Line", "G51")]
    public async Task Changes_of_one_plugin_are_told_to_who_asks_for_it_and_those_of_another_organization_to_nobody()
    {
        var organizationId = (await _host.QueryAsync("{ viewer { organization { id } } }")).GetProperty("data").GetProperty("viewer").GetProperty("organization").GetProperty("id").GetString();
        var events = await _host.EventsAsync("onPluginLifecycle", new { pluginId = "git", organizationId }, 1, async () =>
        {
            await _host.RunAsync("installPlugin", new { input = new { source = new { catalog = new { pluginId = "mailer" } } } });
            await _host.RunAsync("installPlugin", new { input = new { source = new { catalog = new { pluginId = "git" } } } });
        });

        Assert.Equal("git", Text(Assert.Single(events), "name"));
        _host.Caller = CatalogHost.Identity("*", Guid.NewGuid());
        var refused = await _host.RunAsync("onPluginLifecycle", new { organizationId });
        Assert.Equal("INPUT_INVALID", refused.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    [Fact]
    public async Task An_installation_is_shown_as_it_is_after_the_change()
    {
        await _host.RunAsync("updatePolicy", new { input = new { allowRemoteAdmin = true } });

        var installed = await _host.EventsAsync("onInstallationChanged", new { name = "git" }, 1, async () =>
        {
            await _host.RunAsync("installPlugin", new { input = new { source = new { catalog = new { pluginId = "mailer" } } } });
            await _host.RunAsync("installPlugin", new { input = new { source = new { catalog = new { pluginId = "git" } } } });
        });
        var disabled = await _host.EventsAsync("onInstallationChanged", null, 1, () => _host.RunAsync("disablePlugin", new { input = new { name = "git" } }));

        Assert.Equal([("git", "RUNNING"), ("git", "DISABLED")], installed.Concat(disabled).Select(change => (Text(change, "name"), Text(change, "state"))));
    }

    [Fact]
    public async Task A_change_of_the_catalog_is_told()
    {
        var events = await _host.EventsAsync("onCatalogChanged", null, 2, async () =>
        {
            await _host.RunAsync("registerPlugin", new { input = new { name = "Mine", resourceType = "x.Y", image = "mine" } });
            await _host.UploadAsync("importCatalog", """{"ecosystem":"f","pluginId":"a"}""", new { });
        });

        Assert.Equal([("PLUGIN_REGISTERED", "mine"), ("IMPORTED", null)], events.Select(change => (Text(change, "action"), Text(change, "pluginId"))));
    }

    private static string? Text(JsonElement node, string member) => node.GetProperty(member).GetString();
}
