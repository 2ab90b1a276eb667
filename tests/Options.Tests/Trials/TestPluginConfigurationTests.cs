using System.Text.Json;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Options.Tests.Plugins;
using static GraphQLPlugins.Options.Tests.ForgeHost;

namespace GraphQLPlugins.Options.Tests.Trials;

/// <summary>A running plugin tries its options (P19).</summary>
public sealed class TestPluginConfigurationTests : IAsyncLifetime
{
    private GreeterHost _host = null!;

    public async Task InitializeAsync() => _host = await GreeterHost.StartAsync(("Catalog:Runtime:CallTimeout", "00:00:00.5"), ("Catalog:Runtime:StopTimeout", "00:00:00.2"));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    [Trait("Line", "P19")]
    public async Task The_plugin_tries_what_is_saved_and_its_words_are_shown()
    {
        await _host.RunAsync();
        await _host.SetAsync("Greeting", "Servus");

        Assert.Equal((true, "It will say Servus."), Result(await TestAsync()));
        Assert.Equal("greeter instance", await _host.Modules.Database.ScalarAsync("SELECT string_agg(target || ' ' || scope, ', ') FROM kernel.audit_entries WHERE action = 'testPluginConfiguration'"));
    }

    [Fact]
    [Trait("Line", "P19")]
    public async Task Unsaved_values_count_before_saved_ones_and_are_not_saved()
    {
        await _host.RunAsync();
        await _host.SetAsync("Greeting", "Servus");

        Assert.Equal((true, "It will say Moin."), Result(await TestAsync(Values(("Greeting", " Moin ")))));
        Assert.Equal((true, "It will say Hello."), Result(await TestAsync(Values(("Greeting", null)))));
        Assert.Equal("Servus!", await _host.ShownAsync("Greeting"));
    }

    [Fact]
    [Trait("Line", "P19")]
    public async Task Each_scope_tries_what_counts_there_whether_or_not_it_is_switched_on()
    {
        await _host.RunAsync();
        var project = await _host.ProjectAsync(enabled: false);
        await _host.SetAsync("Greeting", "Moin", new { kind = "ORGANIZATION" });

        Assert.Equal((true, "It will say Hello."), Result(await TestAsync()));
        Assert.Equal((true, "It will say Moin."), Result(await TestAsync(scope: At("PROJECT", project))));
    }

    [Fact]
    public async Task A_plugin_gets_saved_and_unsaved_secrets_and_they_are_masked_where_it_repeats_them()
    {
        await _host.RunAsync("greeter", "Tester");
        await _host.SetAsync("Key", "a saved secret of some length");

        Assert.Equal((true, "Greeting=Hello Key=•••• enabled=False"), Result(await TestAsync()));
        Assert.Equal((true, "Greeting=Hello Key=•••• enabled=False"), Result(await TestAsync(Values(("Key", "an unsaved one of some length")))));
        Assert.Equal((true, "Greeting=Hello enabled=False"), Result(await TestAsync(Values(("Key", null)))));
        Assert.Equal(("PLUGIN_REFUSED", "The key •••• is wrong."), Refusal(await TestAsync(Values(("Key", "wrong-key-of-some-length")))));
    }

    [Fact]
    public async Task At_a_users_scope_the_plugin_gets_no_secrets_but_the_users_own()
    {
        await _host.RunAsync("greeter", "Tester");
        await _host.SetAsync("Key", "a saved secret of some length");
        var me = At("USER");
        _host.Modules.Caller = ModuleHost.Identity("options:write options:read", principalId: Principal.AdministratorId);

        Assert.Equal((true, "Greeting=Hello enabled=False"), Result(await TestAsync(scope: me)));
        Assert.Equal((true, "Greeting=Mine Key=•••• enabled=False"), Result(await TestAsync(Values(("Greeting", "Mine"), ("Key", "my own secret of some length")), me)));
        Assert.Equal((true, "Greeting=Mine enabled=False"), Result(await TestAsync(Values(("Greeting", "Mine")), me)));
    }

