namespace GraphQLPlugins.Sample.Tests.Recorded;

/// <summary>Plays every recorded conversation over a WebSocket: what the server says must be the recorded words.</summary>
public sealed class RecordedSocketTests
{
    private const int Section = 11;

    /// <summary>Conversations in which time must pass.</summary>
    private static readonly string[] Slow = ["graphql-transport-ws: no init (timeout)", "graphql-transport-ws: server ping (keep-alive), idle"];

    public static TheoryData<string> Titles => [.. Recording.Transcripts(Section).Select(t => t.Title)];

    [Theory]
    [MemberData(nameof(Titles))]
    public async Task A_conversation_is_as_recorded(string title)
    {
        await using var host = await SampleHost.StartAsync(time: Slow.Contains(title) ? new ManualTime() : null);
        using var replay = new SocketReplay(host);
        var expected = Differences.All.TryGetValue((Section, title), out var difference)
            ? difference.Answer!
            : string.Join('\n', Recording.Transcripts(Section).Single(t => t.Title == title).Lines) + "\n";

        var actual = await replay.PlayAsync(title, expected.Split('\n', StringSplitOptions.RemoveEmptyEntries));

        Assert.True(actual == expected, $"--- expected\n{expected}--- actual\n{actual}");
    }

    [Fact]
    public void Every_recorded_conversation_is_played() => Assert.Equal(18, Recording.Transcripts(Section).Count());
}
