using System.Text.Json;
using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Tests.Artifacts;
using GraphQLPlugins.ModuleTesting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Catalog.Tests.Installations;

/// <summary>What happens to installed plugins that have files: upgrade, roll back, reload, pin, and who does it at the same time.</summary>
public sealed class LifecycleTests : IAsyncLifetime
{
    private InstallationHost _host = null!;

    public async Task InitializeAsync() => _host = await InstallationHost.StartAsync(("Catalog:Artifacts:FetchImported", "true"));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    [Trait("Line", "O1")]
    [Trait("Line", "1F.5")]
    public async Task An_upgrade_fetches_the_newest_allowed_version_and_a_roll_back_returns_to_the_one_before()
    {
        await PublishAsync(("1.0", null), ("1.1", null), ("2.0-beta", null));
        await InstallAsync("1.0");

        var upgraded = await _host.ChangeAsync("upgradePlugin", new { name = "tool" });
        Assert.Equal(("UPGRADED", "1.1", "1.0", 2), (Text(upgraded, "outcome"), Text(upgraded.GetProperty("installation"), "version"), Text(upgraded.GetProperty("installation"), "previousVersion"), Generation(upgraded)));
        Assert.Equal("UNCHANGED", Text(await _host.ChangeAsync("upgradePlugin", new { name = "tool" }), "outcome"));

        var back = await _host.ChangeAsync("rollbackPlugin", new { name = "tool" });
        Assert.Equal(("1.0", "1.1", "RUNNING", 3), (Text(back.GetProperty("installation"), "version"), Text(back.GetProperty("installation"), "previousVersion"), Text(back.GetProperty("installation"), "state"), Generation(back)));
        Assert.Equal("1.1", Text((await _host.ChangeAsync("rollbackPlugin", new { name = "tool" })).GetProperty("installation"), "version"));
        Assert.Equal("DOWNGRADED", Text(await _host.ChangeAsync("upgradePlugin", new { name = "tool", version = "1.0" }), "outcome"));
        Assert.Equal(2, _host.Files().Length);
    }

    [Fact]
    public async Task A_first_version_has_nothing_to_roll_back_to_and_what_did_not_come_from_the_catalog_is_not_upgraded()
    {
        await _host.UploadAsync(Archives.Gerrit("own", "1"));

        Assert.Equal("NOTHING_TO_ROLL_BACK", (await _host.RefusedAsync("rollbackPlugin", new { name = "own" })).Code);
        Assert.Equal("NOT_IN_CATALOG", (await _host.RefusedAsync("upgradePlugin", new { name = "own" })).Code);
        Assert.Equal("PLUGIN_NOT_FOUND", (await _host.RefusedAsync("upgradePlugin", new { name = "none" })).Code);
    }

    [Fact]
    [Trait("Line", "O1")]
    public async Task Upgrades_pass_over_pinned_plugins_and_skipped_versions()
    {
        await PublishAsync(("1.0", null), ("1.1", null), ("1.2", null));
        await InstallAsync("1.0");

        Assert.True((await _host.ChangeAsync("pinPlugin", new { name = "tool" })).GetProperty("installation").GetProperty("pinned").GetBoolean());
        Assert.Equal("PLUGIN_PINNED", (await _host.RefusedAsync("upgradePlugin", new { name = "tool" })).Code);
        await _host.ChangeAsync("unpinPlugin", new { name = "tool" });

        var skipped = await _host.ChangeAsync("skipPluginVersion", new { name = "tool", version = "1.2" });
        Assert.Equal(["1.2"], skipped.GetProperty("installation").GetProperty("skippedVersions").EnumerateArray().Select(version => version.GetString()));
        Assert.Equal("1.1", Text((await _host.ChangeAsync("upgradePlugin", new { name = "tool" })).GetProperty("installation"), "version"));
        Assert.Equal("UNCHANGED", Text(await _host.ChangeAsync("upgradePlugin", new { name = "tool" }), "outcome"));
        await _host.ChangeAsync("skipPluginVersion", new { name = "tool", version = "1.2", skip = false });
        Assert.Equal("1.2", Text((await _host.ChangeAsync("upgradePlugin", new { name = "tool" })).GetProperty("installation"), "version"));
    }

