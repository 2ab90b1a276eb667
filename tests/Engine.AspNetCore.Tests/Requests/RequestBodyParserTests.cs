using System.Text;
using GraphQLPlugins.Engine.AspNetCore.Requests;

namespace GraphQLPlugins.Engine.AspNetCore.Tests.Requests;

public sealed class RequestBodyParserTests
{
    [Theory]
    [InlineData("", "The GraphQL request is empty.", "HC0009", null)]
    [InlineData("  \n", "The GraphQL request is empty.", "HC0009", null)]
    [InlineData("{\"query\": ", "The query field must be a string or null.", "HC0011", 11)]
    [InlineData("\"x\"", "Expected `{` or `[` as first syntax token.", "HC0011", 1)]
    [InlineData("hello", "Expected `{` or `[` as first syntax token.", "HC0011", 1)]
    [InlineData("{", "Expected a `String`-token, but found a `EndOfFile`-token.", "HC0011", 2)]
    [InlineData("{}", "The request is missing the `query` property and the `id` property.", "HC0011", 2)]
    [InlineData("{\"query\":null}", "The request is missing the `query` property and the `id` property.", "HC0011", 14)]
    [InlineData("{\"query\": \"\"}", "The request is missing the `query` property and the `id` property.", "HC0011", 13)]
    [InlineData("{\"query\":5}", "The query field must be a string or null.", "HC0011", 10)]
    [InlineData("{\"query\":{\"obj\":\"ect\"}}", "The query field must be a string or null.", "HC0011", 10)]
    [InlineData("{\"operationName\":0}", "The operationName field must be a string or null.", "HC0011", 18)]
    [InlineData("{\"query\":\"{ addTwo(a:1) }\",\"variables\":5}",
        "Expected an object or a null-token, but found a Integer-token with value `5`.", "HC0011", 40)]
    [InlineData("{\"query\":\"{a}\",\"variables\":[\"array\"]}",
        "Expected an object or a null-token, but found a String-token with value `array`.", "HC0011", 29)]
    [InlineData("{\"query\":\"{a}\",\"extensions\":false}",
        "Expected an object or a null-token, but found a Name-token with value `false`.", "HC0011", 29)]
    [InlineData("{\"extensions\":{\"persistedQuery\":{\"version\":1,\"sha256Hash\":\"abc\"}}}",
        "The request is missing the `query` property and the `id` property.", "HC0011", 66)]
    [InlineData("[]", "The GraphQL batch request has no elements.", "HC0009", null)]
    [InlineData("[1]", "Expected a `LeftBrace`-token, but found a `Integer`-token.", "HC0011", 2)]
    [InlineData("{\"query\":\"{a}\"} x", "Unexpected character `x` in the JSON body.", "HC0011", 17)]
    [InlineData("{\"query\":\"\\ud800\"}", "The string holds half of a surrogate pair.", "HC0011", 10)]
    [InlineData("{\"query\":\"{a}\",\"variables\":{\"a\":\"\\uD800\"}}", "The string holds half of a surrogate pair.", "HC0011", 33)]
    public void A_wrong_body_is_refused_with_its_place(string body, string message, string code, int? column)
    {
        var error = Parse(body, out _, out _);
        Assert.NotNull(error);
        Assert.Equal((message, code), (error.Message, error.Code));
        Assert.Equal(column is { } c ? [new Location(1, c)] : [], error.Locations ?? []);
    }

    [Fact]
    public void Places_count_lines()
    {
        var error = Parse("{\n  \"query\": 5\n}", out _, out _);
        Assert.Equal(new Location(2, 12), Assert.Single(error!.Locations!));
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_refused()
    {
        using var request = new HttpOperationRequest();
        byte[] body = [.. "{\"query\":\"{ a # "u8, 0xC3, 0x28, .. "}\"}"u8];
        var error = RequestBodyParser.Parse(body, hashesAllowed: false, request, out _);
        Assert.Equal("The request is not valid UTF-8.", error!.Message);
        Assert.Equal(new Location(1, 17), Assert.Single(error.Locations!));
    }

    [Fact]
    public void All_members_are_read_and_unknown_ones_skipped()
    {
        var error = Parse("""{"foo":[{"a":1}],"operationName":"Q","query":"query Q { a }","variables":{"n":1},"extensions":{"x":true}}""", out var request, out _);
        Assert.Null(error);
        Assert.Equal("query Q { a }", Text(request));
        Assert.Equal("Q", request.OperationName);
        Assert.Equal("""{"n":1}""", request.Variables.GetRawText());
        Assert.Equal("""{"x":true}""", request.Extensions.GetRawText());
    }

    [Fact]
    public void Escapes_in_the_document_are_undone()
    {
        Assert.Null(Parse("""{"query":"{\n  a(s: \"\u00e9\ud83c\udfc3\")\n}"}""", out var request, out _));
        Assert.Equal("{\n  a(s: \"é🏃\")\n}", Text(request));
    }

    [Theory]
    [InlineData("""{"query":"{a}","variables":null,"operationName":null,"extensions":null}""")]
    [InlineData("""{"query":"{a}"}""")]
    public void Null_and_absent_are_the_same(string body)
    {
        Assert.Null(Parse(body, out var request, out _));
        Assert.Equal(System.Text.Json.JsonValueKind.Undefined, request.Variables.ValueKind);
        Assert.Equal(System.Text.Json.JsonValueKind.Undefined, request.Extensions.ValueKind);
        Assert.Null(request.OperationName);
    }

    [Theory]
    [InlineData("""{"id":"abc"}""")]
    [InlineData("""{"documentId":"abc"}""")]
    public void A_document_may_be_named_by_id(string body)
    {
        Assert.Null(Parse(body, out var request, out _));
        Assert.Equal("abc", request.DocumentId);
    }

    [Fact]
    public void A_hash_stands_for_the_document_where_that_is_allowed()
    {
        using var request = new HttpOperationRequest();
        Assert.Null(RequestBodyParser.Parse("""{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"abc"}}}"""u8.ToArray(), true, request, out _));
    }

    [Fact]
    public void An_array_is_a_batch()
    {
        Assert.Null(Parse("""[{"query":"{a}"},{"query":"{b}","variables":{"x":2}}]""", out _, out var batch));
        Assert.Equal(["{a}", "{b}"], batch!.Select(Text));
        Assert.Equal("""{"x":2}""", batch![1].Variables.GetRawText());
    }

    [Fact]
    public void A_body_may_nest_64_levels_and_no_more()
    {
        Assert.Null(Parse(Nested(63), out _, out _));
        Assert.Equal("HC0011", Parse(Nested(64), out _, out _)!.Code);

        static string Nested(int levels) =>
            "{\"query\":\"{a}\",\"variables\":{\"v\":" + new string('[', levels - 1) + new string(']', levels - 1) + "}}";
    }

    private static IError? Parse(string body, out HttpOperationRequest request, out List<HttpOperationRequest>? batch)
    {
        request = new HttpOperationRequest();
        return RequestBodyParser.Parse(Encoding.UTF8.GetBytes(body), hashesAllowed: false, request, out batch);
    }

    private static string Text(HttpOperationRequest request) => Encoding.UTF8.GetString(request.Document.Span);
}
