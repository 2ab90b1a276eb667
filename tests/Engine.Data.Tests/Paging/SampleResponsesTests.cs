using System.Text.RegularExpressions;
using GraphQLPlugins.Engine.Data.Tests.Sample;
using GraphQLPlugins.Engine.Types.Pagination;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Data.Tests.Paging;

/// <summary>With cursors of the compatible kind, the answers are those that were recorded, byte for byte.</summary>
public sealed class SampleResponsesTests
{
    private static readonly string[] Left =
    [
        // Needs the sample's own loader.
        "DataLoader field (latestVersion) + alias + fragment + __typename",
        // A cursor that is none is an error here; the recording starts at the end without a word.
        "Invalid cursor, keyset",
    ];

    [SampleTheory]
    [InlineData("1. Success")]
    [InlineData("5. Paging arguments")]
    public async Task Recorded_answers_are_given_again(string section)
    {
        await using var graph = await Graph.OnPostgresAsync(g => g.ModifyPagingOptions(o => o.CursorKind = CursorKind.Index));
        // The recording was made after a mutation of the first plugin.
        await graph.ExecuteAsync("update plugins set state = 'Active', updated_at = '2026-11-20T21:57:06.843Z' where id = 'plg-00001'");
        var answers = 0;
        foreach (var (name, document, variables, body) in Recorded(await File.ReadAllTextAsync(SampleTheoryAttribute.Responses), section))
        {
            if (Left.Contains(name) || !Regex.IsMatch(document, "plugins|versionsOffset|pluginById|pluginByName")) continue;
            Assert.Equal(body, await graph.RunAsync(document, variables));
            answers++;
        }
        Assert.Equal(section.StartsWith('1') ? 9 : 15, answers);
    }

    private static IEnumerable<(string Name, string Document, string? Variables, string Body)> Recorded(string text, string section)
    {
        var start = text.IndexOf("## " + section, StringComparison.Ordinal);
        var end = text.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        foreach (var part in text[start..end].Split("\n### ").Skip(1))
        {
            var json = Regex.Match(part, "-d '(.*)'\n").Groups[1].Value;
            using var request = System.Text.Json.JsonDocument.Parse(json);
            var variables = request.RootElement.TryGetProperty("variables", out var v) ? v.GetRawText() : null;
            var body = Regex.Match(part, "chunked\n\n(.*)\n```").Groups[1].Value;
            yield return (part[..part.IndexOf('\n')], request.RootElement.GetProperty("query").GetString()!, variables, body);
        }
    }
}

/// <summary>Needs the recorded responses beside the repository.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SampleTheoryAttribute : TheoryAttribute
{
    public SampleTheoryAttribute()
    {
        if (!File.Exists(Responses)) Skip = "Needs the recorded responses beside the repository (../shared/hotchocolate-sample).";
    }

    public static string Responses { get; } = System.IO.Path.Combine(Repository.Root, "..", "shared", "hotchocolate-sample", "responses.md");
}
