using System.Security.Claims;
using GraphQLPlugins.Engine.AspNetCore.Tests.Sample;
using GraphQLPlugins.Engine.Execution;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.AspNetCore.Tests.Sockets;

public sealed class SocketSessionInterceptorTests
{
    [Theory]
    [InlineData("graphql-transport-ws", null)]
    [InlineData("graphql-ws", """{"type":"connection_error","payload":{"message":"No such token."}}""")]
    public async Task A_connection_can_be_refused(string protocol, string? announced)
    {
        await using var app = await StartAsync();
        using var client = await SocketClient.OpenAsync(app, protocol);
        await client.SendAsync("""{"type":"connection_init","payload":{"token":"wrong"}}""");
        if (announced is not null) Assert.Equal(announced, await client.ReceiveAsync());
        Assert.Equal("[close 4401 'No such token.']", await client.ReceiveAsync());
    }

    [Fact]
    public async Task The_token_of_the_first_message_makes_the_user()
    {
        await using var app = await StartAsync();
        using var client = await SocketClient.OpenAsync(app);
        await client.SendAsync("""{"type":"connection_init","payload":{"token":"ada"}}""");
        Assert.Equal("""{"type":"connection_ack","payload":{"user":"ada"}}""", await client.ReceiveAsync());
        await client.SendAsync("""{"id":"a","type":"subscribe","payload":{"query":"{ whoAmI }"}}""");
        Assert.Equal("""{"id":"a","type":"next","payload":{"data":{"whoAmI":"ada"}}}""", await client.ReceiveAsync());
    }

    [Fact]
    public async Task A_request_can_be_refused()
    {
        await using var app = await StartAsync();
        using var client = await SocketClient.OpenAsync(app);
        await client.SendAsync("""{"type":"connection_init","payload":{"token":"ada"}}""");
        await client.ReceiveAsync();
        await client.SendAsync("""{"id":"no","type":"subscribe","payload":{"query":"{ whoAmI }"}}""");
        Assert.Equal("""{"id":"no","type":"error","payload":[{"message":"Not this one."}]}""", await client.ReceiveAsync());
    }

    [Fact]
    public async Task A_connection_ends_with_its_token()
    {
        await using var app = await StartAsync();
        using var client = await SocketClient.OpenAsync(app);
        await client.SendAsync("""{"type":"connection_init","payload":{"token":"brief"}}""");
        Assert.Equal("""{"type":"connection_ack"}""", await client.ReceiveAsync());
        Assert.Equal("[close 4403 'Forbidden']", await client.ReceiveAsync());
    }

    private static Task<TestApp> StartAsync() => TestApp.StartAsync(schema => schema.AddSocketSessionInterceptor<TokenInterceptor>());

    private sealed class TokenInterceptor : DefaultSocketSessionInterceptor
    {
        public override ValueTask<ConnectionStatus> OnConnectAsync(ISocketSession session, IOperationMessagePayload connectionInitMessage,
            CancellationToken cancellationToken = default)
        {
            var token = connectionInitMessage.Payload?.GetProperty("token").GetString();
            session.Connection.HttpContext.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, token!)], "token"));
            return new(token switch
            {
                "ada" => ConnectionStatus.Accept(new Dictionary<string, object?> { ["user"] = token }),
                "brief" => ConnectionStatus.AcceptUntil(DateTimeOffset.UtcNow),
                _ => ConnectionStatus.Reject("No such token."),
            });
        }

        public override ValueTask OnRequestAsync(ISocketSession session, string operationSessionId, OperationRequestBuilder requestBuilder,
            CancellationToken cancellationToken = default) => operationSessionId == "no"
                ? throw new GraphQLException("Not this one.")
                : base.OnRequestAsync(session, operationSessionId, requestBuilder, cancellationToken);
    }
}
