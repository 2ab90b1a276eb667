using System.Text.Json;
using GraphQLPlugins.Catalog.Tests.Artifacts;
using GraphQLPlugins.ModuleTesting;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Tests.Installations;

public sealed class DropFolderTests : IAsyncLifetime
{
    private InstallationHost _host = null!;

    public async Task InitializeAsync() => _host = await InstallationHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    [Trait("Line", "G45")]
    public async Task New_files_come_in_changed_ones_replace_and_gone_ones_go()
    {
        await DropAsync("a.jar", Archives.Gerrit("alpha", "1"));
        await DropAsync("b.js", "one"u8.ToArray());
        Assert.Equal("""[["alpha","b"],[],[],0]""", await ScanAsync());
        Assert.Equal(("RUNNING", "MANAGED", "a.jar"), (Text(await _host.FindAsync("alpha"), "state"), Text(await _host.FindAsync("alpha"), "origin"), Text(await _host.FindAsync("alpha"), "fileName")));
        Assert.Equal("""[[],[],[],2]""", await ScanAsync());

        await DropAsync("a.jar", Archives.Gerrit("alpha", "2"));
        Assert.Equal("""[[],["alpha"],[],1]""", await ScanAsync());
        Assert.Equal(("2", "1"), (Text(await _host.FindAsync("alpha"), "version"), Text(await _host.FindAsync("alpha"), "previousVersion")));

        File.Delete(Path.Combine(_host.DropFolder, "b.js"));
        Assert.Equal("""[[],[],["b"],1]""", await ScanAsync());
        Assert.Equal(JsonValueKind.Null, (await _host.FindAsync("b")).ValueKind);
    }

    [Fact]
    [Trait("Line", "G45")]
    [Trait("Line", "T11")]
    public async Task A_broken_file_is_not_tried_again_until_it_changes_and_the_old_version_serves()
    {
        await DropAsync("a.jar", Archives.Gerrit("alpha", "1"));
        await DropAsync("b.jar", "broken"u8.ToArray());
        var report = await ReportAsync();
        Assert.Equal("b.jar MANIFEST_INVALID", Failed(report));

        await DropAsync("a.jar", "broken too"u8.ToArray());
        Assert.Equal("a.jar MANIFEST_INVALID", Failed(await ReportAsync()));
        Assert.Equal("", Failed(await ReportAsync()));
        Assert.Equal(("RUNNING", "1"), (Text(await _host.FindAsync("alpha"), "state"), Text(await _host.FindAsync("alpha"), "version")));

        await DropAsync("b.jar", Archives.Gerrit("beta", "1"));
        Assert.Equal("""[["beta"],[],[],1]""", await ScanAsync());
    }

    [Fact]
    [Trait("Line", "G46")]
    public async Task Files_with_a_dot_in_front_are_left_alone()
    {
        await DropAsync(".last_a.jar", Archives.Gerrit("alpha", "1"));
        await DropAsync(".next_a.jar", Archives.Gerrit("alpha", "2"));

        Assert.Equal("""[[],[],[],0]""", await ScanAsync());
    }

