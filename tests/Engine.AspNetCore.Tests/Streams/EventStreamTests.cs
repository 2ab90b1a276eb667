using GraphQLPlugins.Engine.AspNetCore.Tests.Sample;
using Microsoft.Extensions.DependencyInjection;

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
    public async Task A_silent_stream_shows_every_12_seconds_that_it_lives()
    {
        var clock = new SteppedClock();
        await using var app = await TestApp.StartAsync(configure: b => b.Services.AddSingleton<TimeProvider>(clock));
        using var response = await SubscribeAsync(app, "subscription { onPluginStateChanged { state } }");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(TimeSpan.FromSeconds(12), clock.Step());
            Assert.Equal(":", await reader.ReadLineAsync());
            Assert.Equal("", await reader.ReadLineAsync());
        }
        await app.QueryAsync("mutation { updatePluginState(id: \"x\", state: DRAFT) { id } }");
        Assert.Equal("event: next", await reader.ReadLineAsync());
    }

    [Fact]
    public async Task A_client_that_does_not_read_slows_its_own_stream_down_and_nobody_elses()
    {
        await using var app = await TestApp.StartAsync();
        using var idle = await SubscribeAsync(app, "subscription { count(to: 1000000) }");
        var sent = app.Services.GetRequiredService<CountProbe>();
        // It stops when the connection's buffers are full, far below what was asked for.
        var before = -1;
        while (before != Volatile.Read(ref sent.Last))
        {
            before = Volatile.Read(ref sent.Last);
            Assert.Equal("event: next\ndata: {\"data\":{\"count\":1}}\n\nevent: complete\n\n", await (await SubscribeAsync(app, "subscription { count(to: 1) }")).Content.ReadAsStringAsync());
            await Task.Delay(200);
        }
        Assert.InRange(before, 1, 900_000);
    }

    private static async Task<HttpResponseMessage> SubscribeAsync(TestApp app, string document)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = System.Net.Http.Json.JsonContent.Create(new { query = document }), Headers = { { "Accept", "text/event-stream" } },
        };
        return await app.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
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