    [Fact]
    [Trait("Line", "G25")]
    [Trait("Line", "T11")]
    public async Task A_failing_upgrade_leaves_the_old_version_running_with_its_file_and_its_way_back()
    {
        var wrong = new string('0', 64);
        await PublishAsync(("1.0", null), ("1.1", null), ("1.2", wrong));
        await InstallAsync("1.0");
        await _host.ChangeAsync("upgradePlugin", new { name = "tool", version = "1.1" });
        var before = await _host.KeptAsync();

        Assert.Equal("CHECKSUM_MISMATCH", (await _host.RefusedAsync("upgradePlugin", new { name = "tool" })).Code);
        _host.Server.Serve("tool-1.2.jar", Archives.Gerrit("other", "1.2"));
        Assert.Equal("CHECKSUM_MISMATCH", (await _host.RefusedAsync("upgradePlugin", new { name = "tool" })).Code);
        _host.Server.Status("tool-1.2.jar", "404 Not Found");
        Assert.Equal("UPSTREAM_UNAVAILABLE", (await _host.RefusedAsync("upgradePlugin", new { name = "tool" })).Code);

        Assert.Equal(before, await _host.KeptAsync());
        Assert.Equal("1.0", Text((await _host.ChangeAsync("rollbackPlugin", new { name = "tool" })).GetProperty("installation"), "version"));
    }

    [Fact]
    public async Task A_catalog_file_of_another_plugin_or_version_is_refused()
    {
        await PublishAsync(("1.0", null), ("1.1", null));
        _host.Server.Serve("tool-1.0.jar", Archives.Gerrit("other", "1.0"));
        _host.Server.Serve("tool-1.1.jar", Archives.Gerrit("tool", "6.6"));

        Assert.Equal("The file cannot be installed: it is the plugin 'other', not 'tool'.", (await _host.RefusedAsync("installPlugin", Catalog("1.0"))).Message);
        Assert.Equal("The file cannot be installed: it is the version '6.6', not '1.1'.", (await _host.RefusedAsync("installPlugin", Catalog("1.1"))).Message);
        Assert.Equal("", await _host.KeptAsync());
    }

    [Fact]
    [Trait("Line", "G35")]
    [Trait("Line", "G37")]
    [Trait("Line", "G41")]
    [Trait("Line", "G42")]
    [Trait("Line", "T10")]
    public async Task Only_a_running_plugin_is_loaded_again_and_each_load_counts()
    {
        await _host.UploadAsync(Archives.Gerrit("tool", "1"));
        Assert.Equal(2, Generation(await _host.ChangeAsync("reloadPlugin", new { name = "tool" })));

        await _host.ChangeAsync("disablePlugin", new { name = "tool" });
        var before = await _host.KeptAsync();
        Assert.Equal(("PLUGIN_NOT_RUNNING", "Plugin(s) \"tool\" not running."), await _host.RefusedAsync("reloadPlugin", new { name = "tool" }));
        Assert.Equal("PLUGIN_NOT_FOUND", (await _host.RefusedAsync("reloadPlugin", new { name = "none" })).Code);
        await _host.ChangeAsync("enablePlugin", new { name = "tool" });
        await _host.ChangeAsync("updatePolicy", new { allowRemoteAdmin = false });
        Assert.Equal("REMOTE_ADMIN_DISABLED", (await _host.RefusedAsync("reloadPlugin", new { name = "tool" })).Code);
        Assert.Contains("Disabled 2", before);
    }

    [Fact]
    [Trait("Line", "G27")]
    [Trait("Line", "T8")]
    public async Task Without_remote_administration_every_change_is_refused_and_questions_are_answered()
    {
        await _host.UploadAsync(Archives.Gerrit("tool", "1"));
        await _host.ChangeAsync("updatePolicy", new { allowRemoteAdmin = false });
        var before = await _host.KeptAsync();

        foreach (var mutation in new[] { "upgradePlugin", "rollbackPlugin", "reloadPlugin", "pinPlugin", "unpinPlugin", "enablePlugin", "disablePlugin", "uninstallPlugin" })
            Assert.Equal("REMOTE_ADMIN_DISABLED", (await _host.RefusedAsync(mutation, new { name = "tool" })).Code);
        Assert.Equal("REMOTE_ADMIN_DISABLED", (await _host.RefusedAsync("skipPluginVersion", new { name = "tool", version = "1" })).Code);
        Assert.Equal("REMOTE_ADMIN_DISABLED", (await _host.RefusedAsync("rescanPlugins", new { })).Code);
        Assert.Equal("REMOTE_ADMIN_DISABLED", (await _host.RefusedUploadAsync(Archives.Gerrit("tool", "2"))).Code);

        Assert.Equal(before, await _host.KeptAsync());
        Assert.Equal("RUNNING", Text(await _host.FindAsync("tool"), "state"));
    }

