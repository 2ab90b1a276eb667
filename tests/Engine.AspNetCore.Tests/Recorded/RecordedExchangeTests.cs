using System.Text;
using GraphQLPlugins.Engine.AspNetCore.Tests.Sample;

namespace GraphQLPlugins.Engine.AspNetCore.Tests.Recorded;

/// <summary>Plays recorded requests against our server: status, content type and body must be equal, except where the recording shows a fault.</summary>
public sealed class RecordedExchangeTests
{
    private static readonly string Recording = System.IO.Path.Combine(Repository.Root, "..", "shared", "hotchocolate-sample", "responses.md");

    /// <summary>Recordings that are not followed, and why.</summary>
    private static readonly Dictionary<string, string> Faulty = new()
    {
        ["Variable batch (array of variables)"] = "the recording has the first result twice and a terminator before the last",
        ["multipart with GraphQL-Preflight: 1"] = "an empty map is answered with 500",
        ["multipart upload variable that is not an Upload (map to variables.x)"] = "names an internal class that is not there",
        ["GET without query, Accept: text/html"] = "the page was stubbed out when it was recorded",
        ["@stream, Accept: multipart/mixed"] = "@stream was ignored for want of a post processor",
        ["@defer with error and if:false, Accept: multipart/mixed"] = "which of two deferred parts comes first is a matter of time",
    };

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public async Task Answers_are_as_recorded(int section)
    {
        if (!File.Exists(Recording)) return;
        await using var app = await TestApp.StartAsync(options: o => o.EnableBatching = false);
        var wrong = new StringBuilder();
        var played = 0;
        foreach (var exchange in RecordedExchange.Read(Recording, section).Where(IsPlayable))
        {
            played++;
            using var response = await app.Client.SendAsync(exchange.ToRequest(), HttpCompletionOption.ResponseHeadersRead);
            var body = await response.Content.ReadAsStringAsync();
            var actual = $"{(int)response.StatusCode} {response.Content.Headers.ContentType}\n{Lines(body)}";
            var expected = $"{exchange.Status} {exchange.ContentType}\n{Lines(exchange.Response)}";
            if (actual != expected) wrong.Append("### ").AppendLine(exchange.Title).AppendLine("expected:").AppendLine(expected).AppendLine("actual:").AppendLine(actual);
        }
        Assert.True(wrong.Length == 0, wrong.ToString());
        Assert.Equal(section switch { 6 => 10, 7 => 19, 8 => 8, _ => 8 }, played);
    }

    [Fact]
    public async Task The_table_of_media_types_holds()
    {
        if (!File.Exists(Recording)) return;
        string[] bodies =
        [
            "{ addTwo(a:1) }", "{ nope }", "{", "{ boom }", "{ addTwo(a:1) boomNullable }",
        ];
        await using var app = await TestApp.StartAsync();
        var rows = File.ReadLines(Recording).Where(l => l.StartsWith("| `", StringComparison.Ordinal)).Select(l => l.Trim('|', ' ').Split(" | ")).ToArray();
        Assert.Equal(16, rows.Length);
        foreach (var row in rows)
        {
            var accept = row[0].Trim('`', ' ');
            for (var i = 0; i < bodies.Length; i++)
            {
                using var response = await app.PostAsync(System.Text.Json.JsonSerializer.Serialize(new { query = bodies[i] }), accept == "(none)" ? null : accept);
                var actual = $"{accept}: {(int)response.StatusCode} `{response.Content.Headers.ContentType}`";
                Assert.Equal($"{accept}: {row[i + 1].Trim()}", actual);
            }
        }
    }

    // Open streams, the cost of a schema that is not here, and cut-off texts are compared elsewhere.
    private static bool IsPlayable(RecordedExchange exchange) =>
        !Faulty.ContainsKey(exchange.Title) && !exchange.Title.Contains("Cost", StringComparison.Ordinal) && !exchange.Target.Contains("dl", StringComparison.OrdinalIgnoreCase)
        && !exchange.Target.Contains("schema", StringComparison.Ordinal) && !(exchange.Title.StartsWith("Subscription, ", StringComparison.Ordinal) && exchange.Status == 200
            && exchange.ContentType!.StartsWith("text/event-stream", StringComparison.Ordinal));

    private static string Lines(string text) => text.ReplaceLineEndings("\n").Trim('\n');
}
