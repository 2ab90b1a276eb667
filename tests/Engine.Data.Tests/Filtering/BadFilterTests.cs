using System.Text.Json;
using GraphQLPlugins.Engine.Data.Tests.Sample;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Data.Tests.Filtering;

/// <summary>What clients can get wrong is an error of theirs, and no statement is run.</summary>
public sealed class BadFilterTests
{
    public static TheoryData<string, string, string> Wrong => new()
    {
        { "{name:{eq:null}}", "HC0026", "`eq` of StringOperationFilterInput was null, which cannot be compared with." },
        { "{image:{contains:null}}", "HC0026", "`contains` of StringOperationFilterInput was null, which cannot be compared with." },
        { "{createdAt:{gt:null}}", "HC0026", "`gt` of DateTimeOperationFilterInput was null, which cannot be compared with." },
        { "{name:{in:null}}", "HC0026", "`in` of StringOperationFilterInput was null, which cannot be compared with." },
        { "{name:{in:[null]}}", "HC0026", "`in` of StringOperationFilterInput was null, which cannot be compared with." },
        { "{versions:{some:null}}", "HC0026", "`some` of ListFilterInputTypeOfPluginVersionFilterInput was null, which cannot be compared with." },
        { "{versions:null}", "HC0026", "`versions` of PluginFilterInput was null, which cannot be compared with." },
        { "{labels:{any:null}}", "HC0026", "`any` of ListStringOperationFilterInput was null, which cannot be compared with." },
        { "{and:null}", "HC0026", "`and` of PluginFilterInput was null, which cannot be compared with." },
        { "{name:{eq:\"a\\u0000b\"}}", "DATA_INVALID_VALUE", "A text to compare with contains the character NUL." },
        { "{name:{in:[\"a\\u0000b\"]}}", "DATA_INVALID_VALUE", "A text to compare with contains the character NUL." },
        { "{name:{iregex:\"(a\"}}", "DATA_INVALID_REGEX", "The regular expression `(a` cannot be used: a parenthesis is not closed." },
        { "{name:{iregex:\"(a+)+\\\\1\"}}", "DATA_INVALID_REGEX", "The regular expression `(a+)+\\1` cannot be used: back references are not allowed." },
        { "{name:{iregex:\"((a{1,200}){1,200}){1,200}\"}}", "DATA_INVALID_REGEX", "The regular expression `((a{1,200}){1,200}){1,200}` cannot be used: its repetitions multiply to more than 1000." },
        { "{name:{matches:\"(?=a)\"}}", "DATA_INVALID_REGEX", "The regular expression `(?=a)` cannot be used: look-around, named groups and options are not allowed." },
        { "{createdAt:{relative:{gt:\"yesterday\"}}}", "DATA_INVALID_VALUE", "`yesterday` is no relative time; write now, now/d, now/w or now/m, then for example -7d." },
        { "{createdAt:{relative:{gt:\"now-999999999w\"}}}", "DATA_INVALID_VALUE", "`now-999999999w` is no relative time; write now, now/d, now/w or now/m, then for example -7d." },
        { "{createdAt:{relative:{gt:\"now-99999999w\"}}}", "DATA_INVALID_VALUE", "`now-99999999w` is no relative time; write now, now/d, now/w or now/m, then for example -7d." },
        { "{createdAt:{relative:{gt:\"now-9999999d\"}}}", "DATA_INVALID_VALUE", "The relative time is out of range." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_value_is_named(string where, string code, string message)
    {
        await using var graph = await Graph.OnPostgresAsync(g => g.AddExtendedFiltering());
        await RefusedAsync(graph, "{ somePlugins(where:" + where + ") { id } }", null, code, message);
    }

    [Fact]
    public async Task The_null_error_names_the_filter_and_what_it_takes()
    {
        await using var graph = await Graph.OnPostgresAsync();
        using var json = JsonDocument.Parse(await graph.RunAsync("{ somePlugins(where:{state:{in:null}}) { id } }"));
        Assert.Equal(
            """{"code":"HC0026","expectedType":"[PluginState!]!","filterType":"PluginStateOperationFilterInput"}""",
            json.RootElement.GetProperty("errors")[0].GetProperty("extensions").GetRawText());
    }

    [Fact]
    public async Task Each_bound_holds_at_its_value_and_not_above()
    {
        await using var graph = await Graph.OnPostgresAsync(g => g.AddExtendedFiltering().ModifyDataLimits(l =>
        {
            l.MaxListValues = 3;
            l.MaxFilterOperations = 4;
            l.MaxFilterDepth = 6;
            l.MaxFilterJoins = 2;
            l.MaxTextLength = 10;
            l.MaxPatternLength = 5;
            l.MaxSortKeys = 2;
        }));
        await BoundAsync(graph, "where:{name:{in:[\"a\",\"b\",\"c\"]}}", "where:{name:{in:[\"a\",\"b\",\"c\",\"d\"]}}", "`in` is limited to 3 here, and the request has 4.");
        await BoundAsync(graph, "where:{name:{neq:\"a\", contains:\"a\", startsWith:\"P\", endsWith:\"1\"}}", "where:{name:{neq:\"a\", contains:\"a\", startsWith:\"P\", endsWith:\"1\"}, id:{neq:\"x\"}}",
            "The number of operations in a filter is limited to 4 here, and the request has 5.");
        await BoundAsync(graph, "where:{and:[{and:[{and:[{and:[{name:{eq:\"a\"}}]}]}]}]}", "where:{and:[{and:[{and:[{and:[{and:[{and:[{name:{eq:\"a\"}}]}]}]}]}]}]}",
            "The nesting of a filter is limited to 6 here, and the request has 7.");
        await BoundAsync(graph, "where:{versions:{some:{plugin:{name:{eq:\"a\"}}}}}", "where:{versions:{some:{plugin:{versions:{any:true}}}}}",
            "The number of tables on one path of a filter is limited to 2 here, and the request has 3.");
        await BoundAsync(graph, "where:{name:{eq:\"1234567890\"}}", "where:{name:{eq:\"12345678901\"}}", "The length of a text is limited to 10 here, and the request has 11.");
        await BoundAsync(graph, "where:{name:{iregex:\"12345\"}}", "where:{name:{iregex:\"123456\"}}", "The length of a regular expression is limited to 5 here, and the request has 6.");
        await BoundAsync(graph, "order:[{name:ASC},{id:ASC}]", "order:[{name:ASC},{id:ASC},{image:ASC}]", "The number of keys in an order is limited to 2 here, and the request has 3.");
    }

    [Fact]
    public async Task Five_thousand_values_are_too_many()
    {
        await using var graph = await Graph.OnPostgresAsync();
        var variables = JsonSerializer.Serialize(new { v = Enumerable.Range(0, 5_000).Select(i => $"v{i}") });
        await RefusedAsync(graph, "query($v:[String]) { plugins(where:{name:{in:$v}}) { nodes { id } } }", variables, "DATA_LIMIT_EXCEEDED",
            "`in` is limited to 1000 here, and the request has 5000.");
    }

    private static async Task BoundAsync(Graph graph, string fine, string above, string message)
    {
        await graph.DataAsync("{ somePlugins(" + fine + ") { id } }");
        await RefusedAsync(graph, "{ somePlugins(" + above + ") { id } }", null, "DATA_LIMIT_EXCEEDED", message);
    }

    private static async Task RefusedAsync(Graph graph, string document, string? variables, string code, string message)
    {
        var response = "";
        Assert.Empty(await graph.Statements.DuringAsync(async () => response = await graph.RunAsync(document, variables)));
        using var json = JsonDocument.Parse(response);
        var error = Assert.Single(json.RootElement.GetProperty("errors").EnumerateArray());
        Assert.Equal(message, error.GetProperty("message").GetString());
        Assert.Equal(code, error.GetProperty("extensions").GetProperty("code").GetString());
    }
}
