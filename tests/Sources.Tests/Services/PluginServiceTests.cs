using System.Text.Json;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Sources.Tests.Sync;

namespace GraphQLPlugins.Sources.Tests.Services;

/// <summary>Services that running plugins bring.</summary>
public sealed class PluginServiceTests : IAsyncLifetime
{
    private const string Repo = "ada/repo-0000";
    private const string Service = "files/collector";
    private readonly MovedClock _clock = new();
    private SyncHost _sync = null!;
    private string _id = null!;

    public async Task InitializeAsync()
    {
        _sync = await SyncHost.StartAsync(null, _clock, 1, ("Catalog:Runtime:MaxRequestBytes", "4096"), ("Catalog:Runtime:FollowInterval", "01:00:00"));
        _id = await _sync.ActivateAsync();
        await InstallAsync("1.0.0");
    }

    public async Task DisposeAsync() => await _sync.DisposeAsync();

    [Fact]
    [Trait("Line", "R15")]
    public async Task A_running_plugin_s_services_are_offered_beside_the_others()
    {
        Assert.Equal(["files/collector: File collector", "files/github-only: Only GitHub"], await OfferedAsync("github"));
        Assert.Equal(["files/collector: File collector"], await OfferedAsync("gitlab"));

        _sync.Host.Caller = ModuleHost.Identity("*", organizationId: Guid.NewGuid());
        Assert.Empty(await OfferedAsync(null));
    }

    [Fact]
    [Trait("Line", "R15")]
    public async Task A_plugin_gets_all_files_then_changes_in_batches_that_fit_a_request_and_hears_of_the_end()
    {
        await ServeAsync();
        Assert.Equal([$"Initial {Repo} main 1 last", $"  Added README.md This is {Repo}."], await LinesAsync());

        // Two of these fit into one request; the largest fits into none, and is named only.
        await _sync.Git.CommitAsync(Repo, "main", ("a.txt", new string('a', 1500)), ("b.txt", new string('b', 1500)), ("c.txt", new string('c', 1500)), ("d.txt", new string('d', 5000)));
        await PushedAsync();
        Assert.Equal(
        [
            $"Changes {Repo} main 1", $"  Added a.txt {new string('a', 1500)}", $"  Added b.txt {new string('b', 1500)}",
            $"Changes {Repo} main 2 last", $"  Added c.txt {new string('c', 1500)}", "  Added d.txt -",
        ], (await LinesAsync())[2..]);

        await _sync.Host.MutateAsync("deactivateRepositoryService", new { repositoryId = _id, service = Service });
        await _sync.RunAsync();
        Assert.Equal($"Released {Repo}", (await LinesAsync())[^1]);
    }

    [Fact]
    public async Task A_batch_has_a_hundred_files_at_most()
    {
        await ServeAsync();
        await _sync.Git.CommitAsync(Repo, "main", [.. Enumerable.Range(0, 101).Select(i => ($"{i:000}", (string?)null)).Select(f => (f.Item1, (string?)""))]);
        await PushedAsync();

        // 256 bytes are counted for each file beside its content.
        var batches = (await LinesAsync())[2..].Where(l => l.StartsWith("Changes", StringComparison.Ordinal)).ToList();
        Assert.Equal(7, batches.Count);
        Assert.Equal($"Changes {Repo} main 7 last", batches[^1]);
    }

