using System.Text.Json;
using GraphQLPlugins.Catalog.Tests.Plans;

namespace GraphQLPlugins.Catalog.Tests.Bulk;

public sealed class BulkTests : SmallCatalog
{
    [Trait("Line", "G38")]
    [Fact]
    public async Task Each_name_has_its_result_and_the_good_ones_are_changed_where_the_best_is_asked_for()
    {
        await InstallAsync("app");
        await InstallAsync("modern");

        Assert.Equal(["lib FAILED DEPENDENTS_EXIST", "modern CHANGED", "none FAILED PLUGIN_NOT_FOUND"], await ItemsAsync("disablePlugins", "BEST_EFFORT", "lib", "modern", "none"));
        Assert.Equal("app 2, lib 2, (modern 1), ui 1", await InstalledAsync());
        Assert.Equal(["modern UNCHANGED", "lib CHANGED", "app CHANGED"], await ItemsAsync("disablePlugins", "ALL_OR_NOTHING", "modern", "lib", "app"));
        Assert.Equal("(app 2), (lib 2), (modern 1), ui 1", await InstalledAsync());
        Assert.Equal(["app FAILED DEPENDENCY_MISSING", "modern CHANGED"], await ItemsAsync("enablePlugins", "BEST_EFFORT", "app", "modern"));
        Assert.Equal(["app CHANGED", "lib CHANGED", "ui UNCHANGED"], await ItemsAsync("enablePlugins", "ALL_OR_NOTHING", "app", "lib", "ui"));
        Assert.Equal("app 2, lib 2, modern 1, ui 1", await InstalledAsync());
    }

    [Trait("Line", "G35")]
    [Fact]
    public async Task All_or_nothing_leaves_everything_as_it_was_when_one_is_bad()
    {
        await InstallAsync("app");
        await InstallAsync("modern");
        await ChangeAsync("disablePlugin", new { name = "modern" });
        var before = await InstalledAsync();
        var audit = await Host.Database.ScalarAsync("SELECT count(*) FROM kernel.audit_entries");

        Assert.Equal(["ui LEFT_ALONE", "app LEFT_ALONE", "none FAILED PLUGIN_NOT_FOUND"], await ItemsAsync("disablePlugins", "ALL_OR_NOTHING", "ui", "app", "none"));
        Assert.Equal(["modern LEFT_ALONE", "none FAILED PLUGIN_NOT_FOUND"], await ItemsAsync("enablePlugins", "ALL_OR_NOTHING", "modern", "none"));
        Assert.Equal(["app LEFT_ALONE", "modern FAILED PLUGIN_NOT_RUNNING", "none FAILED PLUGIN_NOT_FOUND"], await ItemsAsync("reloadPlugins", "ALL_OR_NOTHING", "app", "modern", "none"));

        Assert.Equal(before, await InstalledAsync());
        Assert.Equal(audit, await Host.Database.ScalarAsync("SELECT count(*) FROM kernel.audit_entries"));
        Assert.Equal(1, await GenerationAsync("app"));
        Assert.Equal(["app CHANGED", "modern FAILED PLUGIN_NOT_RUNNING"], await ItemsAsync("reloadPlugins", "BEST_EFFORT", "app", "modern"));
        Assert.Equal(2, await GenerationAsync("app"));
    }

    [Trait("Line", "O14")]
    [Fact]
    public async Task Dependents_are_refused_or_go_along_as_the_strategy_says_and_mandatory_ones_stay()
    {
        await InstallAsync("app", "1");
        await InstallAsync("extra");

        Assert.Null(CodeOf(await ChangeAsync("disablePlugin", new { name = "extra", dryRun = true })));
        Assert.Equal(["app"], Dependents(await ChangeAsync("disablePlugin", new { name = "extra", strategy = "ALL", dryRun = true })));
        var refused = await ChangeAsync("disablePlugin", new { name = "lib" });
        Assert.Equal("DEPENDENTS_EXIST", CodeOf(refused));
        Assert.Equal(["app"], refused.GetProperty("errors")[0].GetProperty("dependents").EnumerateArray().Select(name => name.GetString()));
        await ChangeAsync("updatePolicy", new { mandatoryPlugins = new[] { "app" } });
        Assert.Equal("PLUGIN_MANDATORY", CodeOf(await ChangeAsync("disablePlugin", new { name = "lib", strategy = "MANDATORY" })));
        Assert.Equal("PLUGIN_MANDATORY", CodeOf(await ChangeAsync("uninstallPlugin", new { name = "lib", strategy = "ALL" })));
        Assert.Equal("app 1, extra 2, lib 3", await InstalledAsync());
        await ChangeAsync("updatePolicy", new { mandatoryPlugins = Array.Empty<string>() });

        Assert.Equal(["app"], Dependents(await ChangeAsync("disablePlugin", new { name = "lib", strategy = "MANDATORY" })));
        Assert.Equal("(app 1), extra 2, (lib 3)", await InstalledAsync());
        Assert.Equal("DEPENDENCY_MISSING", CodeOf(await ChangeAsync("enablePlugin", new { name = "app" })));
        Assert.Equal("(app 1), extra 2, (lib 3)", await InstalledAsync());
        Assert.Null(CodeOf(await ChangeAsync("enablePlugin", new { name = "app", withDependencies = true })));
        Assert.Equal("app 1, extra 2, lib 3", await InstalledAsync());

        Assert.Equal("DEPENDENTS_EXIST", CodeOf(await ChangeAsync("uninstallPlugin", new { name = "lib" })));
        Assert.Equal(["app"], Dependents(await ChangeAsync("uninstallPlugin", new { name = "lib", strategy = "MANDATORY" })));
        Assert.Equal("extra 2", await InstalledAsync());
    }

    [Fact]
    public async Task What_goes_along_with_several_is_listed_after_them()
    {
        await InstallAsync("app");
        await InstallAsync("other");

        Assert.Equal(["lib CHANGED", "ui CHANGED", "app CHANGED", "other CHANGED"], Items(await ChangeAsync("disablePlugins", new { names = (string[])["lib", "ui"], strategy = "MANDATORY" })));
        Assert.Equal("(app 2), (lib 2), (other 1), (ui 1)", await InstalledAsync());
    }

    private static string[] Dependents(JsonElement payload)
    {
        Assert.Null(CodeOf(payload));
        return [.. payload.GetProperty("dependents").EnumerateArray().Select(dependent => dependent.GetProperty("name").GetString()!)];
    }

    private async Task<int> GenerationAsync(string name) => (int)(await Host.Database.ScalarAsync($"SELECT generation FROM catalog.installations WHERE name = '{name}'"))!;

    private async Task<string[]> ItemsAsync(string mutation, string mode, params string[] names) => Items(await ChangeAsync(mutation, new { names, mode }));

    private static string[] Items(JsonElement payload)
    {
        Assert.Null(CodeOf(payload));
        return [.. payload.GetProperty("items").EnumerateArray().Select(item =>
            $"{item.GetProperty("name").GetString()} {item.GetProperty("outcome").GetString()}{(item.GetProperty("error") is { ValueKind: JsonValueKind.Object } error ? " " + error.GetProperty("code").GetString() : "")}")];
    }
}
