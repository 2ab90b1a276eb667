using System.Text;
using System.Text.Json;
using GraphQLPlugins.Catalog.Import;
using GraphQLPlugins.Catalog.Tests.Artifacts;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Catalog.Tests.Installations;

/// <summary>Files that say themselves what they need: judged as versions of the catalog are.</summary>
public sealed class FileNeedsTests : IAsyncLifetime
{
    private InstallationHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await InstallationHost.StartAsync();
        await _host.Host.Services.GetRequiredService<CatalogImporter>().ImportAsync(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n',
            """{"ecosystem":"jenkins","pluginId":"lib","versions":[{"version":"1"},{"version":"2","dependencies":[{"pluginId":"base","minVersion":"1"}]}]}""",
            """{"ecosystem":"jenkins","pluginId":"base","versions":[{"version":"1"}]}""",
            """{"ecosystem":"jenkins","pluginId":"extra","versions":[{"version":"1"}]}"""))), new ImportOptions());
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task What_a_file_needs_comes_in_with_it_from_the_catalog_and_a_rehearsal_tells()
    {
        var file = Tool("lib:2,extra:1;resolution:=optional");
        var rehearsal = await _host.UploadAsync(file, more: new { dryRun = true });
        Assert.Equal(["INSTALL base", "INSTALL lib"], Items(rehearsal));
        Assert.Equal("", await InstalledAsync());

        var payload = await _host.UploadAsync(file);

        Assert.Equal(Digest(rehearsal), Digest(payload));
        Assert.Equal("base 1, lib 2, tool 1", await InstalledAsync());
        Assert.Equal(["KEEP base", "KEEP lib"], Items(await _host.UploadAsync(file)));
        Assert.Equal(JsonValueKind.Null, (await _host.UploadAsync(Archives.Jar("Short-Name: alone", "Plugin-Version: 1"))).GetProperty("plan").ValueKind);
    }

    [Fact]
    public async Task What_cannot_be_had_or_must_be_there_already_refuses_the_file_and_nothing_is_kept()
    {
        Assert.Equal(("DEPENDENCY_MISSING", "The plugin 'tool' needs 'nowhere' >=3 (no repository has it)."), await _host.RefusedUploadAsync(Tool("nowhere:3")));
        Assert.Equal("DEPENDENCY_MISSING", (await _host.RefusedUploadAsync(Tool("lib:9"))).Code);
        Assert.Equal("DEPENDENCY_MISSING", (await _host.RefusedUploadAsync(Tool("lib:1"), more: new { withDependencies = false })).Code);
        Assert.Equal("", await _host.KeptAsync());

        await _host.UploadAsync(Tool("nowhere:3"), more: new { activate = false });
        Assert.Equal("DEPENDENCY_MISSING", (await _host.RefusedAsync("enablePlugin", new { name = "tool" })).Code);
        await _host.UploadAsync(Archives.Jar("Short-Name: nowhere", "Plugin-Version: 3"));
        await _host.ChangeAsync("enablePlugin", new { name = "tool" });
        Assert.Equal("nowhere 3, tool 1", await InstalledAsync());
    }

    [Fact]
    public async Task What_a_file_needs_is_not_taken_away_from_it()
    {
        await _host.UploadAsync(Tool("lib:1"));

        Assert.Equal("DEPENDENTS_EXIST", (await _host.RefusedAsync("disablePlugin", new { name = "lib" })).Code);
        Assert.Equal("DEPENDENTS_EXIST", (await _host.RefusedAsync("uninstallPlugin", new { name = "base" })).Code);
        Assert.Equal("FAILED", (await _host.ChangeAsync("disablePlugins", new { names = new[] { "lib" }, mode = "BEST_EFFORT" })).GetProperty("items")[0].GetProperty("outcome").GetString());
        await _host.ChangeAsync("disablePlugin", new { name = "lib", strategy = "MANDATORY" });
        Assert.Equal("base 1, (lib 2), (tool 1)", await InstalledAsync());
        Assert.Equal("DEPENDENCY_MISSING", (await _host.RefusedAsync("enablePlugin", new { name = "tool" })).Code);
        await _host.ChangeAsync("enablePlugin", new { name = "tool", withDependencies = true });

        // A version that needs something else, and the way back.
        await _host.UploadAsync(Tool("extra:1", "2"));
        await _host.ChangeAsync("uninstallPlugin", new { name = "lib" });
        Assert.Equal("DEPENDENTS_EXIST", (await _host.RefusedAsync("uninstallPlugin", new { name = "extra" })).Code);
        Assert.Equal("base 1, extra 1, tool 2", await InstalledAsync());
    }

    [Fact]
    public async Task A_file_does_not_take_the_place_of_a_version_that_something_in_use_needs()
    {
        await _host.UploadAsync(Library("2"));
        await _host.UploadAsync(Tool("lib:2"));
        var before = await _host.KeptAsync();

        Assert.Equal(("DEPENDENCY_MISSING", "The plugin 'tool' needs 'lib' >=2 (1 would be installed)."), await _host.RefusedUploadAsync(Library("1")));
        Assert.Equal("DEPENDENCY_MISSING", (await _host.RefusedUploadAsync(Library("1"), more: new { dryRun = true })).Code);
        Assert.Equal("DEPENDENTS_EXIST", (await _host.RefusedUploadAsync(Library("3"), more: new { activate = false })).Code);
        Assert.Equal(before, await _host.KeptAsync());

        await _host.UploadAsync(Library("3"));
        Assert.Equal("2", (await _host.ChangeAsync("rollbackPlugin", new { name = "lib" })).GetProperty("installation").GetProperty("version").GetString());
        await _host.ChangeAsync("disablePlugin", new { name = "tool" });
        await _host.UploadAsync(Library("1"));
        Assert.Equal("DEPENDENCY_MISSING", (await _host.RefusedAsync("enablePlugin", new { name = "tool" })).Code);
        await _host.ChangeAsync("rollbackPlugin", new { name = "lib" });
        await _host.ChangeAsync("enablePlugin", new { name = "tool" });
        await _host.UploadAsync(Library("2.5"));
        await _host.ChangeAsync("disablePlugin", new { name = "tool" });
        await _host.UploadAsync(Library("1"));
        await _host.UploadAsync(Library("2"));
        await _host.ChangeAsync("enablePlugin", new { name = "tool" });
        Assert.Equal("DEPENDENCY_MISSING", (await _host.RefusedAsync("rollbackPlugin", new { name = "lib" })).Code);
        Assert.Equal("lib 2, tool 1", await InstalledAsync());
    }

    private static byte[] Library(string version) => Archives.Jar("Short-Name: lib", $"Plugin-Version: {version}");

    private static byte[] Tool(string needs, string version = "1") => Archives.Jar("Short-Name: tool", $"Plugin-Version: {version}", $"Plugin-Dependencies: {needs}");

    private static string? Digest(JsonElement payload) => payload.GetProperty("plan").GetProperty("digest").GetString();

    private static string[] Items(JsonElement payload) =>
        [.. payload.GetProperty("plan").GetProperty("items").EnumerateArray().Select(item => $"{item.GetProperty("action").GetString()} {item.GetProperty("name").GetString()}")];

    private async Task<string> InstalledAsync() => string.Join(", ", (await _host.Host.QueryAsync("{ installations(all: true) { name version disabled } }")).GetProperty("data").GetProperty("installations").EnumerateArray()
        .Select(plugin => (Text: $"{plugin.GetProperty("name").GetString()} {plugin.GetProperty("version").GetString()}", Disabled: plugin.GetProperty("disabled").GetBoolean()))
        .Select(plugin => plugin.Disabled ? $"({plugin.Text})" : plugin.Text));
}
