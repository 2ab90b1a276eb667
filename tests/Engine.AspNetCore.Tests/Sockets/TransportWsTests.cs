using System.Net.WebSockets;
using GraphQLPlugins.Engine.AspNetCore.Tests.Sample;

namespace GraphQLPlugins.Engine.AspNetCore.Tests.Sockets;

/// <summary>graphql-transport-ws, message by message.</summary>
public sealed class TransportWsTests : IAsyncLifetime
{
    private const string Subscribe =
        """{"id":"1","type":"subscribe","payload":{"query":"subscription { onPluginStateChanged { id state } }"}}""";

    private TestApp _app = null!;

    public async Task InitializeAsync() => _app = await TestApp.StartAsync();

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    [Fact]
    public async Task A_subscription_gets_events_until_it_is_completed()
    {
        using var client = await SocketClient.InitAsync(_app);
        await client.SendAsync(Subscribe);
        await SendEventsUntilAsync(client, "DRAFT");
        await client.SendAsync("""{"id":"1","type":"complete"}""");
        await client.SendAsync("""{"type":"ping"}""");
        Assert.Equal("""{"type":"pong"}""", await client.ReceiveAsync());
        await UpdateAsync("ACTIVE");
        await client.SendAsync("""{"id":"2","type":"subscribe","payload":{"query":"{ addTwo(a:1) }"}}""");
        Assert.Equal("""{"id":"2","type":"next","payload":{"data":{"addTwo":"3"}}}""", await client.ReceiveAsync());
    }

    [Fact]
    public async Task Queries_and_mutations_are_answered_once()
    {
        using var client = await SocketClient.InitAsync(_app);
        await client.SendAsync("""{"id":"a","type":"subscribe","payload":{"query":"query($n:Int!){ addTwo(a:$n) }","variables":{"n":1}}}""");
        Assert.Equal("""{"id":"a","type":"next","payload":{"data":{"addTwo":"3"}}}""", await client.ReceiveAsync());
        Assert.Equal("""{"id":"a","type":"complete"}""", await client.ReceiveAsync());
    }

    [Fact]
    public async Task A_stream_of_the_server_completes_by_itself_and_frees_its_id()
    {
        using var client = await SocketClient.InitAsync(_app);
        for (var round = 0; round < 2; round++)
        {
            await client.SendAsync("""{"id":"a","type":"subscribe","payload":{"query":"subscription { count(to: 2) }"}}""");
            Assert.Equal("""{"id":"a","type":"next","payload":{"data":{"count":1}}}""", await client.ReceiveAsync());
            Assert.Equal("""{"id":"a","type":"next","payload":{"data":{"count":2}}}""", await client.ReceiveAsync());
            Assert.Equal("""{"id":"a","type":"complete"}""", await client.ReceiveAsync());
        }
    }

    [Fact]
    public async Task A_refused_document_is_answered_by_an_error_that_ends_the_operation()
    {
        using var client = await SocketClient.InitAsync(_app);
        await client.SendAsync("""{"id":"a","type":"subscribe","payload":{"query":"{"}}""");
        Assert.Equal(
            """{"id":"a","type":"error","payload":[{"message":"Expected a `RightBrace`-token, but found a `EndOfFile`-token.","locations":[{"line":1,"column":2}]}]}""",
            await client.ReceiveAsync());
        await client.SendAsync("""{"id":"a","type":"subscribe","payload":{"query":"{ nope }"}}""");
        Assert.StartsWith("""{"id":"a","type":"error","payload":[{"message":"The field `nope` does not exist on the type `Query`.",""", await client.ReceiveAsync());
        await client.SendAsync("""{"type":"ping","payload":{"x":1}}""");
        Assert.Equal("""{"type":"pong"}""", await client.ReceiveAsync());
    }

