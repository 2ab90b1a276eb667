using System.Text.Json;
using static GraphQLPlugins.Options.Tests.ForgeHost;

namespace GraphQLPlugins.Options.Tests.Values;

/// <summary>Keys with anything in them, at every scope (1F.3, 1F.4, 4.8).</summary>
public sealed class KeyspaceTests : IAsyncLifetime
{
    private static readonly string[] Keys = ["foo", "a:b", "a:b:c", "a", "x y", "ü", "%_", "~/\u00a7"];

    private ForgeHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await StartAsync();
        var schema = new { type = "object", properties = Keys.ToDictionary(key => key, _ => new { type = "string" }) };
        foreach (var name in new[] { "my-plugin", "my-plugin2" })
            Assert.Equal("null", (await _host.RunAsync("registerPlugin", new { name, resourceType = "test.Plugin", image = $"acme/{name}", template = new { options = new { schema } } })).GetProperty("errors").GetRawText());
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    [Trait("Line", "4.8.20")]
    [Trait("Line", "P4")]
    [Trait("Line", "P8")]
    public async Task A_reset_of_one_prefix_leaves_a_longer_one_alone()
    {
        await _host.SetAsync("foo", "one", plugin: "my-plugin");
        await _host.SetAsync("foo", "two", plugin: "my-plugin2");
        Assert.Equal("my_plugin2:foo my_plugin:foo", await StoredAsync());

        Assert.Equal("null", (await _host.RunAsync("resetOptions", new { pluginId = "my-plugin" })).GetProperty("errors").GetRawText());

        Assert.Equal("my_plugin2:foo", await StoredAsync());
    }

    [Fact]
    [Trait("Line", "1F.3")]
    public async Task Keys_with_colons_and_wildcards_are_kept_apart()
    {
        foreach (var key in Keys) await _host.SetAsync(key, $"of {key}", plugin: "my-plugin");
        foreach (var key in Keys)
            Assert.Equal($"of {key}", (await _host.Modules.QueryAsync("query($key: String!) { optionValue(pluginId: \"my-plugin\", key: $key) }", new { key })).GetProperty("data").GetProperty("optionValue").GetString());

        await _host.RunAsync("resetOptions", new { pluginId = "my-plugin", prefix = "a:b" });
        Assert.Equal(Keys.Except(["a:b", "a:b:c"]).Order(StringComparer.Ordinal), await OwnKeysAsync());
        await _host.RunAsync("resetOptions", new { pluginId = "my-plugin", prefix = "%" });
        Assert.Equal(Keys.Except(["a:b", "a:b:c", "%_"]).Order(StringComparer.Ordinal), await OwnKeysAsync());
    }

    [Fact]
    [Trait("Line", "1F.3")]
    [Trait("Line", "P6")]
    public async Task No_scope_is_a_dead_end()
    {
        _host.Modules.Caller = ModuleTesting.ModuleHost.Identity("*", principalId: Kernel.Identity.Principal.AdministratorId);
        var project = await _host.ProjectAsync();
        foreach (var scope in new[] { At("INSTANCE"), At("ORGANIZATION"), At("PROJECT", project), At("USER"), At("USER", project) })
        {
            var before = await _host.EtagAsync("my-plugin", scope);
            await _host.SetAsync("foo", "here", scope, "my-plugin");
            Assert.Equal("foo=\"here\"", await _host.OwnAsync("my-plugin", scope));
            Assert.Matches("^[0-9a-f]{64}$", await _host.EtagAsync("my-plugin", scope));
            Assert.Equal("null", (await _host.RunAsync("unsetOption", new { pluginId = "my-plugin", key = "foo", scope })).GetProperty("errors").GetRawText());
            Assert.Equal(("", before), (await _host.OwnAsync("my-plugin", scope), await _host.EtagAsync("my-plugin", scope)));
        }
    }

    [Fact]
    [Trait("Line", "1F.4")]
    [Trait("Line", "4.8.21")]
    public async Task An_unknown_key_among_known_ones_is_told_and_null_unsets()
    {
        await _host.SetAsync("foo", "before", plugin: "my-plugin");

        var refused = await _host.RunAsync("setOptions", new { pluginId = "my-plugin", values = new object[] { new { key = "foo", value = "after" }, new { key = "bar", value = "lost" } } });
        Assert.Equal(("OptionUnknownError", "OPTION_UNKNOWN", "The plugin 'my-plugin' has no option 'bar'."), Error(refused));
        Assert.Equal("foo=\"before\"", await _host.OwnAsync("my-plugin"));

        await _host.RunAsync("setOptions", new { pluginId = "my-plugin", values = new object[] { new { key = "foo", value = (object?)null } } });
        Assert.Equal("", await _host.OwnAsync("my-plugin"));
    }

    private async Task<object?> StoredAsync() => await _host.Modules.Database.ScalarAsync("SELECT string_agg(storage_key, ' ' ORDER BY storage_key COLLATE \"C\") FROM options.option_values");

    private async Task<IEnumerable<string?>> OwnKeysAsync() => (await _host.SetOfAsync("my-plugin")).GetProperty("items").EnumerateArray()
        .Where(item => item.TryGetProperty("configured", out var own) && own.ValueKind != JsonValueKind.Null).Select(item => item.GetProperty("definition").GetProperty("key").GetString()).Order(StringComparer.Ordinal);
}
