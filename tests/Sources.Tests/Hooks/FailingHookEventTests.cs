using System.Text.Json;
using GraphQLPlugins.Sources.Hooks;
using GraphQLPlugins.Sources.Tests.Sync;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Sources.Tests.Hooks;

/// <summary>An event that the database refuses to note anything about but that it was given up.</summary>
public sealed class FailingHookEventTests : IAsyncLifetime
{
    private readonly MovedClock _clock = new();
    private SyncHost _sync = null!;

    public async Task InitializeAsync()
    {
        _sync = await SyncHost.StartAsync(clock: _clock);
        await _sync.ActivateAsync();
        await _sync.Host.Database.ExecuteAsync("ALTER TABLE sources.hook_events ADD CONSTRAINT refuses CHECK (NOT 'bad' = ANY (branches) OR status IN ('Received', 'Failed'))");
    }

    public async Task DisposeAsync() => await _sync.DisposeAsync();

    [Fact]
    [Trait("Line", "R10")]
    public async Task It_takes_no_other_along_is_tried_later_and_given_up_in_the_end_until_it_is_replayed()
    {
        await _sync.PushedAsync(reference: "refs/heads/bad");
        Assert.Equal(["RECEIVED"], await StatesAsync());
        await _sync.PushedAsync(reference: "refs/heads/good");
        Assert.Equal(["RECEIVED", "PROCESSED"], await StatesAsync());

        // Now both are matched at once.
        _clock.Ahead += TimeSpan.FromSeconds(11);
        await _sync.PushedAsync(reference: "refs/heads/good");
        Assert.Equal(["RECEIVED", "PROCESSED", "PROCESSED"], await StatesAsync());

        for (var attempt = 3; attempt <= 8; attempt++)
        {
            Assert.Equal("RECEIVED", (await StatesAsync())[0]);
            _clock.Ahead += TimeSpan.FromHours(1);
            Assert.Equal(0, await MatchAsync());
        }

        var given = (await EventsAsync())[0];
        Assert.Equal(("FAILED", "It failed on this server; its log says why."), (given.GetProperty("status").GetString(), given.GetProperty("reason").GetString()));
        await _sync.Host.Database.ExecuteAsync("ALTER TABLE sources.hook_events DROP CONSTRAINT refuses");
        Assert.Null((await _sync.Host.MutateAsync("replayHookEvent", new { id = given.GetProperty("id").GetString() })).Code());
        Assert.Equal(1, await MatchAsync());
        Assert.Equal("PROCESSED", (await StatesAsync())[0]);
    }

    private Task<int> MatchAsync() => _sync.Host.Services.GetRequiredService<HookEventLoop>().RunOnceAsync(default);

    private async Task<string[]> StatesAsync() => [.. (await EventsAsync()).Select(told => told.GetProperty("status").GetString()!)];

    /// <summary>The oldest first.</summary>
    private async Task<List<JsonElement>> EventsAsync() =>
        [.. (await _sync.Host.RunAsync("hookEvents")).GetProperty("data").GetProperty("hookEvents").GetProperty("nodes").EnumerateArray().OrderBy(told => told.GetProperty("receivedAt").GetDateTimeOffset())];
}
