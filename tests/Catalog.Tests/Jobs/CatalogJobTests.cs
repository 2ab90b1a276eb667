using System.Text;
using System.Text.Json;
using GraphQLPlugins.Catalog.Import;
using GraphQLPlugins.Catalog.Tests.Artifacts;
using GraphQLPlugins.Catalog.Tests.Installations;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.ModuleTesting;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Catalog.Tests.Jobs;

/// <summary>Mutations that answer with a job: what it tells, what it leaves behind, and what happens when its host goes.</summary>
public sealed class CatalogJobTests : IAsyncLifetime
{
    private InstallationHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await InstallationHost.StartAsync(("Catalog:Artifacts:FetchImported", "true"));
        await _host.ImportAsync(Version("1"), Version("2"));
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Upgrading_and_rolling_back_by_a_job_tell_their_steps_and_outcome()
    {
        await _host.ChangeAsync("installPlugin", new { source = new { catalog = new { pluginId = "tool" } }, version = "1" });

        var upgrade = await AskAsync("upgradePlugin", new { name = "tool" });
        var rollback = await AskAsync("rollbackPlugin", new { name = "tool" });
        Assert.Equal("1", Text(await _host.FindAsync("tool"), "version"));
        Assert.Equal(2, await RunAsync());

        Assert.Equal("""SUCCEEDED catalog.upgrade tool [fetch and check the file, start tool] {"name":"tool","version":"2","outcome":"UPGRADED","warnings":[]}""", await ShownAsync(upgrade));
        Assert.Equal("""SUCCEEDED catalog.rollback tool [start tool] {"name":"tool","version":"1","outcome":null,"warnings":[]}""", await ShownAsync(rollback));
        Assert.Equal(("1", 3), (Text(await _host.FindAsync("tool"), "version"), (await _host.FindAsync("tool")).GetProperty("generation").GetInt32()));
    }

    [Fact]
    public async Task A_roll_back_that_committed_before_its_host_died_is_not_rolled_back_again()
    {
        await _host.ChangeAsync("installPlugin", new { source = new { catalog = new { pluginId = "tool" } }, version = "1" });
        await _host.ChangeAsync("upgradePlugin", new { name = "tool" });
        var job = await AskAsync("rollbackPlugin", new { name = "tool" });
        await RunAsync();
        var before = await _host.KeptAsync();
        await _host.Host.Database.ExecuteAsync("UPDATE kernel.jobs SET status = 'Running', ended_at = NULL, lease_owner = gen_random_uuid(), lease_until = now() - interval '1 second'");

        await using var other = _host.Join();
        Assert.Equal(1, await other.Services.GetRequiredService<JobRunner>().RunDueAsync());

        Assert.StartsWith("SUCCEEDED catalog.rollback tool", await ShownAsync(job));
        Assert.Equal(before, await _host.KeptAsync());
    }

    [Fact]
    public async Task What_can_be_refused_at_once_makes_no_job()
    {
        var lockText = (await _host.Host.RunAsync("pluginLock")).GetProperty("data").GetProperty("pluginLock").GetProperty("text").GetString();
        Assert.Equal("PLUGIN_NOT_FOUND", (await _host.RefusedAsync("upgradePlugin", new { name = "none", async = true })).Code);
        Assert.Equal("INPUT_INVALID", (await _host.RefusedAsync("enablePlugins", new { names = Array.Empty<string>(), async = true })).Code);
        Assert.Equal(("INPUT_INVALID", "async: A rehearsal needs its answer, so it cannot be done by a job."), await _host.RefusedAsync("reloadPlugins", new { names = new[] { "tool" }, dryRun = true, async = true }));
        Assert.Equal("INPUT_INVALID", (await _host.RefusedAsync("applyPluginLock", new { @lock = "{", async = true })).Code);
        await _host.ChangeAsync("updatePolicy", new { allowRemoteAdmin = false });
        foreach (var (mutation, input) in new (string, object)[]
        {
            ("disablePlugins", new { names = new[] { "tool" }, async = true }), ("installPlugins", new { plugins = new[] { new { pluginId = "tool" } }, async = true }),
            ("applyPluginLock", new { @lock = lockText, async = true }), ("rollbackPlugin", new { name = "tool", async = true }),
        })
            Assert.Equal((mutation, "REMOTE_ADMIN_DISABLED"), (mutation, (await _host.RefusedAsync(mutation, input)).Code));
        Assert.Equal(0L, await _host.Host.Database.ScalarAsync("SELECT count(*) FROM kernel.jobs"));
    }