    [Fact]
    public async Task Field_errors_come_with_the_data()
    {
        using var client = await SocketClient.InitAsync(_app);
        await client.SendAsync("""{"id":"a","type":"subscribe","payload":{"query":"{ boomNullable }"}}""");
        Assert.Equal(
            """{"id":"a","type":"next","payload":{"errors":[{"message":"Unexpected Execution Error","locations":[{"line":1,"column":3}],"path":["boomNullable"]}],"data":{"boomNullable":null}}}""",
            await client.ReceiveAsync());
        Assert.Equal("""{"id":"a","type":"complete"}""", await client.ReceiveAsync());
    }

    [Theory]
    [InlineData("""{"type":"nope"}""", "[close 4400 'Invalid message type.']")]
    [InlineData("""{"type":"start","id":"1","payload":{"query":"{a}"}}""", "[close 4400 'Invalid message type.']")]
    [InlineData("hello", "[close 4400 'Invalid message.']")]
    [InlineData("", "[close 4400 'Invalid message.']")]
    [InlineData("[]", "[close 4400 'Invalid message.']")]
    [InlineData("""{"type":5}""", "[close 4400 'Invalid message.']")]
    [InlineData("""{"type":"subscribe","payload":{"query":"{a}"}}""", "[close 4400 'Invalid message.']")]
    [InlineData("""{"type":"subscribe","id":"1"}""", "[close 4400 'Invalid message.']")]
    [InlineData("""{"type":"subscribe","id":"1","payload":{"query":5}}""", "[close 4400 'Invalid message.']")]
    [InlineData("""{"type":"subscribe","id":"1","payload":[{"query":"{a}"}]}""", "[close 4400 'Invalid message.']")]
    [InlineData("""{"type":"connection_init"}""", "[close 4429 'Too many initialization requests.']")]
    public async Task A_message_out_of_place_closes_the_socket(string message, string close)
    {
        using var client = await SocketClient.InitAsync(_app);
        await client.SendAsync(message);
        Assert.Equal(close, await client.ReceiveAsync());
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF8_close_the_socket()
    {
        using var client = await SocketClient.InitAsync(_app);
        await client.SendAsync([0x7B, 0xC3, 0x28, 0x7D], WebSocketMessageType.Binary);
        Assert.Equal("[close 4400 'Invalid message.']", await client.ReceiveAsync());
    }

    [Fact]
    public async Task Subscribing_before_the_acknowledgement_is_unauthorized()
    {
        using var client = await SocketClient.OpenAsync(_app);
        await client.SendAsync(Subscribe);
        Assert.Equal("[close 4401 'Unauthorized']", await client.ReceiveAsync());
    }

    [Fact]
    public async Task An_id_that_is_taken_closes_the_socket()
    {
        using var client = await SocketClient.InitAsync(_app);
        await client.SendAsync(Subscribe);
        await client.SendAsync(Subscribe);
        Assert.Equal("[close 4409 'The subscription id is not unique.']", await client.ReceiveAsync());
    }

    [Fact]
    public async Task A_client_that_does_not_initialise_is_closed_in_time()
    {
        await using var app = await TestApp.StartAsync(options: o => o.Sockets.ConnectionInitializationTimeout = TimeSpan.FromMilliseconds(50));
        using var client = await SocketClient.OpenAsync(app);
        Assert.Equal("[close 4408 'Connection initialization timeout.']", await client.ReceiveAsync());
    }

    [Fact]
    public async Task After_that_time_the_server_pings()
    {
        await using var app = await TestApp.StartAsync(options: o =>
        {
            o.Sockets.ConnectionInitializationTimeout = TimeSpan.FromMilliseconds(200);
            o.Sockets.KeepAliveInterval = TimeSpan.FromMilliseconds(20);
        });
        using var client = await SocketClient.InitAsync(app);
        Assert.Equal("""{"type":"ping"}""", await client.ReceiveAnyAsync());
        await client.SendAsync("""{"type":"pong"}""");
        Assert.Equal("""{"type":"ping"}""", await client.ReceiveAnyAsync());
    }

    [Theory]
    [InlineData]
    [InlineData("soap")]
    public async Task Without_a_known_subprotocol_the_socket_is_closed(params string[] protocols)
    {
        using var client = new SocketClient(await ConnectAsync(protocols));
        Assert.Null(client.Protocol);
        Assert.Equal("[close 1002 'Expected the graphql-transport-ws or graphql-ws protocol.']", await client.ReceiveAsync());
    }

    [Fact]
    public async Task A_message_over_the_limit_closes_the_socket()
    {
        await using var app = await TestApp.StartAsync(options: o => o.Sockets.MaxMessageBytes = 100);
        using var client = await SocketClient.InitAsync(app);
        await client.SendAsync("""{"id":"a","type":"subscribe","payload":{"query":"{ addTwo(a:1) }"}}""".PadRight(100));
        Assert.Equal("""{"id":"a","type":"next","payload":{"data":{"addTwo":"3"}}}""", await client.ReceiveAsync());
        Assert.Equal("""{"id":"a","type":"complete"}""", await client.ReceiveAsync());
        await client.SendAsync("""{"type":"ping"}""".PadRight(101));
        Assert.Equal("[close 1009 'A message may have at most 100 bytes.']", await client.ReceiveAsync());
    }

    [Fact]
    public async Task Operations_over_the_limit_are_refused_one_by_one()
    {
        await using var app = await TestApp.StartAsync(options: o => o.Sockets.MaxOperations = 1);
        using var client = await SocketClient.InitAsync(app);
        await client.SendAsync(Subscribe);
        await client.SendAsync(Subscribe.Replace("\"1\"", "\"2\""));
        Assert.Equal(
            """{"id":"2","type":"error","payload":[{"message":"At most 1 operations may run at once over one socket.","extensions":{"code":"HC0009"}}]}""",
            await client.ReceiveAsync());
    }

    [Fact]
    public async Task A_host_that_stops_closes_its_sockets()
    {
        var app = await TestApp.StartAsync();
        using var client = await SocketClient.InitAsync(app);
        await client.SendAsync(Subscribe);
        var stopping = app.StopAsync();
        Assert.Equal("[close 1001 'The server is shutting down.']", await client.ReceiveAsync());
        await stopping;
        await app.DisposeAsync();
    }

    [Fact]
    public async Task A_client_may_leave()
    {
        using var client = await SocketClient.InitAsync(_app);
        await client.SendAsync(Subscribe);
        await client.CloseAsync();
        using var other = await SocketClient.InitAsync(_app);
        await other.SendAsync("""{"id":"a","type":"subscribe","payload":{"query":"{ addTwo(a:1) }"}}""");
        Assert.Equal("""{"id":"a","type":"next","payload":{"data":{"addTwo":"3"}}}""", await other.ReceiveAsync());
    }

    [Fact]
    public async Task Each_operation_has_services_of_its_own()
    {
        using var client = await SocketClient.InitAsync(_app);
        var answers = new HashSet<string>();
        foreach (var id in (string[])["a", "b"])
        {
            await client.SendAsync($$$"""{"id":"{{{id}}}","type":"subscribe","payload":{"query":"{ scopeOf }"}}""");
            answers.Add((await client.ReceiveAsync())[^40..]);
            await client.ReceiveAsync();
        }
        Assert.Equal(2, answers.Count);
    }

    // Subscribing is not acknowledged in this protocol, so events are sent until the first arrives.
    private async Task SendEventsUntilAsync(SocketClient client, string state)
    {
        var next = client.ReceiveAsync();
        while (!next.IsCompleted)
        {
            await UpdateAsync(state);
            await Task.WhenAny(next, Task.Delay(20));
        }
        Assert.Equal("""{"id":"1","type":"next","payload":{"data":{"onPluginStateChanged":{"id":"x","state":"?"}}}}""".Replace("?", state), await next);
    }

    private Task<string> UpdateAsync(string state) => _app.QueryAsync($$"""mutation { updatePluginState(id: "x", state: {{state}}) { id } }""");

    private async Task<ClientWebSocket> ConnectAsync(string[] protocols) => await _app.ConnectAsync(protocols);
}
