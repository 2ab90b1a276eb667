using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GraphQLPlugins.Engine.AspNetCore.Tests.Recorded;

namespace GraphQLPlugins.Sample.Tests;

/// <summary>Plays the recorded requests against the sample's own classes on this engine: status, content type and body must be equal.</summary>
public sealed partial class SampleResponsesTests
{
    private static readonly string Recording = System.IO.Path.Combine(AppContext.BaseDirectory, "responses.md");

    /// <summary>Recordings that are not followed, and why.</summary>
    private static readonly Dictionary<string, string> Deliberate = new()
    {
        ["Filter object passed as ONE variable: the cost analyzer assumes the worst case and rejects it"] = "a variable is priced by what it holds",
        ["Operation-filter object as a variable"] = "a variable is priced by what it holds",
        ["(not reached) unknown input field inside a filter variable"] = "a variable is priced by what it holds, so the unknown field is reached",
        ["first > max by variable"] = "a variable is priced by what it holds, and a thousand items cost too much",
        ["Invalid cursor, keyset"] = "a cursor that cannot be read is an error, not the first page",
        ["Full introspection by GraphiQL works? (deep ofType, default values)"] = "types come in the order in which they were found, not of a hash table",
        ["__schema"] = "types come in the order in which they were found, not of a hash table",
        ["__Type has which fields"] = "the fields are those of the September 2025 edition: isOneOf, not oneOf",
        ["GET without query, Accept: text/html"] = "the page was stubbed out when it was recorded",
        ["Variable batch (array of variables)"] = "the recording has the first result twice and a terminator before the last",
        ["multipart with GraphQL-Preflight: 1"] = "an empty map is answered with 500",
        ["multipart upload variable that is not an Upload (map to variables.x)"] = "names an internal class that is not there",
        ["@stream, Accept: multipart/mixed"] = "@stream was ignored for want of a post processor",
        ["@defer with error and if:false, Accept: multipart/mixed"] = "which of two deferred parts comes first is a matter of time",
        ["Cost report header"] = "without an order the database decides which rows come first",
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    public async Task Answers_are_as_recorded(int section)
    {
        await using var app = await SampleApp.StartAsync();
        var wrong = new StringBuilder();
        foreach (var exchange in RecordedExchange.Read(Recording, section).Where(e => !Deliberate.ContainsKey(e.Title) && !IsOpenStream(e)))
        {
            using var request = exchange.ToRequest();
            using var response = await app.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            var body = await response.Content.ReadAsStringAsync();
            var actual = $"{(int)response.StatusCode} {response.Content.Headers.ContentType}\n{Cut(Lines(body), Lines(exchange.Response))}";
            var expected = $"{exchange.Status} {exchange.ContentType}\n{Lines(exchange.Response)}";
            if (actual != expected) wrong.Append("### ").AppendLine(exchange.Title).AppendLine("expected:").AppendLine(expected).AppendLine("actual:").AppendLine(actual);
        }
        Assert.True(wrong.Length == 0, wrong.ToString());
    }

    // Subscriptions that are accepted never end.
    private static bool IsOpenStream(RecordedExchange exchange) => exchange.Title.StartsWith("Subscription", StringComparison.Ordinal) && exchange.Status == 200;

    /// <summary>Long bodies were recorded by their beginning and their length.</summary>
    private static string Cut(string body, string recorded)
    {
        var end = Shortened().Match(recorded);
        return end.Success && body.Length == int.Parse(end.Groups[1].Value, CultureInfo.InvariantCulture) ? body[..end.Index] + end.Value : body;
    }

    [GeneratedRegex(@"\n… \((\d+) chars in total\)$")]
    private static partial Regex Shortened();

    private static string Lines(string text) => text.ReplaceLineEndings("\n").Trim('\n');
}