    [Fact]
    public async Task Several_plugins_are_installed_switched_and_locked_by_jobs_one_after_the_other()
    {
        var install = await AskAsync("installPlugins", new { plugins = new[] { new { pluginId = "tool" } } });
        var reload = await AskAsync("reloadPlugins", new { names = new[] { "tool", "none" }, mode = "BEST_EFFORT" });
        var disable = await AskAsync("disablePlugins", new { names = new[] { "tool" } });
        var enable = await AskAsync("enablePlugins", new { names = new[] { "tool" } });
        await RunAsync();

        Assert.StartsWith("SUCCEEDED catalog.installAll tool [fetch and check the file, start tool] {\"planDigest\":\"", await ShownAsync(install));
        Assert.EndsWith("""{"INSTALL":1},"items":[{"name":"tool","action":"INSTALL","fromVersion":null,"toVersion":"2"}]}""", await ShownAsync(install));
        Assert.Equal("""SUCCEEDED catalog.reloadAll tool,none [start tool] {"applied":true,"counts":{"CHANGED":1,"FAILED":1},"items":[{"name":"none","outcome":"FAILED","code":"PLUGIN_NOT_FOUND","message":"There is no plugin 'none'."},{"name":"tool","outcome":"CHANGED","code":null,"message":null}]}""", await ShownAsync(reload));
        Assert.Equal("""SUCCEEDED catalog.disableAll tool [] {"applied":true,"counts":{"CHANGED":1},"items":[{"name":"tool","outcome":"CHANGED","code":null,"message":null}]}""", await ShownAsync(disable));
        Assert.StartsWith("""SUCCEEDED catalog.enableAll tool [start tool] {"applied":true""", await ShownAsync(enable));
        var lockText = (await _host.Host.RunAsync("pluginLock")).GetProperty("data").GetProperty("pluginLock").GetProperty("text").GetString();
        await _host.ChangeAsync("uninstallPlugin", new { name = "tool" });
        var apply = await AskAsync("applyPluginLock", new { @lock = lockText });
        await RunAsync();
        Assert.StartsWith("SUCCEEDED catalog.applyLock", await ShownAsync(apply));
        Assert.Equal("2", Text(await _host.FindAsync("tool"), "version"));
    }

    [Fact]
    public async Task All_or_nothing_that_comes_to_nothing_is_a_failed_job_which_tells_of_each_and_may_be_retried()
    {
        await _host.ChangeAsync("installPlugin", new { source = new { catalog = new { pluginId = "tool" } }, version = "1" });
        var before = await _host.KeptAsync();
        var job = await AskAsync("disablePlugins", new { names = new[] { "tool", "none" } });
        await RunAsync();

        Assert.Equal("""FAILED catalog.disableAll tool,none [] {"applied":false,"counts":{"LEFT_ALONE":1,"FAILED":1},"items":[{"name":"none","outcome":"FAILED","code":"PLUGIN_NOT_FOUND","message":"There is no plugin 'none'."},{"name":"tool","outcome":"LEFT_ALONE","code":null,"message":null}]}""", await ShownAsync(job));
        Assert.Equal("""{"code":"BULK_REFUSED","message":"Nothing was changed, since 1 of 2 plugins cannot be. none: There is no plugin 'none'."}""", (await JobAsync(job)).GetProperty("error").ToString());
        Assert.Equal(before, await _host.KeptAsync());

        await _host.UploadAsync(Archives.Gerrit("none", "1"));
        await _host.ChangeAsync("retryJob", new { jobId = job });
        Assert.StartsWith("QUEUED", await ShownAsync(job));
        Assert.Equal(JsonValueKind.Null, (await JobAsync(job)).GetProperty("result").ValueKind);
        await RunAsync();
        Assert.StartsWith("""SUCCEEDED catalog.disableAll tool,none [] {"applied":true""", await ShownAsync(job));
        Assert.Equal("DISABLED", Text(await _host.FindAsync("tool"), "state"));
    }

