using System.Text.Json;

namespace GraphQLPlugins.Catalog.Tests.Plans;

public sealed class AvailableUpdatesTests : SmallCatalog
{
    [Trait("Line", "O1")]
    [Fact]
    public async Task Newer_versions_are_listed_with_what_holds_them_back()
    {
        foreach (var (pluginId, version) in ((string, string)[])[("lib", "1"), ("modern", "1"), ("young", "1"), ("beta", "1"), ("extra", "1"), ("gone", "1"), ("ui", "1")])
            Assert.Null(await InstallAsync(pluginId, version));
        await ChangeAsync("updatePolicy", new { minimumReleaseAge = "P7D" });
        Assert.Equal([
            "beta 1: null of 2-beta CHANNEL RELEASE_AGE", "extra 1: null of 2 RELEASE_AGE", "lib 1: null of 3 RELEASE_AGE", "modern 1: null of 2 HOST", "young 1: null of 2 RELEASE_AGE",
        ], await UpdatesAsync());

        await ChangeAsync("updatePolicy", new { minimumReleaseAge = "PT0S" });
        await ChangeAsync("pinPlugin", new { name = "extra" });
        await ChangeAsync("skipPluginVersion", new { name = "lib", version = "3" });
        Assert.Equal([
            "beta 1: null of 2-beta CHANNEL", "extra 1: null of 2 PINNED", "lib 1: 2 of 3 SKIPPED", "modern 1: null of 2 HOST", "young 1: 2 of 2",
        ], await UpdatesAsync());
        Assert.Equal(["lib 1: 2 of 3 SKIPPED", "young 1: 2 of 2"], await UpdatesAsync(includeHeldBack: false));
    }

    [Fact]
    public async Task Weaknesses_that_an_update_mends_and_deprecation_are_told()
    {
        await InstallAsync("lib", "1");
        await InstallAsync("young", "2");

        var updates = (await Host.RunAsync("availableUpdates")).GetProperty("data").GetProperty("availableUpdates");

        Assert.Equal("SEC-1", updates[0].GetProperty("fixedAdvisories")[0].GetProperty("advisoryId").GetString());
        Assert.Equal(("young", true, JsonValueKind.Null), (updates[1].GetProperty("name").GetString(), updates[1].GetProperty("deprecated").GetBoolean(), updates[1].GetProperty("newest").ValueKind));
    }

    private async Task<string[]> UpdatesAsync(bool includeHeldBack = true) =>
        [.. (await Host.RunAsync("availableUpdates", new { includeHeldBack })).GetProperty("data").GetProperty("availableUpdates").EnumerateArray().Select(update =>
            $"{update.GetProperty("name").GetString()} {update.GetProperty("currentVersion").GetString()}: {update.GetProperty("newestAllowed").GetString() ?? "null"} of {update.GetProperty("newest").GetString()} {string.Join(' ', update.GetProperty("heldBack").EnumerateArray().Select(held => held.GetProperty("reason").GetString()))}".Trim())];
}
