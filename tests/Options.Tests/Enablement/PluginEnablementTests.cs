using GraphQLPlugins.ModuleTesting;

namespace GraphQLPlugins.Options.Tests.Enablement;

public sealed class PluginEnablementTests : IAsyncLifetime
{
    private ModuleHost _host = null!;

    public async Task InitializeAsync() => _host = await OptionsHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact] // P10, product 4.1
    public async Task A_plugin_works_when_all_three_switches_are_on()
    {
        Assert.False(await IsEnabledAsync());

        await _host.RunAsync("installPlugin", new { input = new { source = new { catalog = new { pluginId = "plain" } } } });
        Assert.False(await IsEnabledAsync());

        await _host.RunAsync("setPluginEnabled", new { input = new { pluginId = "plain", enabled = true } });
        Assert.True(await IsEnabledAsync());

        await _host.RunAsync("disablePlugin", new { input = new { name = "plain" } });
        Assert.False(await IsEnabledAsync());

        await _host.RunAsync("enablePlugin", new { input = new { name = "plain" } });
        Assert.True(await IsEnabledAsync());
    }

    [Fact] // P9
    public async Task The_switch_is_the_option_enabled_of_its_scope()
    {
        await _host.RunAsync("installPlugin", new { input = new { source = new { catalog = new { pluginId = "plain" } } } });
        await _host.RunAsync("setPluginEnabled", new { input = new { pluginId = "plain", enabled = true } });
        await _host.RunAsync("setPluginEnabled", new { input = new { pluginId = "plain", enabled = false, scope = new { kind = "ORGANIZATION" } } });

        Assert.True(await IsEnabledAsync());
        Assert.False(await IsEnabledAsync(new { kind = "ORGANIZATION" }));
    }

    private async Task<bool> IsEnabledAsync(object? scope = null) =>
        (await _host.RunAsync("isPluginEnabled", new { pluginId = "plain", scope })).GetProperty("data").GetProperty("isPluginEnabled").GetBoolean();
}
