using System.Net;
using GraphQLPlugins.Engine.AspNetCore.Tests.Sample;

namespace GraphQLPlugins.Engine.AspNetCore.Tests.Streams;

/// <summary>graphql-sse, single connection mode.</summary>
public sealed class SharedStreamTests : IAsyncLifetime
{
    private const string Path = "/graphql/stream";
    private TestApp _app = null!;

    public async Task InitializeAsync() => _app = await TestApp.StartAsync();

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    [Fact]
    public async Task Results_of_several_operations_come_over_one_stream()
    {
        var token = await ReserveAsync();
        using var stream = await OpenAsync(token);
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync());
        Assert.Equal("text/event-stream; charset=utf-8", stream.Content.Headers.ContentType!.ToString());
        Assert.Equal(HttpStatusCode.Accepted, await StartAsync(token, "q", "{ addTwo(a:1) }"));
        Assert.Equal("""event: next|data: {"id":"q","payload":{"data":{"addTwo":"3"}}}""", await EventAsync(reader));
        Assert.Equal("""event: complete|data: {"id":"q"}""", await EventAsync(reader));
        Assert.Equal(HttpStatusCode.Accepted, await StartAsync(token, "s", "subscription { count(to: 1) }"));
        Assert.Equal("""event: next|data: {"id":"s","payload":{"data":{"count":1}}}""", await EventAsync(reader));
        Assert.Equal("""event: complete|data: {"id":"s"}""", await EventAsync(reader));
    }

    [Fact]
    public async Task A_refused_operation_is_answered_at_once()
    {
        var token = await ReserveAsync();
        using var stream = await OpenAsync(token);
        using var response = await PostAsync(token, """{"query":"{ nope }","extensions":{"operationId":"q"}}""");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.StartsWith("""{"errors":[{"message":"The field `nope` does not exist""", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var anonymous = await PostAsync(token, """{"query":"{ addTwo(a:1) }"}""");
        Assert.Equal("""{"errors":[{"message":"Operation ID is missing","extensions":{"code":"HC0009"}}]}""", await anonymous.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_operation_can_be_stopped()
    {
        var token = await ReserveAsync();
        using var stream = await OpenAsync(token);
        const string forever = "subscription { onPluginStateChanged { id } }";
        Assert.Equal(HttpStatusCode.Accepted, await StartAsync(token, "s", forever));
        Assert.Equal(HttpStatusCode.Conflict, await StartAsync(token, "s", forever));
        using var stopped = await _app.Client.SendAsync(WithToken(HttpMethod.Delete, token, "?operationId=s"));
        Assert.Equal(HttpStatusCode.OK, stopped.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, await StartAsync(token, "s", forever));
    }

    [Fact]
    public async Task A_stream_is_opened_once_and_only_by_its_token()
    {
        var token = await ReserveAsync();
        using var stream = await OpenAsync(token);
        using var again = await OpenAsync(token);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        using var unknown = await OpenAsync("nope");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Without_a_token_the_path_takes_operations_as_any_other()
    {
        using var response = await _app.PostAsync("""{"query":"{ addTwo(a:1) }"}""", path: Path);
        Assert.Equal("""{"data":{"addTwo":"3"}}""", await response.Content.ReadAsStringAsync());
    }

    private async Task<string> ReserveAsync()
    {
        using var response = await _app.Client.PutAsync(Path, null);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    private Task<HttpResponseMessage> OpenAsync(string token) =>
        _app.Client.SendAsync(WithToken(HttpMethod.Get, token), HttpCompletionOption.ResponseHeadersRead);

    private async Task<HttpStatusCode> StartAsync(string token, string id, string query)
    {
        using var response = await PostAsync(token, $$$"""{"query":"{{{query}}}","extensions":{"operationId":"{{{id}}}"}}""");
        return response.StatusCode;
    }

    private Task<HttpResponseMessage> PostAsync(string token, string body)
    {
        var request = WithToken(HttpMethod.Post, token);
        request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        return _app.Client.SendAsync(request);
    }

    private static HttpRequestMessage WithToken(HttpMethod method, string token, string query = "") =>
        new(method, Path + query) { Headers = { { "X-GraphQL-Event-Stream-Token", token } } };

    private static async Task<string> EventAsync(StreamReader reader)
    {
        var lines = new List<string>();
        while (true)
        {
            var line = await reader.ReadLineAsync();
            if (line is null) return "[end]";
            if (line.Length > 0 && line != ":") lines.Add(line);
            if (line.Length == 0 && lines.Count > 0) return string.Join('|', lines);
        }
    }
}
