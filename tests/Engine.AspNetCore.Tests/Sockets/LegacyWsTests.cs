using GraphQLPlugins.Engine.AspNetCore.Tests.Sample;

namespace GraphQLPlugins.Engine.AspNetCore.Tests.Sockets;

/// <summary>The retired subscriptions-transport-ws protocol, which older clients still speak.</summary>
public sealed class LegacyWsTests
{
    [Fact]
    public async Task Operations_start_give_data_and_complete()
    {
        await using var app = await TestApp.StartAsync();
        using var client = await SocketClient.InitAsync(app, "graphql-ws");
        await client.SendAsync("""{"id":"1","type":"start","payload":{"query":"subscription { count(to: 1) }"}}""");
        Assert.Equal("""{"id":"1","type":"data","payload":{"data":{"count":1}}}""", await client.ReceiveAsync());
        Assert.Equal("""{"id":"1","type":"complete"}""", await client.ReceiveAsync());
    }

    [Fact]
    public async Task An_error_is_one_object()
    {
        await using var app = await TestApp.StartAsync();
        using var client = await SocketClient.InitAsync(app, "graphql-ws");
        await client.SendAsync("""{"id":"1","type":"start","payload":{"query":"{"}}""");
        Assert.Equal(
            """{"id":"1","type":"error","payload":{"message":"Expected a `RightBrace`-token, but found a `EndOfFile`-token.","locations":[{"line":1,"column":2}]}}""",
            await client.ReceiveAsync());
    }

    [Fact]
    public async Task The_server_keeps_the_connection_alive()
    {
        await using var app = await TestApp.StartAsync(options: o =>
        {
            o.Sockets.ConnectionInitializationTimeout = TimeSpan.FromMilliseconds(200);
            o.Sockets.KeepAliveInterval = TimeSpan.FromMilliseconds(20);
        });
        using var client = await SocketClient.InitAsync(app, "graphql-ws");
        Assert.Equal("""{"type":"ka"}""", await client.ReceiveAnyAsync());
    }

    [Fact]
    public async Task A_client_may_terminate_the_connection()
    {
        await using var app = await TestApp.StartAsync();
        using var client = await SocketClient.InitAsync(app, "graphql-ws");
        await client.SendAsync("""{"type":"connection_terminate"}""");
        Assert.Equal("[close 1000 '']", await client.ReceiveAsync());
    }
}
