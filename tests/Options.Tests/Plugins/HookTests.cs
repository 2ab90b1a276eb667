using System.Text.Json;
using GraphQLPlugins.Options.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Options.Tests.Plugins;

/// <summary>A running plugin takes part in writing and reading its options (G57).</summary>
public sealed class HookTests : IAsyncLifetime
{
    private GreeterHost _host = null!;

    public async Task InitializeAsync() => _host = await GreeterHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    [Trait("Line", "G57")]
    public async Task A_value_is_saved_as_the_plugin_rewrites_it_and_shown_as_it_rewrites_that()
    {
        await _host.RunAsync();

        await _host.SetAsync("Greeting", "  Good day ");

        Assert.Equal("\"Good day\"", await StoredAsync("Greeting"));
        Assert.Equal("Good day!", await _host.ShownAsync("Greeting"));
    }

    [Fact]
    [Trait("Line", "G57")]
    public async Task A_value_that_the_plugin_refuses_is_named_in_its_words_and_nothing_is_saved()
    {
        await _host.RunAsync();

        var error = (await _host.SetAsync("Greeting", "   ")).GetProperty("errors")[0];

        Assert.Equal(("OptionInvalidError", "Greeting: A greeting has letters."), (error.GetProperty("__typename").GetString(), error.GetProperty("message").GetString()));
        Assert.Null(await StoredAsync("Greeting"));
        Assert.Equal("[]", await _host.HeardAsync());
    }

    [Fact]
    [Trait("Line", "G57")]
    public async Task The_plugin_hears_of_changes_and_of_nothing_that_did_not_change()
    {
        await _host.RunAsync();

        await _host.SetAsync("Greeting", "Good day");
        await _host.SetAsync("Greeting", "Good day");
        await _host.SetAsync("Greeting", "Good night");
        await _host.SetAsync("Greeting", null);

        Assert.Equal("""["Greeting: - \u003E Good day","Greeting: Good day \u003E Good night","Greeting: Good night \u003E -"]""", await _host.HeardAsync());
    }

    [Fact]
    [Trait("Line", "G56")]
    public async Task What_is_there_already_and_what_unsets_is_not_the_plugins_to_refuse()
    {
        await _host.SetAsync("Greeting", "   ");
        await _host.RunAsync();

        Assert.Equal(JsonValueKind.Null, (await _host.SetAsync("Greeting", "   ")).GetProperty("errors").ValueKind);
        Assert.Equal("\"   \"", await StoredAsync("Greeting"));
        Assert.Equal(JsonValueKind.Null, (await _host.SetAsync("Greeting", "")).GetProperty("errors").ValueKind);
        Assert.Null(await StoredAsync("Greeting"));
        Assert.Equal("""["Greeting:     \u003E -"]""", await _host.HeardAsync());
    }

    [Fact]
    public async Task Of_a_secret_the_plugin_hears_that_it_changed_and_not_to_what()
    {
        await _host.RunAsync();

        await _host.SetAsync("Key", "a secret of some length");

        Assert.Equal("""["Key: - \u003E - (secret)"]""", await _host.HeardAsync());
    }

    [Fact]
    [Trait("Line", "G57")]
    [Trait("Line", "4.6")]
    public async Task A_rehearsal_shows_what_the_plugin_makes_of_a_value_and_tells_it_that_nothing_is_saved()
    {
        await _host.RunAsync();

        var one = (await _host.Modules.RunAsync("setOption", new { input = new { pluginId = "greeter", key = "Greeting", value = " Moin ", dryRun = true } })).GetProperty("data").GetProperty("setOption");
        var refused = (await _host.Modules.RunAsync("setOptions", new { input = new { pluginId = "greeter", values = new object[] { new { key = "Greeting", value = "  " } }, dryRun = true } })).GetProperty("data").GetProperty("setOptions");

        Assert.Equal("Moin!", one.GetProperty("optionSet").GetProperty("items").EnumerateArray().First(item => item.GetProperty("definition").GetProperty("key").GetString() == "Greeting").GetProperty("effective").GetString());
        Assert.Equal("Greeting: A greeting has letters.", refused.GetProperty("errors")[0].GetProperty("message").GetString());
        Assert.Null(await StoredAsync("Greeting"));
        Assert.Equal("""["Greeting is rehearsed:  Moin ","Greeting is rehearsed:   "]""", await _host.HeardAsync());
        await _host.SetAsync("Greeting", "Moin");
        Assert.Equal("""["Greeting is rehearsed:  Moin ","Greeting is rehearsed:   ","Greeting: - \u003E Moin"]""", await _host.HeardAsync());
    }

    [Fact]
    [Trait("Line", "P19")]
    public async Task Values_that_are_only_tried_are_told_to_the_plugin_as_a_rehearsal()
    {
        await _host.RunAsync();

        await _host.Modules.RunAsync("testPluginConfiguration", new { input = new { pluginId = "greeter", values = new object[] { new { key = "Greeting", value = "Moin" } } } });

        Assert.Equal("""["Greeting is rehearsed: Moin"]""", await _host.HeardAsync());
    }

    [Fact]
    [Trait("Line", "P15")]
    public async Task Hooks_that_throw_are_passed_over()
    {
        await _host.RunAsync("quiet", "Misbehaving");

        var payload = await _host.SetAsync("Greeting", " Good day ", plugin: "quiet");

        Assert.Equal(JsonValueKind.Null, payload.GetProperty("errors").ValueKind);
        Assert.Equal(" Good day ", await _host.ShownAsync("Greeting", "quiet"));
    }

    [Fact]
    public async Task Without_a_running_plugin_values_stay_as_they_are_written()
    {
        await _host.SetAsync("Greeting", "  Good day ");

        Assert.Equal("  Good day ", await _host.ShownAsync("Greeting"));
    }

    private async Task<string?> StoredAsync(string key)
    {
        await using var db = await _host.Modules.Services.GetRequiredService<IDbContextFactory<OptionsDb>>().CreateDbContextAsync();
        return await db.Values.Where(v => v.Key == key).Select(v => v.Json).SingleOrDefaultAsync();
    }
}