    [Fact]
    public async Task A_job_that_is_cancelled_while_it_fetches_leaves_nothing_and_one_whose_host_stops_goes_on_elsewhere()
    {
        await using var slow = _host.Host.Join(() => [new CatalogModule()], null, _host.Settings(("Catalog:Artifacts:StallTimeout", "00:05:00")));
        var empty = await _host.KeptAsync();
        var hanging = _host.Server.Hang("tool-3.jar", Archives.Gerrit("tool", "3")[..50]);
        var cancelled = Id(await _host.InstallUrlAsync(hanging, new { async = true }));
        var runner = slow.Services.GetRequiredService<JobRunner>();
        var running = runner.RunDueAsync();
        await _host.Server.RequestedAsync(1);
        await _host.ChangeAsync("cancelJob", new { jobId = cancelled });
        await runner.CancelRequestedAsync(default);
        await running;
        Assert.StartsWith("CANCELLED catalog.install", await ShownAsync(cancelled));
        Assert.Equal(empty, await _host.KeptAsync());

        var moved = Id(await _host.InstallUrlAsync(hanging, new { async = true }));
        using var stop = new CancellationTokenSource();
        running = runner.RunDueAsync(stop.Token);
        await _host.Server.RequestedAsync(2);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.StartsWith("QUEUED catalog.install", await ShownAsync(moved));
        Assert.Equal(empty, await _host.KeptAsync());
        _host.Server.Serve("tool-3.jar", Archives.Gerrit("tool", "3"));
        await RunAsync();
        Assert.EndsWith("""{"name":"tool","version":"3","outcome":"CREATED","warnings":[]}""", await ShownAsync(moved));
    }

    [Fact]
    public async Task A_catalog_is_imported_by_a_job_and_its_file_goes()
    {
        var job = await ImportAsync("""{"ecosystem":"e","pluginId":"one","versions":[{"version":"1"}]}""" + "\n" + """{"ecosystem":"e","versions":[]}""" + "\n");
        Assert.Single(Inbox());

        Assert.Equal(1, await RunAsync());

        var done = await JobAsync(job);
        Assert.Equal(("SUCCEEDED", "catalog.ndjson"), (Text(done, "status"), Text(done, "target")));
        Assert.Equal(("e", 2, 1), (Text(done.GetProperty("result"), "repository"), done.GetProperty("result").GetProperty("records").GetInt32(), done.GetProperty("result").GetProperty("pluginsCreated").GetInt32()));
        Assert.Equal(2, done.GetProperty("result").GetProperty("problems")[0].GetProperty("line").GetInt32());
        Assert.Equal("""{"done":2,"total":2}""", done.GetProperty("progress").ToString());
        Assert.Empty(Inbox());
        Assert.Equal("importCatalog catalog.ndjson", await _host.Host.Database.ScalarAsync("SELECT action || ' ' || target FROM kernel.audit_entries WHERE action = 'importCatalog'"));
    }

