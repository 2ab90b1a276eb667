using System.Text.Json;

namespace GraphQLPlugins.Catalog.Tests.Plans;

public sealed class LockTests : SmallCatalog
{
    [Trait("Line", "O2")]
    [Fact]
    public async Task A_lock_brings_back_exactly_what_was_installed_and_tells_the_drift()
    {
        await InstallAsync("app", "1");
        await InstallAsync("other");
        await ChangeAsync("pinPlugin", new { name = "lib" });
        await ChangeAsync("disablePlugin", new { name = "other" });
        var (text, digest) = await LockAsync();
        Assert.Equal(digest, (await LockAsync()).Digest);
        Assert.Empty(await ApplyAsync(text, dryRun: true));

        await ChangeAsync("unpinPlugin", new { name = "lib" });
        await InstallAsync("app");
        await InstallAsync("modern");
        await ChangeAsync("uninstallPlugin", new { name = "other" });
        string[] drift = ["UNINSTALL modern", "UNINSTALL ui", "DOWNGRADE app 1", "INSTALL other 1"];
        Assert.Equal(drift, await ApplyAsync(text, dryRun: true));
        Assert.Equal("app 2, lib 2, modern 1, ui 1", await InstalledAsync());

        Assert.Equal(drift, await ApplyAsync(text, dryRun: false));

        Assert.Equal("app 1, lib 2, (other 1)", await InstalledAsync());
        Assert.Equal((text, digest), await LockAsync());
        Assert.Empty(await ApplyAsync(text, dryRun: false));
    }

    [Trait("Line", "O2")]
    [Fact]
    public async Task A_lock_is_reproduced_on_an_empty_server_withdrawn_versions_included()
    {
        await InstallAsync("app");
        await InstallAsync("modern");
        var (text, digest) = await LockAsync();
        foreach (var name in (string[])["app", "lib", "ui", "modern"])
            await ChangeAsync("uninstallPlugin", new { name });
        await ImportAsync("""{"pluginId":"modern","versions":[{"version":"1","yanked":true}]}""");

        await ApplyAsync(text, dryRun: false);

        Assert.Equal(digest, (await LockAsync()).Digest);
    }

    [Fact]
    public async Task A_lock_that_was_changed_or_does_not_fit_the_catalog_changes_nothing()
    {
        await InstallAsync("lib", "1");
        var (text, _) = await LockAsync();
        await ChangeAsync("uninstallPlugin", new { name = "lib" });

        Assert.Equal("INPUT_INVALID", CodeOf(await ChangeAsync("applyPluginLock", new { @lock = text.Replace("\"version\": \"1\"", "\"version\": \"2\"") })));
        Assert.Equal("INPUT_INVALID", CodeOf(await ChangeAsync("applyPluginLock", new { @lock = "{" })));
        Assert.Equal("INPUT_INVALID", CodeOf(await ChangeAsync("applyPluginLock", new { @lock = "{}" })));
        await ImportAsync("""{"pluginId":"lib","versions":[{"version":"1","sha256":"9999999999999999999999999999999999999999999999999999999999999999"}]}""");
        Assert.Equal("CHECKSUM_MISMATCH", CodeOf(await ChangeAsync("applyPluginLock", new { @lock = text })));
        var rehearsal = await ChangeAsync("applyPluginLock", new { @lock = text, dryRun = true });
        Assert.Equal("CHECKSUM_MISMATCH", rehearsal.GetProperty("plan").GetProperty("blocked")[0].GetProperty("code").GetString());
        Assert.Equal("", await InstalledAsync());
    }

    [Fact]
    public async Task A_mandatory_plugin_that_a_lock_does_not_name_stands_against_it()
    {
        var (empty, _) = await LockAsync();
        await InstallAsync("ui");
        await ChangeAsync("updatePolicy", new { mandatoryPlugins = new[] { "ui" } });

        Assert.Equal("PLUGIN_MANDATORY", CodeOf(await ChangeAsync("applyPluginLock", new { @lock = empty })));
        Assert.Equal("ui 1", await InstalledAsync());
    }

    private async Task<(string Text, string Digest)> LockAsync()
    {
        var exported = (await Host.RunAsync("pluginLock")).GetProperty("data").GetProperty("pluginLock");
        return (exported.GetProperty("text").GetString()!, exported.GetProperty("digest").GetString()!);
    }

    private async Task<string[]> ApplyAsync(string text, bool dryRun)
    {
        var payload = await ChangeAsync("applyPluginLock", new { @lock = text, dryRun });
        Assert.Null(CodeOf(payload));
        return [.. payload.GetProperty("drift").EnumerateArray().Select(item => $"{item.GetProperty("action").GetString()} {item.GetProperty("name").GetString()} {item.GetProperty("toVersion").GetString()}".Trim())];
    }
}
