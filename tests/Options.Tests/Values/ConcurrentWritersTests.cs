using System.Text.Json;
using static GraphQLPlugins.Options.Tests.ForgeHost;

namespace GraphQLPlugins.Options.Tests.Values;

/// <summary>Writers that really run at the same time.</summary>
public sealed class ConcurrentWritersTests : IAsyncLifetime
{
    private const int Writers = 6;
    private const int Rounds = 6;
    private ForgeHost _host = null!;

    public async Task InitializeAsync() => _host = await StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    [Trait("Line", "P24")]
    public async Task Whoever_reads_changes_and_writes_with_the_etag_loses_nothing()
    {
        await _host.SetAsync("Rate", 0);
        var refused = 0;
        var meeting = new Meeting(Writers);

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            for (var done = 0; done < Rounds;)
            {
                var set = await _host.SetOfAsync();
                // All have read the same set before the first of them writes.
                await meeting.ArriveAsync();
                var rate = set.GetProperty("items").EnumerateArray().Single(i => i.GetProperty("definition").GetProperty("key").GetString() == "Rate").GetProperty("effective").GetInt32();
                var payload = await _host.RunAsync("setOption", new { pluginId = "forge", key = "Rate", value = rate + 1, expectedEtag = set.GetProperty("etag").GetString() });
                if (payload.GetProperty("errors").ValueKind == JsonValueKind.Null)
                {
                    done++;
                    continue;
                }
                Assert.Equal("ETAG_MISMATCH", Error(payload).Code);
                Interlocked.Increment(ref refused);
            }
        })));

        Assert.Equal(Writers * Rounds, (await _host.ItemAsync("Rate")).GetProperty("effective").GetInt32());
        Assert.Equal(Writers * Rounds + 1, await _host.RevisionsAsync());
        Assert.True(refused >= Writers - 1, $"Of {Writers} who had read the same set, {refused} were refused.");
    }

    [Fact]
    public async Task Each_of_many_changes_of_different_options_is_there_with_its_revision_and_audit_entry()
    {
        string[] keys = ["Note", "Limit", "Rate", "Local", "Names", "Tags"];

        await Task.WhenAll(keys.Select((key, i) => Task.Run(async () =>
        {
            for (var round = 0; round < Rounds; round++) await _host.SetAsync(key, key is "Names" or "Tags" ? new[] { $"{round}" } : key is "Note" or "Local" ? $"{round}" : round);
        })));

        Assert.Equal("Limit=5 Local=\"5\" Names=[\"5\"] Note=\"5\" Rate=5 Tags=[\"5\"]", await _host.OwnAsync());
        var history = (await _host.Modules.RunAsync("optionHistory", new { pluginId = "forge" })).GetProperty("data").GetProperty("optionHistory").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(1, keys.Length * Rounds).Reverse(), history.Select(r => r.GetProperty("number").GetInt32()));
        Assert.Equal((long)keys.Length * Rounds, await _host.Modules.Database.ScalarAsync("SELECT count(*) FROM kernel.audit_entries WHERE action = 'setOption'"));
        Assert.Equal((long)keys.Length * Rounds, await _host.Modules.Database.ScalarAsync("SELECT count(*) FROM kernel.outbox WHERE type = 'options.changed'"));
    }

    [Fact]
    [Trait("Line", "P20")]
    public async Task Readers_see_changes_of_several_options_as_a_whole()
    {
        var writing = Task.WhenAll(Enumerable.Range(0, 3).Select(writer => Task.Run(async () =>
        {
            for (var round = 0; round < 15; round++)
            {
                var token = $"{writer}.{round}";
                await _host.RunAsync("setOptions", new { pluginId = "forge", values = new[] { new { key = "Note", value = token }, new { key = "Local", value = token } } });
            }
        })));
        while (!writing.IsCompleted)
        {
            var own = await _host.OwnAsync();
            if (own.Length > 0) Assert.Matches("^Local=(\"\\d\\.\\d+\") Note=\\1$", own);
        }
        await writing;

        Assert.Equal(45, await _host.RevisionsAsync());
    }

    [Fact]
    public async Task Copies_that_cross_each_other_end_and_each_set_is_one_of_the_two()
    {
        var organization = At("ORGANIZATION");
        for (var round = 0; round < 5; round++)
        {
            await Task.WhenAll(_host.SetAsync("Note", $"i{round}"), _host.SetAsync("Note", $"o{round}", organization));

            var copies = await Task.WhenAll(
                Task.Run(() => _host.RunAsync("copyOptions", new { from = new { pluginId = "forge" }, to = new { pluginId = "forge", scope = organization } })),
                Task.Run(() => _host.RunAsync("copyOptions", new { from = new { pluginId = "forge", scope = organization }, to = new { pluginId = "forge" } })));

            Assert.All(copies, copy => Assert.Equal("null", copy.GetProperty("errors").GetRawText()));
            Assert.Subset(new HashSet<string> { $"Note=\"i{round}\"", $"Note=\"o{round}\"" }, new HashSet<string> { await _host.OwnAsync(), await _host.OwnAsync(scope: organization) });
        }
    }

    /// <summary>Where the first comers wait for each other, once.</summary>
    private sealed class Meeting(int expected)
    {
        private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _arrived;

        public Task ArriveAsync()
        {
            if (Interlocked.Increment(ref _arrived) == expected) _complete.SetResult();
            return _complete.Task;
        }
    }
}
