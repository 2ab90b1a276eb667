using System.Text.Json;
using GraphQLPlugins.Sources.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Sources.Tests.Sync;

/// <summary>What goes wrong with a source or a service, and how it ends.</summary>
public sealed class SyncFailureTests : IAsyncLifetime
{
    private readonly RecordingService _good = new("good");
    private readonly RecordingService _bad = new("bad");
    private readonly MovedClock _clock = new();
    private SyncHost _sync = null!;
    private string _id = null!;

    public async Task InitializeAsync()
    {
        _sync = await SyncHost.StartAsync(services => services.AddSingleton<IRepositoryService>(_good).AddSingleton<IRepositoryService>(_bad), _clock);
        _id = await _sync.ActivateAsync();
        foreach (var service in new[] { "bad", "good" }) await _sync.Host.MutateAsync("activateRepositoryService", new { repositoryId = _id, service });
        Assert.Equal(1, await _sync.RunAsync());
        _good.Take();
        _bad.Take();
    }

    public async Task DisposeAsync() => await _sync.DisposeAsync();

    [Fact]
    [Trait("Line", "R15")]
    public async Task A_service_that_fails_stops_no_other_and_is_tried_again_alone_until_it_takes_what_it_lacks()
    {
        _bad.Before = (_, _) => throw new InvalidOperationException("password=hunter2");
        await PushAsync("a.txt");

        Assert.Equal(["Changes main", "Added a.txt 1 x"], _good.Take());
        var bad = await ServiceAsync("bad");
        Assert.Equal((1, "SERVICE_FAILED", "The service 'bad' failed; the log says more."), (bad.GetProperty("failures").GetInt32(), bad.GetProperty("lastErrorCode").GetString(), bad.GetProperty("lastErrorMessage").GetString()));
        Assert.Equal("SUCCEEDED", (await _sync.JobsAsync())[^1].GetProperty("status").GetString());
        Assert.Equal(0, await _sync.RetryAsync());

        // A push in between does not bother it before its time.
        await PushAsync("b.txt");
        Assert.Equal(1, (await ServiceAsync("bad")).GetProperty("failures").GetInt32());
        Assert.Equal(["Changes main", "Added b.txt 1 x"], _good.Take());
        _clock.Ahead += TimeSpan.FromMinutes(1);
        Assert.Equal(1, await _sync.RetryAsync());
        Assert.Equal(2, (await ServiceAsync("bad")).GetProperty("failures").GetInt32());

        _bad.Before = null;
        _clock.Ahead += TimeSpan.FromSeconds(59);
        Assert.Equal(0, await _sync.RetryAsync());
        _clock.Ahead += TimeSpan.FromMinutes(1);
        Assert.Equal(1, await _sync.RetryAsync());

        Assert.Equal(["Changes main", "Added a.txt 1 x", "Added b.txt 1 x"], _bad.Take());
        Assert.Empty(_good.Take());
        bad = await ServiceAsync("bad");
        Assert.Equal((0, JsonValueKind.Null, JsonValueKind.Null), (bad.GetProperty("failures").GetInt32(), bad.GetProperty("lastErrorCode").ValueKind, bad.GetProperty("nextTryAt").ValueKind));
    }

    [Fact]
    public async Task A_service_that_takes_too_long_is_left_and_tried_again()
    {
        await using var slow = await SyncHost.StartAsync(services => services.AddSingleton<IRepositoryService>(_bad), _clock, 1, ("Sources:Sync:ServiceTime", "00:00:01"));
        _bad.Before = (_, _) => Task.Delay(Timeout.Infinite, CancellationToken.None);
        var id = await slow.ActivateAsync();
        await slow.Host.MutateAsync("activateRepositoryService", new { repositoryId = id, service = "bad" });
        await slow.RunAsync();

        var state = (await slow.RecordAsync(id)).GetProperty("services")[0];
        Assert.Equal(("SERVICE_TIMED_OUT", 1), (state.GetProperty("lastErrorCode").GetString(), state.GetProperty("failures").GetInt32()));
        Assert.Equal(JsonValueKind.String, state.GetProperty("nextTryAt").ValueKind);
    }