    [Fact]
    [Trait("Line", "P19")]
    [Trait("Line", "P20")]
    public async Task Values_that_could_not_be_saved_are_not_tried()
    {
        await _host.RunAsync();

        Assert.Equal(["/Greeting: The value must be a text.", "/Key: The value must be a text."], Problems(await TestAsync(Values(("Greeting", 5), ("Key", 6)))));
        Assert.Equal(["/Greeting: A greeting has letters."], Problems(await TestAsync(Values(("Greeting", " ")))));
        Assert.Equal(["/Key: The value is a mask, not a secret; leave the option out to keep its value."], Problems(await TestAsync(Values(("Key", "****")))));
        Assert.Equal("OPTION_UNKNOWN", Error(await TestAsync(Values(("Nope", 1)))).Code);
        Assert.Equal(0L, await _host.Modules.Database.ScalarAsync("SELECT count(*) FROM kernel.audit_entries WHERE action = 'testPluginConfiguration'"));
    }

    [Fact]
    public async Task A_rehearsal_checks_values_without_calling_the_plugin()
    {
        await _host.RunAsync();

        Assert.Equal((false, "A rehearsal does not call the plugin."), Result(await RehearseAsync(Values(("Greeting", " ")))));
        Assert.Equal(["/Greeting: The value must be a text."], Problems(await RehearseAsync(Values(("Greeting", 5)))));
        Assert.Equal(0L, await _host.Modules.Database.ScalarAsync("SELECT count(*) FROM kernel.audit_entries WHERE action = 'testPluginConfiguration'"));
    }

    [Theory]
    [InlineData("throw", "PLUGIN_FAILED", "The plugin 'greeter' did not do it: The plugin failed.")]
    [InlineData("hang", "UPSTREAM_UNAVAILABLE", "The plugin 'greeter' is not available: The plugin did not answer within 0.5 s.")]
    [InlineData("long", "PLUGIN_FAILED", "The plugin 'greeter' did not do it: The plugin's answer is larger than allowed.")]
    public async Task A_test_that_does_not_end_well_is_told_apart(string greeting, string code, string message)
    {
        await _host.RunAsync("greeter", "Tester");

        Assert.Equal((code, message), Refusal(await TestAsync(Values(("Greeting", greeting)))));
    }

    [Fact]
    [Trait("Line", "P19")]
    public async Task A_plugin_that_does_not_run_or_has_no_test_says_so()
    {
        Assert.Equal("PLUGIN_NOT_RUNNING", Error(await TestAsync()).Code);
        Assert.Equal("PLUGIN_NOT_FOUND", Error(await TestAsync(plugin: "nobody")).Code);
        await _host.RunAsync("quiet", "Misbehaving");
        Assert.Equal(("PluginNotTestableError", "PLUGIN_NOT_TESTABLE", "The plugin 'quiet' offers no test of its configuration."), Error(await TestAsync(plugin: "quiet")));
    }

    [Fact]
    public async Task Whoever_may_not_write_at_a_scope_tries_nothing_there()
    {
        await _host.RunAsync();
        _host.Modules.Caller = ModuleHost.Identity("options:write options:read");

        Assert.Equal("FORBIDDEN", Error(await TestAsync()).Code);
    }

    private async Task<JsonElement> TestAsync(object[]? values = null, object? scope = null, string plugin = "greeter") =>
        (await _host.Modules.RunAsync("testPluginConfiguration", new { input = new { pluginId = plugin, scope, values } })).GetProperty("data").GetProperty("testPluginConfiguration");

    private async Task<JsonElement> RehearseAsync(object[] values) =>
        (await _host.Modules.RunAsync("testPluginConfiguration", new { input = new { pluginId = "greeter", values, dryRun = true } })).GetProperty("data").GetProperty("testPluginConfiguration");

    private static object[] Values(params (string Key, object? Value)[] values) => [.. values.Select(v => new { key = v.Key, value = v.Value })];

    private static (bool, string?) Result(JsonElement payload)
    {
        Assert.Equal("null", payload.GetProperty("errors").GetRawText());
        return (payload.GetProperty("succeeded").GetBoolean(), payload.GetProperty("message").GetString());
    }

    private static (string?, string?) Refusal(JsonElement payload) => (Error(payload).Code, Error(payload).Message);
}