    [Fact]
    public async Task A_file_that_cannot_be_imported_fails_its_job_and_is_removed_when_nobody_retries_it()
    {
        var job = await ImportAsync("neither one thing nor the other");
        await RunAsync();
        Assert.Equal(("FAILED", "IMPORT_FILE_INVALID"), (Text(await JobAsync(job), "status"), Text((await JobAsync(job)).GetProperty("error"), "code")));
        Assert.Equal(0, _host.Host.Services.GetRequiredService<ImportInbox>().RemoveOld());

        File.SetLastWriteTimeUtc(Assert.Single(Inbox()), DateTime.UtcNow.AddDays(-4));
        Assert.Equal(1, _host.Host.Services.GetRequiredService<ImportInbox>().RemoveOld());
        await _host.ChangeAsync("retryJob", new { jobId = job });
        await RunAsync();

        Assert.Equal("IMPORT_FILE_GONE", Text((await JobAsync(job)).GetProperty("error"), "code"));
    }

    [Fact]
    public async Task A_file_of_a_job_that_is_refused_or_too_large_is_not_kept()
    {
        await using var small = _host.Host.Join(() => [new CatalogModule()], null, _host.Settings(("Catalog:MaxImportBytes", "1024")));
        Assert.Equal("PAYLOAD_TOO_LARGE", await RefusedImportAsync(small, new string('x', 2000), new { async = true }));
        await using var full = _host.Host.Join(() => [new CatalogModule()], null, _host.Settings(("Jobs:MaxQueued", "1")));
        await ImportAsync("{}");
        Assert.Equal("JOB_QUEUE_FULL", await RefusedImportAsync(full, "{}", new { async = true }));
        Assert.Equal("INPUT_INVALID", await RefusedImportAsync(_host.Host, "{}", new { async = true, dryRun = true }));
        Assert.Single(Inbox());
    }

    private string Version(string version) =>
        $$"""{"version":"{{version}}","downloadUrl":"{{_host.Server.Serve($"tool-{version}.jar", Archives.Gerrit("tool", version))}}"}""";

    private string[] Inbox() => Directory.GetFiles(Path.Combine(_host.StoreFolder, "imports"));

    private Task<int> RunAsync() => _host.Host.Services.GetRequiredService<JobRunner>().RunDueAsync();

    /// <summary>The id of the job of a mutation.</summary>
    private async Task<string> AskAsync(string mutation, object input)
    {
        var members = JsonSerializer.SerializeToElement(input).EnumerateObject().ToDictionary(member => member.Name, member => (object?)member.Value);
        members["async"] = true;
        return Id(await _host.ChangeAsync(mutation, members));
    }

    private async Task<string> ImportAsync(string content) => Id((await UploadAsync(_host.Host, content, new { async = true })).GetProperty("data").GetProperty("importCatalog"));

    private static async Task<string> RefusedImportAsync(ModuleHost host, string content, object more) =>
        Text((await UploadAsync(host, content, more)).GetProperty("data").GetProperty("importCatalog").GetProperty("errors")[0], "code");

    private static Task<JsonElement> UploadAsync(ModuleHost host, string content, object more)
    {
        var input = JsonSerializer.SerializeToElement(more).EnumerateObject().ToDictionary(member => member.Name, object? (member) => member.Value.GetBoolean());
        input["file"] = new StreamFile("catalog.ndjson", () => new MemoryStream(Encoding.UTF8.GetBytes(content)));
        return host.UploadAsync("importCatalog", input);
    }

    private async Task<string> ShownAsync(string id)
    {
        var job = await JobAsync(id);
        return $"{Text(job, "status")} {Text(job, "kind")} {Text(job, "target")} [{string.Join(", ", job.GetProperty("steps").EnumerateArray().Select(step => Text(step, "name")))}] {job.GetProperty("result")}";
    }

    private async Task<JsonElement> JobAsync(string id) =>
        (await _host.Host.QueryAsync("query($id: ID!) { job(id: $id) { status kind target progress { done total } steps { name status } result error { code message } } }", new { id })).GetProperty("data").GetProperty("job");

    private static string Id(JsonElement payload) => Text(payload.GetProperty("job"), "id");

    private static string Text(JsonElement element, string member) => element.GetProperty(member).GetString()!;
}
