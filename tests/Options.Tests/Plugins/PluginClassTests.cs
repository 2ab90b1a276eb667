using System.Text.Json;

namespace GraphQLPlugins.Options.Tests.Plugins;

/// <summary>What a plugin is called and described by, and how it comes and goes.</summary>
public sealed class PluginClassTests
{
    [Fact]
    [Trait("Line", "P14")]
    public async Task Plugins_come_and_go_while_the_server_runs_by_the_full_names_of_their_classes()
    {
        await using var host = await GreeterHost.StartAsync(("Catalog:Runtime:StopTimeout", "00:00:00.2"));
        Assert.Equal("PLUGIN_NOT_RUNNING", await ActAsync("greeter"));

        // One package, two classes: which of them runs is what its manifest names.
        await host.RunAsync("greeter", "Greeter");
        await host.RunAsync("quiet", "Misbehaving");
        Assert.Equal("1", await ActAsync("greeter"));
        Assert.Equal("ACTION_NOT_SUPPORTED", await ActAsync("quiet"));
        Assert.Equal("\"pong\"", await ActAsync("quiet", "ping"));

        await host.Modules.RunAsync("disablePlugin", new { input = new { name = "greeter" } });
        Assert.Equal("PLUGIN_NOT_RUNNING", await ActAsync("greeter"));
        Assert.Equal("\"pong\"", await ActAsync("quiet", "ping"));

        async Task<string?> ActAsync(string plugin, string action = "count")
        {
            var payload = (await host.Modules.RunAsync("pluginAction", new { input = new { pluginId = plugin, action } })).GetProperty("data").GetProperty("pluginAction");
            return payload.GetProperty("errors").ValueKind == JsonValueKind.Null ? payload.GetProperty("result").GetRawText() : ForgeHost.Error(payload).Code;
        }
    }

    [Fact]
    [Trait("Line", "P1")]
    [Trait("Line", "P2")]
    [Trait("Line", "P3")]
    public async Task An_entry_is_described_by_its_title_and_called_by_it_with_hyphens_and_stores_with_underscores()
    {
        await using var host = await ForgeHost.StartAsync();
        await host.RunAsync("registerPlugin", new
        {
            name = "My Fine Plugin", resourceType = "test.Plugin", image = "acme/my-fine-plugin", provider = "acme", labels = new[] { "chat" },
            tags = new { description = "Does fine things.", icon = "https://acme.example/icon.png", link = "https://acme.example/docs" }, docs = new { en = "https://acme.example/en" },
            template = new { options = new { schema = new { type = "object", properties = new { Limit = new { type = "integer" } } } } },
        });
        await host.SetAsync("Limit", 3, plugin: "my-fine-plugin");

        var plugin = (await host.Modules.QueryAsync("{ plugin(pluginId: \"my-fine-plugin\") { pluginId name confKey stage provider labels tags docs state canDisable } }")).GetProperty("data").GetProperty("plugin");
        Assert.Equal(
            """{"pluginId":"my-fine-plugin","name":"My Fine Plugin","confKey":"my_fine_plugin","stage":"UNKNOWN","provider":"acme","labels":["chat"],"tags":{"icon":"https://acme.example/icon.png","link":"https://acme.example/docs","description":"Does fine things."},"docs":{"en":"https://acme.example/en"},"state":"ENABLED","canDisable":true}""",
            plugin.GetRawText());
        Assert.Equal("my_fine_plugin:Limit", await host.Modules.Database.ScalarAsync("SELECT storage_key FROM options.option_values"));
    }
}