    [Fact]
    public async Task What_a_plugin_refuses_waits_for_another_change_and_what_it_fails_at_comes_again()
    {
        await ServeAsync();
        await _sync.Git.CommitAsync(Repo, "main", ("refuse.me", "x"));
        await PushedAsync();
        var state = await StateAsync();
        Assert.Equal(
            ("SERVICE_REFUSED", $"The service '{Service}' says: I do not take refuse.me.", JsonValueKind.Null),
            (state.GetProperty("lastErrorCode").GetString(), state.GetProperty("lastErrorMessage").GetString(), state.GetProperty("nextTryAt").ValueKind));

        await _sync.Git.CommitAsync(Repo, "main", ("refuse.me", null), ("fail.me", "x"));
        await PushedAsync();
        state = await StateAsync();
        Assert.Equal(
            ("SERVICE_FAILED", $"The service '{Service}' did not take the files: The plugin failed.", JsonValueKind.String),
            (state.GetProperty("lastErrorCode").GetString(), state.GetProperty("lastErrorMessage").GetString(), state.GetProperty("nextTryAt").ValueKind));

        await _sync.Git.CommitAsync(Repo, "main", ("fail.me", null), ("good.txt", "x"));
        _clock.Ahead += TimeSpan.FromMinutes(2);
        Assert.Equal(1, await _sync.RetryAsync());
        Assert.Equal([$"Changes {Repo} main 1 last", "  Added good.txt x"], (await LinesAsync())[2..]);
    }

    [Fact]
    public async Task While_the_plugin_does_not_run_its_repositories_wait_for_it()
    {
        await ServeAsync();
        await _sync.Host.MutateAsync("disablePlugin", new { name = "files" });
        await _sync.Git.CommitAsync(Repo, "main", ("a.txt", "a"));
        await PushedAsync();
        Assert.Equal("SERVICE_NOT_AVAILABLE", (await StateAsync()).GetProperty("lastErrorCode").GetString());
        Assert.Equal("REPOSITORY_SERVICE_NOT_FOUND", (await _sync.Host.MutateAsync("activateRepositoryService", new { repositoryId = _id, service = "files/github-only" })).Code());

        await _sync.Host.MutateAsync("enablePlugin", new { name = "files" });
        _clock.Ahead += TimeSpan.FromMinutes(2);
        Assert.Equal(1, await _sync.RetryAsync());

        Assert.Equal([$"Changes {Repo} main 1 last", "  Added a.txt a"], await LinesAsync());
        Assert.Equal(0, (await StateAsync()).GetProperty("failures").GetInt32());
    }

    private async Task InstallAsync(string version)
    {
        var answer = await _sync.Host.UploadAsync("installPlugin", new Dictionary<string, object?>
        {
            ["source"] = new Dictionary<string, object?> { ["upload"] = new StreamFile($"files.{version}.nupkg", () => new MemoryStream(new SamplePackage("files", version) { Class = "FileCollector" }.Pack())) },
        });
        Assert.Null(answer.GetProperty("data").GetProperty("installPlugin").Code());
    }

    private async Task ServeAsync()
    {
        Assert.Null((await _sync.Host.MutateAsync("activateRepositoryService", new { repositoryId = _id, service = Service })).Code());
        await _sync.RunAsync();
    }

    private async Task PushedAsync()
    {
        await _sync.PushedAsync();
        await _sync.RunAsync();
    }

    private async Task<JsonElement> StateAsync() => (await _sync.RecordAsync(_id)).GetProperty("services")[0];

    private async Task<List<string>> OfferedAsync(string? provider) =>
        [.. (await _sync.Host.RunAsync("repositoryServices", new { provider })).GetProperty("data").GetProperty("repositoryServices").EnumerateArray().Select(s => $"{s.GetProperty("name").GetString()}: {s.GetProperty("displayName").GetString()}")];

    /// <summary>What the plugin has seen, asked of the plugin itself.</summary>
    private async Task<List<string>> LinesAsync()
    {
        var calls = _sync.Host.Services.GetService(typeof(Catalog.Contracts.PluginCalls)) as Catalog.Contracts.PluginCalls;
        var call = new Plugins.Sdk.PluginCall(new Plugins.Sdk.PluginCaller("tester", null), new Plugins.Sdk.PluginScope(), Plugins.Sdk.OptionValues.None);
        var outcome = await calls!.ActAsync(Kernel.Identity.Organization.DefaultId, "files", "lines", call, null, default);
        return [.. outcome.Value!.Value.EnumerateArray().Select(l => l.GetString()!)];
    }
}
