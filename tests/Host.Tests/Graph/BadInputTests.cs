using System.Text.Json;

namespace GraphQLPlugins.Host.Tests.Graph;

/// <summary>What a client gets wrong about lists is an error that says so, whatever it is; what is only unusual is answered.</summary>
public sealed class BadInputTests(FilledHost filled) : IClassFixture<FilledHost>
{
    internal const string ListOf = "query($where: PluginFilterInput, $order: [PluginSortInput!], $first: Int, $last: Int, $after: String, $before: String, $search: String) "
        + "{ plugins(where: $where, order: $order, first: $first, last: $last, after: $after, before: $before, search: $search) { nodes { name } pageInfo { endCursor } } }";

    /// <summary>Variables of a list of plugins, and the code of the error; empty where the variable itself is refused, null where nothing is.</summary>
    public static TheoryData<string, string, string?> Variables => new()
    {
        { "a filter 200 levels deep", $$"""{ "where": {{Nested(200)}} }""", "" },
        { "a filter 20 levels deep", $$"""{ "where": {{Nested(20)}} }""", null },
        { "5,000 values", $$"""{ "where": { "name": { "in": [{{string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"\"{i}\""))}}] } } }""", "DATA_LIMIT_EXCEEDED" },
        { "100 values", $$"""{ "where": { "name": { "in": [{{string.Join(',', Enumerable.Range(0, 100).Select(i => $"\"{i}\""))}}] } } }""", null },
        { "a regex that explodes when it goes back", """{ "where": { "name": { "iregex": "(a+)+$" } } }""", null },
        { "a regex with a back reference", """{ "where": { "name": { "iregex": "(a)\\1" } } }""", "DATA_INVALID_REGEX" },
        { "a regex that is repeated too often", """{ "where": { "name": { "iregex": "(a{200}){200}" } } }""", "DATA_INVALID_REGEX" },
        { "a regex that is none", """{ "where": { "name": { "matches": "(" } } }""", "DATA_INVALID_REGEX" },
        { "first and last", """{ "first": 5, "last": 2 }""", null },
        { "a negative page", """{ "first": -1 }""", "HC0079" },
        { "a negative last page", """{ "last": -1 }""", "HC0079" },
        { "an empty page", """{ "first": 0 }""", null },
        { "a huge page", """{ "first": 2147483647 }""", "HC0051" },
        { "a page beyond Int", """{ "first": 2147483648 }""", "" },
        { "a cursor that is none", """{ "after": "!" }""", "HC0078" },
        { "an empty cursor", """{ "after": "" }""", "HC0078" },
        { "a cursor with a NUL", """{ "after": "\u0000" }""", "HC0078" },
        { "a cursor of positions", """{ "before": "MA==" }""", "HC0078" },
        { "a huge cursor", $$"""{ "after": "{{new string('A', 100_000)}}" }""", "HC0078" },
        { "a NUL in a value", """{ "where": { "name": { "eq": "a\u0000b" } } }""", "DATA_INVALID_VALUE" },
        { "a NUL in a search", """{ "search": "a\u0000b" }""", "INPUT_INVALID" },
        { "a NUL in a list", """{ "where": { "labels": { "some": { "in": ["a\u0000"] } } } }""", "DATA_INVALID_VALUE" },
        { "half a surrogate pair", """{ "where": { "name": { "contains": "a\ud800" } } }""", "" },
        { "half a surrogate pair in a search", """{ "search": "\udc00" }""", "" },
        { "the first date", """{ "where": { "updatedAt": { "gte": "0001-01-01T00:00:00Z" } } }""", null },
        { "a date before the first in UTC", """{ "where": { "updatedAt": { "gte": "0001-01-01T00:00:00+14:00" } } }""", "" },
        { "the last date", """{ "where": { "updatedAt": { "lte": "9999-12-31T23:59:59.999Z" } } }""", null },
        { "a date after the last", """{ "where": { "updatedAt": { "lte": "10000-01-01T00:00:00Z" } } }""", "" },
        { "a day that is none", """{ "where": { "updatedAt": { "lte": "2026-02-30T00:00:00Z" } } }""", "" },
        { "a relative time beyond all times", """{ "where": { "updatedAt": { "relative": { "gte": "now-999999999w" } } } }""", "DATA_INVALID_VALUE" },
        { "a relative time far away", """{ "where": { "updatedAt": { "relative": { "gte": "now-200000w" } } } }""", "DATA_INVALID_VALUE" },
        { "one field twice in an order", """{ "order": [{ "name": "ASC" }, { "name": "DESC" }] }""", null },
        { "an order of 1,000 keys", $$"""{ "order": [{{string.Join(',', Enumerable.Repeat("""{ "installs": "ASC" }""", 1_000))}}] }""", "DATA_LIMIT_EXCEEDED" },
        { "an order of nothing", """{ "order": [{}] }""", null },
        { "null for a comparison", """{ "where": { "installs": { "gt": null } } }""", "HC0026" },
        { "a number beyond its type", """{ "where": { "installs": { "gt": 99999999999 } } }""", "" },
        { "a very long text", $$"""{ "where": { "name": { "contains": "{{new string('x', 200_000)}}" } } }""", "DATA_LIMIT_EXCEEDED" },
    };

    [Theory]
    [MemberData(nameof(Variables))]
    public async Task A_list_is_asked_for_with(string what, string variables, string? code)
    {
        _ = what;
        using var given = JsonDocument.Parse(variables, new JsonDocumentOptions { MaxDepth = 1_000 });

        var answer = await filled.Host.QueryAsync(ListOf, given.RootElement);

        Assert.Equal("", filled.Host.Log.Failures);
        var errors = answer.TryGetProperty("errors", out var list) ? list : default;
        if (code is null) Assert.True(errors.ValueKind == JsonValueKind.Undefined, $"{what}: {errors}");
        else if (code.Length == 0) Assert.True(!answer.TryGetProperty("data", out _) && errors[0].TryGetProperty("path", out _), $"{what}: {answer}");
        else Assert.True(errors[0].TryGetProperty("extensions", out var extensions) && extensions.TryGetProperty("code", out var actual) && actual.GetString() == code, $"{what}: {errors}");
    }

    [Fact]
    public async Task A_cursor_of_another_list_is_refused()
    {
        var cursor = (await filled.Host.QueryAsync("{ projects(first: 1) { pageInfo { endCursor } } }")).GetProperty("data").GetProperty("projects").GetProperty("pageInfo").GetProperty("endCursor").GetString();

        var answer = await filled.Host.QueryAsync(ListOf, new { after = cursor });

        Assert.Equal("HC0078", answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    private static string Nested(int levels) => string.Concat(Enumerable.Repeat("""{ "or": [""", levels)) + """{ "name": { "eq": "a" } }""" + string.Concat(Enumerable.Repeat("] }", levels));
}
