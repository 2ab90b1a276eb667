using System.Text.Json;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Sources.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Sources.Tests.Sync;

public sealed class SyncJobTests : IAsyncLifetime
{
    private readonly RecordingService _service = new();
    private readonly MovedClock _clock = new();
    private SyncHost _sync = null!;

    public async Task InitializeAsync() => _sync = await SyncHost.StartAsync(services => services.AddSingleton<IRepositoryService>(_service), _clock, repositories: 2);

    public async Task DisposeAsync() => await _sync.DisposeAsync();

    [Fact]
    [Trait("Line", "R10")]
    public async Task Another_main_branch_counts_from_the_next_fetch_on_though_the_old_one_is_still_there()
    {
        var id = await _sync.ActivateAsync();
        await _sync.RunAsync();
        await _sync.Git.BranchAsync("ada/repo-0000", "next", "main");
        await _sync.Git.CommitAsync("ada/repo-0000", "next", ("next.txt", "x"));
        await _sync.Git.PointAsync("ada/repo-0000", "next");

        await _sync.PushedAsync(reference: "refs/heads/next");
        await _sync.RunAsync();

        Assert.Equal("next", (await _sync.RecordAsync(id)).GetProperty("defaultBranch").GetString());
        var files = await _sync.Host.QueryAsync("query($id: ID!) { matchingFiles(repositoryId: $id, first: 10) { nodes { path } } }", new { id });
        Assert.Contains("next.txt", files.GetProperty("data").GetProperty("matchingFiles").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Line", "R10")]
    [Trait("Line", "R15")]
    public async Task A_service_gets_all_files_first_and_then_what_pushes_change()
    {
        var id = await ServedAsync();
        Assert.Equal(["Initial main", "Added README.md 22 This is ada/repo-0000."], _service.Take());

        await _sync.Git.CommitAsync("ada/repo-0000", "main", ("src/a.cs", "class A;"), (".editorconfig", "root=true"), ("README.md", null));
        await _sync.PushedAsync();
        Assert.Equal(1, await _sync.RunAsync());

        Assert.Equal(["Changes main", "Added .editorconfig 9 root=true", "Removed README.md 0 -", "Added src/a.cs 8 class A;"], _service.Take());
        var record = await _sync.RecordAsync(id);
        Assert.Equal((JsonValueKind.String, JsonValueKind.Null), (record.GetProperty("lastSyncAt").ValueKind, record.GetProperty("lastErrorCode").ValueKind));
        var served = Assert.Single(record.GetProperty("services").EnumerateArray());
        Assert.Equal(("recorder", 0, JsonValueKind.String), (served.GetProperty("service").GetString(), served.GetProperty("failures").GetInt32(), served.GetProperty("lastDeliveredAt").ValueKind));

        // A push that changes nothing gives nothing.
        await _sync.PushedAsync();
        await _sync.RunAsync();
        Assert.Empty(_service.Take());
    }

    [Fact]
    [Trait("Line", "R10")]
    public async Task A_sync_is_a_job_with_steps_and_a_result()
    {
        await ServedAsync();
        await _sync.Git.CommitAsync("ada/repo-0000", "main", ("a.txt", "a"));
        await _sync.PushedAsync();
        await _sync.RunAsync();

        var jobs = await _sync.JobsAsync();
        var job = jobs[^1];
        Assert.Equal(("github:ada/repo-0000", "SUCCEEDED", "system"), (job.GetProperty("target").GetString(), job.GetProperty("status").GetString(), job.GetProperty("requestedBy").GetString()));
        Assert.Equal(["fetch: SUCCEEDED ", "recorder: changes of main: SUCCEEDED 1 files"], job.GetProperty("steps").EnumerateArray().Select(s => $"{s.GetProperty("name").GetString()}: {s.GetProperty("status").GetString()} {s.GetProperty("message").GetString()}"));
        Assert.Equal("""{"reason":"HOOK","skipped":null,"branches":["main"],"tags":[],"services":[{"service":"recorder","files":1,"errorCode":null}]}""", job.GetProperty("result").GetRawText());
    }

    [Fact]
    [Trait("Line", "R10")]
    public async Task A_hundred_pushes_while_a_sync_runs_lead_to_one_more()
    {
        await ServedAsync();
        _service.Take();
        var entered = new TaskCompletionSource();
        var open = new TaskCompletionSource();
        _service.Before = async (_, ct) =>
        {
            entered.TrySetResult();
            await open.Task.WaitAsync(ct);
        };
        await _sync.Git.CommitAsync("ada/repo-0000", "main", ("first.txt", "1"));
        await _sync.PushedAsync();
        var running = _sync.RunAsync();
        await entered.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await _sync.Git.CommitAsync("ada/repo-0000", "main", ("second.txt", "2"));
        await _sync.PushedAsync(times: 100);

        var before = await _sync.JobsAsync();
        Assert.Equal(["RUNNING", "QUEUED"], before.TakeLast(2).Select(j => j.GetProperty("status").GetString()));
        Assert.Single(before, j => j.GetProperty("status").GetString() == "QUEUED");
        open.SetResult();
        Assert.Equal(2, await running);

        Assert.Equal(["Changes main", "Added first.txt 1 1", "Changes main", "Added second.txt 1 2"], _service.Take());
        Assert.Equal(before.Count, (await _sync.JobsAsync()).Count);
    }

    [Fact]
    [Trait("Line", "R10")]
    public async Task Two_hosts_sync_one_record_one_after_the_other_and_two_records_at_once()
    {
        string[] ids = [await ServedAsync(), await ServedAsync("ada/repo-0001")];
        _service.Take();
        await using var other = _sync.Join(_clock);
        var both = new CountdownEvent(2);
        _service.Before = async (delivery, ct) =>
        {
            // The first delivery of each record waits for the other record's.
            if (!both.IsSet) both.Signal();
            for (var i = 0; i < 6000 && !both.IsSet; i++) await Task.Delay(10, ct);
        };
        foreach (var repo in new[] { "ada/repo-0000", "ada/repo-0001" })
            await _sync.Git.CommitAsync(repo, "main", ("first.txt", "1"));
        await _sync.PushedAsync("ada/repo-0000");
        await _sync.PushedAsync("ada/repo-0001");
        Task<int>[] runs = [_sync.RunAsync(), other.Services.GetRequiredService<GraphQLPlugins.Kernel.Jobs.JobRunner>().RunDueAsync()];
        Assert.True(await Task.Run(() => both.Wait(TimeSpan.FromMinutes(1))));
        for (var i = 0; i < 4; i++)
        {
            await _sync.Git.CommitAsync("ada/repo-0000", "main", ($"{i}.txt", "x"));
            await _sync.PushedAsync("ada/repo-0000");
        }
        await Task.WhenAll(runs);
        await _sync.RunAsync();

        Assert.Equal(1, _service.MostAtOnce);
        Assert.Equal(6, _service.Take().Count(line => line.StartsWith("Added", StringComparison.Ordinal)));
        Assert.All(await _sync.JobsAsync(), job => Assert.Equal("SUCCEEDED", job.GetProperty("status").GetString()));
        Assert.Equal(2, ids.Distinct().Count());
    }

    [Fact]
    [Trait("Line", "R10")]
    [Trait("Line", "golden-25")]
    public async Task A_push_brings_every_owner_s_record_up_to_date()
    {
        foreach (var _ in Enumerable.Range(0, 3))
        {
            _sync.Host.Caller = ModuleHost.Identity("*", principalId: Guid.NewGuid());
            await ServedAsync();
        }
        _service.Take();
        await _sync.Git.CommitAsync("ada/repo-0000", "main", ("a.txt", "a"));
        await _sync.PushedAsync();

        Assert.Equal(3, await _sync.RunAsync());
        Assert.Equal(["Added a.txt 1 a", "Added a.txt 1 a", "Added a.txt 1 a", "Changes main", "Changes main", "Changes main"], _service.Take().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_host_that_dies_in_the_middle_loses_nothing_to_the_next_one()
    {
        var id = await ServedAsync();
        var entered = new TaskCompletionSource();
        _service.Before = (_, ct) =>
        {
            entered.TrySetResult();
            return Task.Delay(Timeout.Infinite, CancellationToken.None);
        };
        await _sync.Git.CommitAsync("ada/repo-0000", "main", ("a.txt", "a"));
        await _sync.PushedAsync();
        // This one does not come back in time, as if its host were dead.
        using var stop = new CancellationTokenSource();
        var dead = _sync.Runner.RunDueAsync(stop.Token);
        await entered.Task.WaitAsync(TimeSpan.FromMinutes(1));
        var recorder = new RecordingService();
        await using var next = _sync.Join(new MovedClock { Ahead = TimeSpan.FromMinutes(5) }, services => services.AddSingleton<IRepositoryService>(recorder));

        Assert.Equal(1, await next.Services.GetRequiredService<GraphQLPlugins.Kernel.Jobs.JobRunner>().RunDueAsync());

        Assert.Equal(["Changes main", "Added a.txt 1 a"], recorder.Take());
        var job = (await _sync.JobsAsync())[^1];
        Assert.Equal(("SUCCEEDED", 2), (job.GetProperty("status").GetString(), job.GetProperty("attempt").GetInt32()));
        Assert.Equal(0, (await _sync.RecordAsync(id)).GetProperty("services")[0].GetProperty("failures").GetInt32());
        await stop.CancelAsync();
        await Task.WhenAny(dead);
    }

    /// <summary>A followed repository whose service has had its first files.</summary>
    private async Task<string> ServedAsync(string repoId = "ada/repo-0000")
    {
        var id = await _sync.ActivateAsync(repoId);
        Assert.Null((await _sync.Host.MutateAsync("activateRepositoryService", new { repositoryId = id, service = "recorder" })).Code());
        Assert.Equal(1, await _sync.RunAsync());
        return id;
    }
}