    [Fact]
    [Trait("Line", "G40")]
    public async Task A_mandatory_plugin_is_not_replaced_by_a_restart()
    {
        await _host.UploadAsync(Archives.Gerrit("tool", "1", "Gerrit-ReloadMode: restart"));
        await _host.ChangeAsync("updatePolicy", new { mandatoryPlugins = new[] { "tool" } });
        var before = await _host.KeptAsync();

        Assert.Equal(("PLUGIN_MANDATORY", "Plugin tool is mandatory: it can only be replaced by a restart, which would take it out of use."), await _host.RefusedUploadAsync(Archives.Gerrit("tool", "2")));
        Assert.Equal("PLUGIN_MANDATORY", (await _host.RefusedAsync("reloadPlugin", new { name = "tool" })).Code);

        Assert.Equal(before, await _host.KeptAsync());
    }

    [Fact]
    public async Task Whoever_saw_an_older_state_is_refused()
    {
        await _host.UploadAsync(Archives.Gerrit("tool", "1"));
        var etag = Text(await _host.FindAsync("tool"), "etag");
        await _host.ChangeAsync("reloadPlugin", new { name = "tool", expectedEtag = etag });

        foreach (var mutation in new[] { "upgradePlugin", "rollbackPlugin", "reloadPlugin", "pinPlugin", "unpinPlugin" })
            Assert.Equal("ETAG_MISMATCH", (await _host.RefusedAsync(mutation, new { name = "tool", expectedEtag = etag })).Code);
        Assert.Equal("ETAG_MISMATCH", (await _host.RefusedAsync("skipPluginVersion", new { name = "tool", version = "2", expectedEtag = etag })).Code);
    }

    [Fact]
    [Trait("Line", "O1")]
    public async Task The_history_tells_every_change_and_stays_when_the_plugin_goes()
    {
        var id = Text((await _host.UploadAsync(Archives.Gerrit("tool", "1"))).GetProperty("installation"), "id");
        await _host.UploadAsync(Archives.Gerrit("tool", "2"));
        await _host.ChangeAsync("rollbackPlugin", new { name = "tool" });
        await _host.ChangeAsync("reloadPlugin", new { name = "tool" });
        await _host.ChangeAsync("pinPlugin", new { name = "tool" });
        await _host.ChangeAsync("disablePlugin", new { name = "tool" });
        await _host.ChangeAsync("uninstallPlugin", new { name = "tool" });

        var history = (await _host.Host.RunAsync("installationHistory", new { id })).GetProperty("data").GetProperty("installationHistory");

        Assert.Equal(["UNINSTALLED 1", "DISABLED 1", "PINNED 1", "RELOADED 1", "ROLLED_BACK 1", "REPLACED 2", "INSTALLED 1"], history.GetProperty("nodes").EnumerateArray().Select(node => $"{Text(node, "action")} {Text(node, "version")}"));
        Assert.Equal(7, history.GetProperty("totalCount").GetInt32());
        _host.Host.Caller = ModuleHost.Identity("*", Guid.NewGuid());
        Assert.Equal(0, (await _host.Host.RunAsync("installationHistory", new { id })).GetProperty("data").GetProperty("installationHistory").GetProperty("totalCount").GetInt32());
    }

    [Fact]
    public async Task Two_hosts_that_change_one_plugin_at_once_take_turns()
    {
        await using var second = _host.Join();
        await _host.UploadAsync(Archives.Gerrit("tool", "1.0"));
        var changes = Enumerable.Range(1, 8).Select(i => (i % 2 == 0 ? _host.Host : second).UploadAsync("installPlugin", new Dictionary<string, object?>
        {
            ["source"] = new Dictionary<string, object?> { ["upload"] = new StreamFile("tool.jar", () => new MemoryStream(Archives.Gerrit("tool", $"2.{i}"))) },
        }));

        var answers = await Task.WhenAll(changes);

        Assert.All(answers, answer => Assert.Equal(JsonValueKind.Null, answer.GetProperty("data").GetProperty("installPlugin").GetProperty("errors").ValueKind));
        var tool = await _host.FindAsync("tool");
        Assert.Equal(9, tool.GetProperty("generation").GetInt32());
        Assert.Equal(9, await _host.ReadAsync(db => db.InstallationRecords.CountAsync()));
        // What is installed and what was before can be opened; nobody holds anything any more.
        var row = await _host.ReadAsync(db => db.Installations.SingleAsync());
        Assert.True(_host.Store.Holds(row.ArtifactDigest!) && _host.Store.Holds(row.PreviousDigest!));
        Assert.Equal(0, await _host.ReadAsync(db => db.Artifacts.CountAsync(artifact => artifact.Holds != 0)));
    }