    [Fact]
    [Trait("Line", "G47")]
    public async Task Of_two_files_with_one_plugin_the_first_counts_and_the_other_is_set_aside()
    {
        await DropAsync("a-2.jar", Archives.Gerrit("alpha", "2"));
        await DropAsync("a-1.jar", Archives.Gerrit("alpha", "1"));

        var report = await ReportAsync();

        Assert.Equal("'a-1.jar' and 'a-2.jar' are both the plugin 'alpha'; 'a-2.jar' was renamed to 'a-2.jar.disabled'.", report.GetProperty("warnings")[0].GetString());
        Assert.Equal(["a-1.jar", "a-2.jar.disabled"], Directory.GetFiles(_host.DropFolder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("1", Text(await _host.FindAsync("alpha"), "version"));
        Assert.Equal("""[[],[],[],2]""", await ScanAsync());
    }

    [Fact]
    [Trait("Line", "G20")]
    [Trait("Line", "G23")]
    public async Task A_file_that_ends_in_disabled_is_installed_and_stays_out_of_use()
    {
        await DropAsync("hello.js.disabled", "x"u8.ToArray());
        await ScanAsync();
        Assert.Equal("DISABLED", Text(await _host.FindAsync("hello"), "state"));

        File.Move(Path.Combine(_host.DropFolder, "hello.js.disabled"), Path.Combine(_host.DropFolder, "hello.js"));
        Assert.Equal("""[[],["hello"],[],0]""", await ScanAsync());
        Assert.Equal("RUNNING", Text(await _host.FindAsync("hello"), "state"));
    }

    [Fact]
    [Trait("Line", "G44")]
    public async Task A_mandatory_plugin_stays_when_its_file_goes_and_so_does_one_that_came_from_elsewhere_since()
    {
        await DropAsync("a.jar", Archives.Gerrit("alpha", "1"));
        await DropAsync("b.jar", Archives.Gerrit("beta", "1"));
        await ScanAsync();
        await _host.ChangeAsync("updatePolicy", new { mandatoryPlugins = new[] { "alpha" } });
        await _host.UploadAsync(Archives.Gerrit("beta", "2"));
        File.Delete(Path.Combine(_host.DropFolder, "a.jar"));
        File.Delete(Path.Combine(_host.DropFolder, "b.jar"));

        Assert.Equal("a.jar PLUGIN_MANDATORY", Failed(await ReportAsync()));

        Assert.Equal("1", Text(await _host.FindAsync("alpha"), "version"));
        Assert.Equal("2", Text(await _host.FindAsync("beta"), "version"));
    }

    [Fact]
    [Trait("Line", "G48")]
    public async Task What_others_are_written_against_comes_first_then_higher_priority_then_the_name()
    {
        await DropAsync("a.js", "x"u8.ToArray());
        await DropAsync("b.jar", Archives.Gerrit("plain", "1"));
        await DropAsync("c.jar", Archives.Gerrit("early", "1", "Gerrit-LoadPriority: 5"));
        await DropAsync("d.jar", Archives.Gerrit("api", "1", "Gerrit-ApiModule: com.example.Api"));

        Assert.Equal("""[["api","early","plain","a"],[],[],0]""", await ScanAsync());
    }

    [Fact]
    [Trait("Line", "G49")]
    public async Task What_one_file_needs_comes_in_before_it_and_one_that_lacks_something_waits_for_it()
    {
        await DropAsync("a.jar", Archives.Jar("Short-Name: tool", "Plugin-Version: 1", "Plugin-Dependencies: lib:2"));
        await DropAsync("b.jar", Archives.Jar("Short-Name: lib", "Plugin-Version: 1"));
        await DropAsync("c.jar.disabled", Archives.Jar("Short-Name: asleep", "Plugin-Version: 1", "Plugin-Dependencies: nowhere:1"));

        var report = await ReportAsync();
        Assert.Equal("a.jar DEPENDENCY_MISSING", Failed(report));
        Assert.Equal(["lib", "asleep"], report.GetProperty("installed").EnumerateArray().Select(name => name.GetString()!));
        Assert.Equal("a.jar DEPENDENCY_MISSING", Failed(await ReportAsync()));

        await DropAsync("b.jar", Archives.Jar("Short-Name: lib", "Plugin-Version: 2"));
        Assert.Equal("""[["tool"],["lib"],[],1]""", await ScanAsync());
        Assert.Equal("""[[],[],[],3]""", await ScanAsync());

        await DropAsync("b.jar", Archives.Jar("Short-Name: lib", "Plugin-Version: 1"));
        Assert.Equal("b.jar DEPENDENCY_MISSING", Failed(await ReportAsync()));
        Assert.Equal("2", Text(await _host.FindAsync("lib"), "version"));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_read_removes_nothing_and_a_rehearsal_changes_nothing()
    {
        await DropAsync("a.jar", Archives.Gerrit("alpha", "1"));
        Assert.Equal("""[["alpha"],[],[],0]""", await ScanAsync(dryRun: true));
        Assert.Equal("", await _host.KeptAsync());
        await ScanAsync();
        var before = await _host.KeptAsync();

        Directory.Move(_host.DropFolder, _host.DropFolder + "-away");
        Assert.Equal("DROP_FOLDER_MISSING", (await _host.RefusedAsync("rescanPlugins", new { })).Code);
        Assert.Equal(before, await _host.KeptAsync());

        _host.Host.Caller = ModuleHost.Identity("*", Guid.NewGuid());
        Assert.Equal("FORBIDDEN", (await _host.RefusedAsync("rescanPlugins", new { })).Code);
    }

    [Fact]
    public async Task Two_hosts_that_look_at_once_install_each_file_once()
    {
        for (var i = 0; i < 4; i++)
            await DropAsync($"{i}.jar", Archives.Gerrit($"plugin-{i}", "1"));
        await using var second = _host.Join();

        await Task.WhenAll(_host.Host.RunAsync("rescanPlugins", new { input = new { } }), second.RunAsync("rescanPlugins", new { input = new { } }));

        Assert.Equal("1,1,1,1", string.Join(',', await _host.ReadAsync(db => db.Installations.OrderBy(i => i.Name).Select(i => i.Generation).ToListAsync())));
    }

    /// <summary>Written aside and moved, with a time of its own, as whoever copies a plugin would do.</summary>
    private async Task DropAsync(string name, byte[] content)
    {
        var path = Path.Combine(_host.DropFolder, name);
        await File.WriteAllBytesAsync(path + "~", content);
        File.SetLastWriteTimeUtc(path + "~", DateTime.UtcNow.AddSeconds(Random.Shared.Next(-100000, 0)));
        File.Move(path + "~", path, overwrite: true);
    }

    private async Task<JsonElement> ReportAsync(bool dryRun = false) => (await _host.ChangeAsync("rescanPlugins", new { dryRun })).GetProperty("report");

    private async Task<string> ScanAsync(bool dryRun = false)
    {
        var report = await ReportAsync(dryRun);
        return $"[{report.GetProperty("installed")},{report.GetProperty("replaced")},{report.GetProperty("removed")},{report.GetProperty("unchanged")}]";
    }

    private static string Failed(JsonElement report) => string.Join(',', report.GetProperty("failed").EnumerateArray().Select(fault => $"{Text(fault, "fileName")} {Text(fault, "code")}"));

    private static string Text(JsonElement node, string member) => node.GetProperty(member).GetString()!;
}
