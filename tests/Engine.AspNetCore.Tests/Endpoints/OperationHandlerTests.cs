using System.Net;
using System.Net.Sockets;
using System.Text;
using GraphQLPlugins.Engine.AspNetCore.Tests.Sample;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.AspNetCore.Tests.Endpoints;

public sealed class OperationHandlerTests
{
    [Fact]
    public async Task A_single_result_carries_its_length()
    {
        await using var app = await TestApp.StartAsync();
        using var response = await app.PostAsync("""{"query":"{ addTwo(a:1) }"}""");
        Assert.Equal(23, response.Content.Headers.ContentLength);
        Assert.Equal("""{"data":{"addTwo":"3"}}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_body_may_have_as_many_bytes_as_configured_and_no_more()
    {
        await using var app = await TestApp.StartAsync(configure: b => b.Services.AddGraphQLServer(maxAllowedRequestSize: 100));
        var body = """{"query":"{ addTwo(a:1) }"}""";
        using var fits = await app.PostAsync(body.PadRight(100));
        Assert.Equal(200, (int)fits.StatusCode);
        using var over = await app.PostAsync(body.PadRight(101));
        Assert.Equal((400, """{"errors":[{"message":"The request exceeds the maximum size of 100 bytes.","extensions":{"code":"HC0010"}}]}"""),
            ((int)over.StatusCode, await over.Content.ReadAsStringAsync()));
        var chunked = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new StringContent(body.PadRight(101), Encoding.UTF8, "application/json") };
        chunked.Headers.TransferEncodingChunked = true;
        using var unknown = await app.Client.SendAsync(chunked);
        Assert.Equal(400, (int)unknown.StatusCode);
    }

    [Fact]
    public async Task A_body_that_arrives_in_pieces_is_read_whole()
    {
        await using var app = await TestApp.StartAsync();
        var query = "{ " + string.Concat(Enumerable.Range(0, 100).Select(i => $"a{i}: addTwo(a:{i}) #{new string('x', 500)}\n")) + "}";
        var answer = await app.QueryAsync(query);
        Assert.StartsWith("""{"data":{"a0":"2","a1":"3",""", answer, StringComparison.Ordinal);
        Assert.EndsWith("\"a99\":\"101\"}}", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF8_are_refused()
    {
        await using var app = await TestApp.StartAsync();
        var content = new ByteArrayContent([.. "{\"query\":\"{ a # "u8, 0xC3, 0x28, .. "}\"}"u8]);
        content.Headers.ContentType = new("application/json");
        using var response = await app.Client.PostAsync("/graphql", content);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("HC0011", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_breaks_off_is_a_bad_request()
    {
        await using var app = await TestApp.StartAsync();
        using var socket = new TcpClient(app.Address.Host, app.Address.Port);
        await socket.GetStream().WriteAsync(
            "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nZZ\r\n"u8.ToArray());
        var answer = await new StreamReader(socket.GetStream()).ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 400 Bad Request", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GET_can_be_switched_off_or_need_the_preflight_header()
    {
        await using var off = await TestApp.StartAsync(options: o => o.EnableGetRequests = false);
        Assert.Equal(HttpStatusCode.NotFound, (await off.Client.GetAsync("/graphql?query={addTwo(a:1)}")).StatusCode);
        await using var guarded = await TestApp.StartAsync(options: o => o.EnforceGetRequestsPreflightHeader = true);
        Assert.Equal(HttpStatusCode.BadRequest, (await guarded.Client.GetAsync("/graphql?query={addTwo(a:1)}")).StatusCode);
        var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?query={addTwo(a:1)}") { Headers = { { "GraphQL-Preflight", "1" } } };
        Assert.Equal(HttpStatusCode.OK, (await guarded.Client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task GET_runs_mutations_only_where_that_is_allowed()
    {
        const string path = "/graphql?query=mutation{updatePluginState(id:\"x\",state:DRAFT){state}}";
        await using var app = await TestApp.StartAsync(options: o => o.AllowedGetOperations = AllowedGetOperations.QueryAndMutation);
        Assert.Equal("""{"data":{"updatePluginState":{"state":"DRAFT"}}}""", await app.Client.GetStringAsync(path));
        await using var other = await TestApp.StartAsync();
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await other.Client.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task Resolvers_see_the_request_and_its_user()
    {
        await using var app = await TestApp.StartAsync();
        using var response = await app.PostAsync("""{"query":"{ header(name: \"X-Test\") whoAmI }"}""", headers: ("X-Test", "yes"));
        Assert.Equal("""{"data":{"header":"yes","whoAmI":null}}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Fields_of_one_request_share_nothing_with_another_request()
    {
        await using var app = await TestApp.StartAsync();
        Assert.NotEqual(await app.QueryAsync("{ scopeOf }"), await app.QueryAsync("{ scopeOf }"));
    }

    [Fact]
    public async Task A_refusal_of_an_interceptor_is_the_answer_and_its_failure_is_a_500()
    {
        await using var app = await TestApp.StartAsync(schema => schema.AddHttpRequestInterceptor((context, _, _, _) =>
            context.Request.Headers.ContainsKey("X-Bug") ? throw new InvalidOperationException("secret") : throw new GraphQLException("Not today.")));
        using var refused = await app.PostAsync("""{"query":"{ addTwo(a:1) }"}""");
        Assert.Equal((400, """{"errors":[{"message":"Not today."}]}"""), ((int)refused.StatusCode, await refused.Content.ReadAsStringAsync()));
        using var failed = await app.PostAsync("""{"query":"{ addTwo(a:1) }"}""", headers: ("X-Bug", "1"));
        Assert.Equal((500, """{"errors":[{"message":"Unexpected Execution Error"}]}"""), ((int)failed.StatusCode, await failed.Content.ReadAsStringAsync()));
        using var json = await app.PostAsync("""{"query":"{ addTwo(a:1) }"}""", "application/json", headers: ("X-Bug", "1"));
        Assert.Equal((200, """{"errors":[{"message":"Unexpected Execution Error"}]}"""), ((int)json.StatusCode, await json.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task An_endpoint_may_stand_at_any_path_behind_any_base()
    {
        await using var app = await TestApp.StartAsync(map: a =>
        {
            a.UsePathBase("/base");
            a.UseRouting();
            a.MapGraphQLHttp("/api/");
        });
        using var response = await app.PostAsync("""{"query":"{ addTwo(a:1) }"}""", path: "/base/api");
        Assert.Equal("""{"data":{"addTwo":"3"}}""", await response.Content.ReadAsStringAsync());
    }
}