    [Fact]
    public async Task Files_that_nothing_refers_to_go_after_the_grace_period_and_others_never()
    {
        await using var impatient = await InstallationHost.StartAsync(("Catalog:Artifacts:GracePeriod", "00:00:00"));
        foreach (var version in new[] { "1", "2", "3" })
            await impatient.UploadAsync(Archives.Gerrit("tool", version));
        Assert.Equal(3, impatient.Files().Length);
        await File.WriteAllTextAsync(Path.Combine(impatient.StoreFolder, "incoming", "half"), "left behind");
        var shelf = impatient.Host.Services.GetRequiredService<ArtifactShelf>();

        // Version 1 is neither installed nor the one before; a second host finds nothing left to do.
        await using var second = impatient.Join();
        var removed = await Task.WhenAll(shelf.CollectAsync(default), second.Services.GetRequiredService<ArtifactShelf>().CollectAsync(default));
        Assert.Equal(1, removed.Sum());
        Assert.Equal(2, impatient.Files().Length);
        Assert.Equal("2", Text((await impatient.ChangeAsync("rollbackPlugin", new { name = "tool" })).GetProperty("installation"), "version"));

        await impatient.ChangeAsync("uninstallPlugin", new { name = "tool" });
        Assert.Equal(2, await shelf.CollectAsync(default));
        Assert.Empty(impatient.Files());

        await _host.UploadAsync(Archives.Gerrit("tool", "1"));
        await _host.ChangeAsync("uninstallPlugin", new { name = "tool" });
        Assert.Equal(0, await _host.Host.Services.GetRequiredService<ArtifactShelf>().CollectAsync(default));
        Assert.Single(_host.Files());
    }

    [Fact]
    public async Task A_file_that_has_gone_from_the_disk_is_told_and_nothing_changes()
    {
        await _host.UploadAsync(Archives.Gerrit("tool", "1"));
        await _host.UploadAsync(Archives.Gerrit("tool", "2"));
        foreach (var file in _host.Files())
            File.Delete(file);

        Assert.Equal("ARTIFACT_MISSING", (await _host.RefusedAsync("rollbackPlugin", new { name = "tool" })).Code);
        Assert.Equal("ARTIFACT_MISSING", (await _host.RefusedAsync("reloadPlugin", new { name = "tool" })).Code);
        Assert.Equal("2", Text(await _host.FindAsync("tool"), "version"));
        Assert.Equal("REINSTALLED", Text(await _host.UploadAsync(Archives.Gerrit("tool", "2")), "outcome"));
        await _host.ChangeAsync("reloadPlugin", new { name = "tool" });
    }

    /// <summary>Versions of the plugin <c>tool</c>, each with its file on the server; a digest may be a wrong one.</summary>
    private Task PublishAsync(params (string Version, string? Digest)[] versions) => _host.ImportAsync([.. versions.Select(version =>
    {
        var file = Archives.Gerrit("tool", version.Version);
        var url = _host.Server.Serve($"tool-{version.Version}.jar", file);
        return JsonSerializer.Serialize(version.Digest is null ? new { version = version.Version, downloadUrl = url } : (object)new { version = version.Version, downloadUrl = url, sha256 = version.Digest });
    })]);

    private static object Catalog(string version) => new { source = new { catalog = new { pluginId = "tool" } }, version };

    private Task<JsonElement> InstallAsync(string version) => _host.ChangeAsync("installPlugin", Catalog(version));

    private static int Generation(JsonElement payload) => payload.GetProperty("installation").GetProperty("generation").GetInt32();

    private static string Text(JsonElement node, string member) => node.GetProperty(member).GetString()!;
}
