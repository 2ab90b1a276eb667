using System.Text.Json;
using GraphQLPlugins.Engine.AspNetCore.Tests.Sample;
using GraphQLPlugins.Engine.Execution;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.AspNetCore.Tests.Batching;

public sealed class BatchTests : IAsyncLifetime
{
    private const string Two = """[{"query":"{ addTwo(a:1) }"},{"query":"{ addTwo(a:2) }"}]""";
    private TestApp _app = null!;

    public async Task InitializeAsync() => _app = await TestApp.StartAsync();

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    [Theory]
    [InlineData("*/*", "application/graphql-response+json; charset=utf-8")]
    [InlineData("application/json", "application/json; charset=utf-8")]
    [InlineData("application/graphql-response+json,application/json;q=0.9", "application/graphql-response+json; charset=utf-8")]
    public async Task An_array_is_answered_by_an_array_in_its_order(string accept, string contentType)
    {
        using var response = await _app.PostAsync(Two, accept);
        Assert.Equal((200, contentType), ((int)response.StatusCode, response.Content.Headers.ContentType!.ToString()));
        var body = await response.Content.ReadAsStringAsync();
        Assert.Equal("""[{"data":{"addTwo":"3"}},{"data":{"addTwo":"4"}}]""", body);
        Assert.Equal(body.Length, response.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task A_member_that_fails_does_not_fail_the_others()
    {
        using var response = await _app.PostAsync("""[{"query":"{"},{"query":"{ addTwo(a:2) }"}]""");
        Assert.Equal(
            """[{"errors":[{"message":"Expected a `RightBrace`-token, but found a `EndOfFile`-token.","locations":[{"line":1,"column":2}],"extensions":{"code":"HC0011"}}]},{"data":{"addTwo":"4"}}]""",
            await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("multipart/mixed", "\r\n---\r\nContent-Type: application/json; charset=utf-8\r\n\r\n")]
    [InlineData("text/event-stream", "event: next\ndata: ")]
    public async Task Streams_carry_the_index_of_the_request(string accept, string before)
    {
        using var response = await _app.PostAsync(Two, accept);
        var body = await response.Content.ReadAsStringAsync();
        Assert.Equal(2, body.Split(before).Length - 1);
        Assert.Contains("""{"requestIndex":0,"data":{"addTwo":"3"}}""", body, StringComparison.Ordinal);
        Assert.Contains("""{"requestIndex":1,"data":{"addTwo":"4"}}""", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_that_requests_share_keep_their_own_index()
    {
        using var response = await _app.PostAsync("""[{"query":"{ nope }"},{"query":"{ nope }"}]""", "multipart/mixed");
        var body = await response.Content.ReadAsStringAsync();
        Assert.Contains("""{"requestIndex":0,"errors":""", body, StringComparison.Ordinal);
        Assert.Contains("""{"requestIndex":1,"errors":""", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sets_of_variables_are_answered_one_by_one()
    {
        const string batch = """{"query":"query($n:Int!){ addTwo(a:$n) }","variables":[{"n":1},{"n":2}]}""";
        using var stream = await _app.PostAsync(batch);
        Assert.Equal("multipart/mixed; boundary=\"-\"", stream.Content.Headers.ContentType!.ToString());
        var body = await stream.Content.ReadAsStringAsync();
        Assert.Contains("""{"variableIndex":0,"data":{"addTwo":"3"}}""", body, StringComparison.Ordinal);
        Assert.Contains("""{"variableIndex":1,"data":{"addTwo":"4"}}""", body, StringComparison.Ordinal);
        Assert.EndsWith("\r\n-----\r\n", body, StringComparison.Ordinal);
        using var array = await _app.PostAsync(batch, "application/json");
        Assert.Equal("""[{"data":{"addTwo":"3"}},{"data":{"addTwo":"4"}}]""", await array.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Operations_of_one_document_are_named_in_the_URL()
    {
        const string document = """{"query":"query A { addTwo(a:1) } query B { addTwo(a:2) }"}""";
        using var response = await _app.PostAsync(document, path: "/graphql?batchOperations=[B,A]");
        Assert.Equal("""[{"data":{"addTwo":"4"}},{"data":{"addTwo":"3"}}]""", await response.Content.ReadAsStringAsync());
        using var wrong = await _app.PostAsync(document, path: "/graphql?batchOperations=B");
        Assert.Equal(400, (int)wrong.StatusCode);
        Assert.Contains("HC0009", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_member_has_services_of_its_own()
    {
        using var response = await _app.PostAsync("""[{"query":"{ scopeOf }"},{"query":"{ scopeOf }"}]""");
        var scopes = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.EnumerateArray()
            .Select(r => r.GetProperty("data").GetProperty("scopeOf").GetString());
        Assert.Equal(2, scopes.Distinct().Count());
    }

    [Fact]
    public async Task Ten_members_are_the_limit()
    {
        using var ten = await _app.PostAsync(Batch(10));
        Assert.Equal(200, (int)ten.StatusCode);
        Assert.Equal(10, JsonDocument.Parse(await ten.Content.ReadAsStringAsync()).RootElement.GetArrayLength());
        using var eleven = await _app.PostAsync(Batch(11));
        Assert.Equal(400, (int)eleven.StatusCode);
        Assert.Equal("""{"errors":[{"message":"The batch has 11 requests; at most 10 are allowed.","extensions":{"code":"HC0009"}}]}""",
            await eleven.Content.ReadAsStringAsync());
        using var variables = await _app.PostAsync($$"""{"query":"query($n:Int!){ addTwo(a:$n) }","variables":[{{string.Join(',', Enumerable.Repeat("{\"n\":1}", 11))}}]}""");
        Assert.Equal(400, (int)variables.StatusCode);
    }

    [Fact]
    public async Task An_array_of_one_is_a_single_request()
    {
        using var response = await _app.PostAsync("""[{"query":"{ addTwo(a:1) }"}]""");
        Assert.Equal("""{"data":{"addTwo":"3"}}""", await response.Content.ReadAsStringAsync());
    }

    private static string Batch(int count) => $"[{string.Join(',', Enumerable.Repeat("{\"query\":\"{ addTwo(a:1) }\"}", count))}]";
}