    [Fact]
    [Trait("Line", "R10")]
    public async Task A_source_that_is_away_is_tried_again_later_each_time_and_loses_nothing()
    {
        await _sync.Git.CommitAsync("ada/repo-0000", "main", ("a.txt", "x"));
        _sync.Git.Trouble = _ => true;
        await _sync.PushedAsync();
        await _sync.RunAsync();

        var record = await _sync.RecordAsync(_id);
        Assert.Equal(("ACTIVE", "GIT_UNREACHABLE"), (record.GetProperty("status").GetString(), record.GetProperty("lastErrorCode").GetString()));
        var job = (await _sync.JobsAsync())[^1];
        Assert.Equal(("FAILED", "GIT_UNREACHABLE"), (job.GetProperty("status").GetString(), job.GetProperty("error").GetProperty("code").GetString()));
        var first = record.GetProperty("nextSyncAt").GetDateTimeOffset();
        Assert.Equal(0, await _sync.RetryAsync());
        _clock.Ahead += TimeSpan.FromSeconds(31);
        Assert.Equal(1, await _sync.RetryAsync());
        var second = (await _sync.RecordAsync(_id)).GetProperty("nextSyncAt").GetDateTimeOffset();
        Assert.InRange(second - first, TimeSpan.FromSeconds(60), TimeSpan.FromHours(1));

        _sync.Git.Trouble = null;
        _clock.Ahead += TimeSpan.FromMinutes(2);
        Assert.Equal(1, await _sync.RetryAsync());

        Assert.Equal(["Changes main", "Added a.txt 1 x"], _good.Take());
        record = await _sync.RecordAsync(_id);
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (record.GetProperty("lastErrorCode").ValueKind, record.GetProperty("nextSyncAt").ValueKind));
    }

    [Fact]
    [Trait("Line", "N9")]
    public async Task A_repository_that_is_gone_is_not_tried_by_itself_and_after_five_refusals_disabled_until_somebody_has_it_synced()
    {
        _sync.Git.Hide("ada/repo-0000", hidden: true);
        for (var i = 1; i <= 5; i++)
        {
            await _sync.PushedAsync();
            Assert.Equal(1, await _sync.RunAsync());
            _clock.Ahead += TimeSpan.FromDays(1);
            Assert.Equal(0, await _sync.RetryAsync());
            Assert.Equal(i < 5 ? "ACTIVE" : "DISABLED", (await _sync.RecordAsync(_id)).GetProperty("status").GetString());
        }
        Assert.Equal("GIT_REPOSITORY_NOT_FOUND", (await _sync.RecordAsync(_id)).GetProperty("lastErrorCode").GetString());
        await _sync.PushedAsync();
        Assert.Equal(0, await _sync.RunAsync());

        await NowAsync();
        Assert.Equal("DISABLED", (await _sync.RecordAsync(_id)).GetProperty("status").GetString());
        _sync.Git.Hide("ada/repo-0000", hidden: false);
        await _sync.Git.CommitAsync("ada/repo-0000", "main", ("a.txt", "x"));
        await NowAsync();

        var record = await _sync.RecordAsync(_id);
        Assert.Equal(("ACTIVE", JsonValueKind.Null), (record.GetProperty("status").GetString(), record.GetProperty("lastErrorCode").ValueKind));
        Assert.Equal(["Changes main", "Added a.txt 1 x"], _good.Take());
    }

    [Fact]
    public async Task A_full_queue_refuses_people_and_remembers_pushes()
    {
        await using var tight = await SyncHost.StartAsync(services => services.AddSingleton<IRepositoryService>(_good), _clock, 2, ("Jobs:MaxQueued", "1"));
        var id = await tight.ActivateAsync();
        await tight.RunAsync();
        var other = await tight.ActivateAsync("ada/repo-0001");

        Assert.Equal("JOB_QUEUE_FULL", (await tight.Host.MutateAsync("syncRepositoryNow", new { id })).Code());
        await tight.PushedAsync();
        Assert.Equal(JsonValueKind.String, (await tight.RecordAsync(id)).GetProperty("nextSyncAt").ValueKind);
        await tight.RunAsync();
        _clock.Ahead += TimeSpan.FromMinutes(1);

        Assert.Equal(1, await tight.RetryAsync());
        Assert.Equal(JsonValueKind.Null, (await tight.RecordAsync(id)).GetProperty("nextSyncAt").ValueKind);
        Assert.NotEqual(id, other);
    }

    private async Task PushAsync(string file)
    {
        await _sync.Git.CommitAsync("ada/repo-0000", "main", (file, "x"));
        await _sync.PushedAsync();
        Assert.Equal(1, await _sync.RunAsync());
    }

    private async Task NowAsync()
    {
        Assert.Null((await _sync.Host.MutateAsync("syncRepositoryNow", new { id = _id })).Code());
        Assert.Equal(1, await _sync.RunAsync());
    }

    private async Task<JsonElement> ServiceAsync(string name) => (await _sync.RecordAsync(_id)).GetProperty("services").EnumerateArray().Single(s => s.GetProperty("service").GetString() == name);
}
