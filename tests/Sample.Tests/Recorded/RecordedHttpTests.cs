using System.Text;

namespace GraphQLPlugins.Sample.Tests.Recorded;

/// <summary>Sends every recorded request to the sample on our engine, in order: status, media type and body must be the recorded ones.</summary>
public sealed class RecordedHttpTests
{
    [Theory]
    [InlineData(1, 15)]
    [InlineData(2, 31)]
    [InlineData(3, 4)]
    [InlineData(4, 7)]
    [InlineData(5, 16)]
    [InlineData(6, 17)]
    [InlineData(7, 25)]
    [InlineData(8, 8)]
    [InlineData(9, 13)]
    [InlineData(10, 4)]
    public async Task Responses_are_as_recorded(int section, int exchanges)
    {
        // The section with streams has one in which nothing happens for a while.
        await using var host = await SampleHost.StartAsync(time: section == 9 ? new ManualTime() : null);
        await CompareAsync(host, section, exchanges);
    }

    [Fact]
    public async Task Responses_in_production_are_as_recorded()
    {
        await using var host = await SampleHost.StartAsync(environment: "Production");
        await CompareAsync(host, section: 12, exchanges: 8);
    }

    private static async Task CompareAsync(SampleHost host, int section, int exchanges)
    {
        var replay = new Replay(host);
        var wrong = new StringBuilder();
        var played = 0;
        foreach (var exchange in Recording.Exchanges(section))
        {
            played++;
            // As rendered, or null for what is compared by a test of its own.
            var expected = Differences.All.TryGetValue((section, exchange.Title), out var difference) ? difference.Answer : Replay.Expected(exchange.Response);
            if (expected is null) continue;
            var actual = await replay.AnswerAsync(exchange);
            if (actual != expected) wrong.Append($"### {exchange.Title}\n--- expected\n{expected}--- actual\n{actual}\n");
        }
        Assert.True(wrong.Length == 0, wrong.ToString());
        Assert.Equal(exchanges, played);
    }
}
