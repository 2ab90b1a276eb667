using System.Text;
using System.Text.Json;
using GraphQLPlugins.Catalog.Import;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Integrations.Tests.Webhooks;

/// <summary>Webhooks of installed plugins.</summary>
public sealed class PluginWebhookTests : WebhookScene
{
    protected override (string Name, string Value)[] Settings => [.. base.Settings, ("Catalog:AllowRemoteAdmin", "true")];

    [Fact]
    public async Task A_plugin_is_told_until_it_is_uninstalled_and_of_that_too()
    {
        await Host.Services.GetRequiredService<CatalogImporter>().ImportAsync(
            new MemoryStream(Encoding.UTF8.GetBytes("""{"ecosystem":"e","pluginId":"board","name":"Board","versions":[{"version":"1.0"}]}""")), new ImportOptions());
        await DoAsync("installPlugin", new { source = new { catalog = new { pluginId = "board" } } });
        Assert.Equal("WEBHOOK_PLUGIN_NOT_FOUND", Text(await RefusedAsync("createWebhook", Input("nothing")), "code"));
        Assert.Equal("INPUT_INVALID", Text(await RefusedAsync("createWebhook", Input(null)), "code"));
        Clock.Advance(TimeSpan.FromSeconds(1));
        var payload = await DoAsync("createWebhook", Input("board"));
        Assert.Equal("board", Text(payload.GetProperty("webhook"), "pluginName"));
        await DeliverAsync();

        await DoAsync("disablePlugin", new { name = "board" });
        await DoAsync("enablePlugin", new { name = "board" });
        await DoAsync("uninstallPlugin", new { name = "board" });
        await DeliverAsync();

        Assert.Equal("plugin.disabled plugin.enabled plugin.uninstalled", string.Join(' ', Receiver.Requests.Select(r => Text(r.Json, "type"))));
        var (secret, last) = (Text(payload, "secret")!, Receiver.Requests.Last());
        Assert.Equal("board True True", $"{Text(last.Json.GetProperty("plugin"), "name")} {last.IsSignedWith(secret)} {last.IsHookSignedWith(secret)}");
        Assert.Equal("user", Text(last.Json.GetProperty("actor"), "type"));
        Assert.Equal(0, (await Host.RunAsync("webhooks")).GetProperty("data").GetProperty("webhooks").GetProperty("totalCount").GetInt32());
        Assert.All(await DeliveriesAsync(), d => Assert.Equal("SUCCESS", Text(d, "status")));
    }

    private Dictionary<string, JsonElement> Input(string? plugin)
    {
        var input = Input(Guid.Empty, """{ "events": ["plugin"] }""");
        input.Remove("installationUuid");
        if (plugin is not null) input["pluginName"] = JsonSerializer.SerializeToElement(plugin);
        return input;
    }
}
