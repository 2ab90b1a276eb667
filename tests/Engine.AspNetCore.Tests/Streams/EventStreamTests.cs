using GraphQLPlugins.Engine.AspNetCore.Tests.Sample;

namespace GraphQLPlugins.Engine.AspNetCore.Tests.Streams;

/// <summary>Server-sent events, one operation a connection.</summary>
public sealed class EventStreamTests
{
    [Theory]
    [InlineData("*/*")]
    [InlineData("text/event-stream")]
    public async Task A_subscription_that_ends_is_a_whole_stream(string accept)
    {
        await using var app = await TestApp.StartAsync();
        using var response = await app.PostAsync("""{"query":"subscription { count(to: 2) }"}""", accept);
        Assert.Equal("text/event-stream; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.True(response.Headers.CacheControl!.NoCache);
        Assert.Equal("event: next\ndata: {\"data\":{\"count\":1}}\n\nevent: next\ndata: {\"data\":{\"count\":2}}\n\nevent: complete\n\n",
            await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Events_come_while_the_stream_is_open_and_the_client_may_leave()
    {
        await using var app = await TestApp.StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = new StringContent("""{"query":"subscription { onPluginStateChanged { state } }"}""", System.Text.Encoding.UTF8, "application/json"),
            Headers = { { "Accept", "text/event-stream" } },
        };
        using (var response = await app.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead))
        {
            // The headers are sent after the subscription was made, so no event is lost.
            await app.QueryAsync("mutation { updatePluginState(id: \"x\", state: DRAFT) { id } }");
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            Assert.Equal("event: next", await reader.ReadLineAsync());
            Assert.Equal("""data: {"data":{"onPluginStateChanged":{"state":"DRAFT"}}}""", await reader.ReadLineAsync());
        }
        Assert.Equal("""{"data":{"addTwo":"3"}}""", await app.QueryAsync("{ addTwo(a:1) }"));
    }

    [Fact]
    public async Task GET_subscribes_where_that_is_allowed()
    {
        await using var app = await TestApp.StartAsync(options: o => o.AllowedGetOperations = AllowedGetOperations.All);
        var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?query=subscription{count(to:1)}") { Headers = { { "Accept", "text/event-stream" } } };
        using var response = await app.Client.SendAsync(request);
        Assert.Equal("event: next\ndata: {\"data\":{\"count\":1}}\n\nevent: complete\n\n", await response.Content.ReadAsStringAsync());
    }
}
