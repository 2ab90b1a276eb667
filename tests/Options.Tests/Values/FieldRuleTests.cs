using static GraphQLPlugins.Options.Tests.ForgeHost;

namespace GraphQLPlugins.Options.Tests.Values;

/// <summary>Rules of single fields that forms rely on.</summary>
public sealed class FieldRuleTests : IAsyncLifetime
{
    private ForgeHost _host = null!;

    public async Task InitializeAsync() => _host = await StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    [Trait("Line", "P20")]
    public async Task A_required_text_cannot_be_blank_but_may_be_unset()
    {
        var blank = await _host.RunAsync("setOption", new { pluginId = "mill", key = "Must", value = "" });
        await _host.SetAsync("Must", "something", plugin: "mill");
        await _host.SetAsync("Must", null, plugin: "mill");

        Assert.Equal(["/Must: A value is required."], Problems(blank));
        Assert.Equal("", await _host.OwnAsync("mill"));
    }

    [Fact]
    [Trait("Line", "G54")]
    public async Task A_set_names_what_is_missing_and_what_no_longer_fits()
    {
        Assert.Equal("/Must: A value is required.", await ErrorsAsync());
        await _host.SetAsync("Must", "something", plugin: "mill");
        await _host.SetAsync("Note", "abc", plugin: "mill");
        Assert.Equal("", await ErrorsAsync());

        await _host.Modules.Database.ExecuteAsync("UPDATE options.option_values SET json = '\"too long\"' WHERE storage_key = 'mill:Note'");

        Assert.Equal("/Note: The value must have at most 3 characters.", await ErrorsAsync());
        var items = (await SetAsync()).GetProperty("items").EnumerateArray().ToDictionary(item => item.GetProperty("definition").GetProperty("key").GetString()!, item => item.GetProperty("warning").GetString());
        Assert.Equal(("The value must have at most 3 characters.", null), (items["Note"], items["Must"]));

        async Task<System.Text.Json.JsonElement> SetAsync() => (await _host.Modules.RunAsync("optionSet", new { pluginId = "mill" })).GetProperty("data").GetProperty("optionSet");

        async Task<string> ErrorsAsync() => string.Join(' ', (await SetAsync()).GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("pointer")}: {e.GetProperty("message")}"));
    }

    [Fact]
    [Trait("Line", "P22")]
    public async Task A_blank_secret_keeps_what_is_saved_beside_what_changes()
    {
        await _host.SetAsync("Token", "s3cret-value-0123456789");
        var before = await _host.SealedAsync("forge", "Token", "instance");

        var payload = await _host.RunAsync("setOptions", new { pluginId = "forge", values = new object[] { new { key = "Token", value = "" }, new { key = "Limit", value = 3 } } });

        Assert.Equal("null", payload.GetProperty("errors").GetRawText());
        Assert.Equal("Limit=3 Token=s3cr", await _host.OwnAsync());
        Assert.Equal(before, await _host.SealedAsync("forge", "Token", "instance"));
    }

    [Fact]
    [Trait("Line", "P3")]
    [Trait("Line", "P4")]
    public async Task A_value_is_stored_below_the_plugins_prefix_with_a_colon_between()
    {
        await _host.SetAsync("Limit", 3, plugin: "Odd-Mill");

        Assert.Equal("odd_mill:Limit", await _host.Modules.Database.ScalarAsync("SELECT string_agg(storage_key, ' ') FROM options.option_values"));
    }
}
