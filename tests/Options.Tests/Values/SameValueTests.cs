using System.Text.Json;
using static GraphQLPlugins.Options.Tests.ForgeHost;

namespace GraphQLPlugins.Options.Tests.Values;

/// <summary>Writing what is there already, and writing what is empty (G56).</summary>
[Trait("Line", "G56")]
public sealed class SameValueTests : IAsyncLifetime
{
    private ForgeHost _host = null!;

    public async Task InitializeAsync() => _host = await StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task What_cannot_be_edited_may_be_written_as_it_is()
    {
        await StoreAsync("Built", "by the plugin");
        var before = await _host.RevisionsAsync();

        await _host.SetAsync("Built", "by the plugin");
        Assert.Equal("null", (await SetAllAsync(("Built", "by the plugin"), ("Limit", 3))).GetProperty("errors").GetRawText());

        Assert.Equal("Built=\"by the plugin\" Limit=3", await _host.OwnAsync());
        Assert.Equal(before + 1, await _host.RevisionsAsync());
        Assert.Equal("Limit", await ChangedAsync());
    }

    [Fact]
    public async Task What_cannot_be_edited_may_not_be_written_otherwise_nor_unset()
    {
        await StoreAsync("Built", "by the plugin");

        Assert.Equal("OptionNotEditableError", Error(await SetAllAsync(("Limit", 3), ("Built", "by hand"))).Type);
        Assert.Equal("OptionNotEditableError", Error(await SetAllAsync(("Limit", 3), ("Built", null))).Type);
        Assert.Equal("Built=\"by the plugin\"", await _host.OwnAsync());
    }

    [Fact]
    public async Task What_cannot_be_edited_and_is_not_set_may_be_left_unset()
    {
        Assert.Equal("null", (await SetAllAsync(("Built", null), ("Limit", 3))).GetProperty("errors").GetRawText());
        Assert.Equal("null", (await _host.RunAsync("unsetOption", new { pluginId = "forge", key = "Built" })).GetProperty("errors").GetRawText());
        Assert.Equal("Limit=3", await _host.OwnAsync());
    }

    [Fact]
    public async Task What_no_longer_fits_its_definition_may_be_written_as_it_is()
    {
        await _host.SetAsync("Limit", 7);
        await _host.Modules.Database.ExecuteAsync("UPDATE options.option_values SET json = '700'");
        var before = await _host.RevisionsAsync();

        await _host.SetAsync("Limit", 700);

        Assert.Equal((before, "Limit=700"), (await _host.RevisionsAsync(), await _host.OwnAsync()));
        Assert.Equal("OptionInvalidError", Error(await _host.RunAsync("setOption", new { pluginId = "forge", key = "Limit", value = 701 })).Type);
    }

    [Fact]
    public async Task An_option_that_is_named_twice_is_refused_also_where_one_of_them_is_there_already()
    {
        await _host.SetAsync("Limit", 7);

        Assert.Equal(["/Limit: The option is named twice."], Problems(await SetAllAsync(("Limit", 7), ("Limit", 8))));
        Assert.Equal("Limit=7", await _host.OwnAsync());
    }

    [Fact]
    public async Task Who_expects_another_etag_is_told_also_when_nothing_would_change()
    {
        await _host.SetAsync("Limit", 7);

        Assert.Equal("EtagMismatchError", Error(await _host.RunAsync("setOption", new { pluginId = "forge", key = "Limit", value = 7, expectedEtag = "other" })).Type);
    }

    [Theory]
    [InlineData("Note", "\"a note\"")]
    [InlineData("Url", "\"https://forge.example\"")]
    [InlineData("Limit", "12")]
    [InlineData("Rate", "1.5")]
    [InlineData("Mode", "\"b\"")]
    [InlineData("Tags", "[\"x\"]")]
    [InlineData("Colours", "[\"red\"]")]
    [InlineData("enabled", "false")]
    public async Task An_empty_text_unsets(string key, string json)
    {
        await _host.SetAsync(key, JsonDocument.Parse(json).RootElement);
        Assert.Equal($"{key}={json}", await _host.OwnAsync());

        await _host.SetAsync(key, "");

        Assert.Equal("", await _host.OwnAsync());
        Assert.Equal(2, await _host.RevisionsAsync());
        await _host.SetAsync(key, "");
        Assert.Equal(2, await _host.RevisionsAsync());
    }

    [Fact]
    public async Task An_empty_text_is_a_value_of_any_JSON_and_an_empty_list_is_one()
    {
        await _host.SetAsync("Shape", "");
        await _host.SetAsync("Names", Array.Empty<string>());

        Assert.Equal("Names=[] Shape=\"\"", await _host.OwnAsync());
    }

    [Fact]
    public async Task A_document_that_is_read_unsets_what_is_empty_and_may_hold_what_cannot_be_edited_as_it_is()
    {
        await StoreAsync("Built", "by the plugin");
        await _host.SetAsync("Mode", "b");

        var payload = await _host.RunAsync("importOptions", new { pluginId = "forge", document = """{"options":{"Built":"by the plugin","Mode":"","Limit":3}}""" });
        var refused = await _host.RunAsync("importOptions", new { pluginId = "forge", document = """{"options":{"Built":"by hand","Limit":4}}""" });

        Assert.Equal("null", payload.GetProperty("errors").GetRawText());
        Assert.Equal(["/options/Built: Only the plugin itself sets it."], Problems(refused));
        Assert.Equal("Built=\"by the plugin\" Limit=3", await _host.OwnAsync());
    }

    private Task<JsonElement> SetAllAsync(params (string Key, object? Value)[] values) =>
        _host.RunAsync("setOptions", new { pluginId = "forge", values = values.Select(v => new { key = v.Key, value = v.Value }) });

    /// <summary>Stores a value as an earlier version of the plugin let people set it.</summary>
    private async Task StoreAsync(string key, string value)
    {
        await _host.SetAsync("Note", value);
        await _host.Modules.Database.ExecuteAsync($"UPDATE options.option_values SET key = '{key}', storage_key = 'forge:{key}'");
    }

    private async Task<string> ChangedAsync() =>
        string.Join(' ', (await _host.Modules.RunAsync("optionHistory", new { pluginId = "forge" })).GetProperty("data").GetProperty("optionHistory")[0].GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("key").GetString()));
}
