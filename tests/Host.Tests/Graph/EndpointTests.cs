using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace GraphQLPlugins.Host.Tests.Graph;

/// <summary>The host as clients see it. One server for the class; its tests do not change what others see.</summary>
public sealed class EndpointTests(EndpointTests.Server server) : IClassFixture<EndpointTests.Server>
{
    public sealed class Server : IAsyncLifetime
    {
        private readonly DataDirectory _data = new();

        public HostProcess Host { get; private set; } = null!;

        public string Token { get; private set; } = "";

        public async Task InitializeAsync()
        {
            Host = await HostProcess.StartAsync(_data.Path, ["--set", "Catalog:LoadDemo=true"]);
            Token = await _data.TokenAsync();
        }

        public async Task DisposeAsync()
        {
            await Host.DisposeAsync();
            await _data.DisposeAsync();
        }
    }

    [Fact]
    public async Task Anybody_reads_the_catalog_and_only_a_token_reads_more()
    {
        var open = await PostAsync("{ plugins { totalCount } }", null);
        Assert.True(open.GetProperty("data").GetProperty("plugins").GetProperty("totalCount").GetInt32() >= 300);
        Assert.Equal("AUTH_NOT_AUTHENTICATED", (await PostAsync("{ tokens { totalCount } }", null)).GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
        Assert.Equal("administrator/admin-token", (await PostAsync("{ viewer { name } }", server.Token)).GetProperty("data").GetProperty("viewer").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Paging_forward_meets_every_plugin_once()
    {
        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = (await PostAsync("query($after: String) { plugins(first: 100, after: $after, order: [{ name: ASC }]) { totalCount pageInfo { hasNextPage endCursor } nodes { id } } }", null, new { after }))
                .GetProperty("data").GetProperty("plugins");
            seen.AddRange(page.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("id").GetString()!));
            after = page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean() ? page.GetProperty("pageInfo").GetProperty("endCursor").GetString() : null;
            Assert.True(seen.Count <= page.GetProperty("totalCount").GetInt32());
            if (after is null) Assert.Equal(page.GetProperty("totalCount").GetInt32(), seen.Distinct().Count());
        }
        while (after is not null);
    }

    [Fact]
    public async Task The_schema_can_be_asked_for_as_an_ide_does()
    {
        var answer = await PostAsync("""
            { __schema { queryType { name } types { name kind fields(includeDeprecated: true) { name args { name type { ...T } } type { ...T } } inputFields { name type { ...T } } } directives { name } } }
            fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } }
            """, null);
        Assert.Equal("Query", answer.GetProperty("data").GetProperty("__schema").GetProperty("queryType").GetProperty("name").GetString());
        Assert.Equal("OBJECT", (await PostAsync("""{ __type(name: "Plugin") { kind } }""", null)).GetProperty("data").GetProperty("__type").GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_browser_gets_the_ide_under_a_policy_that_lets_it_load_nothing_from_elsewhere()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql");
        request.Headers.Accept.ParseAdd("text/html");
        var page = await server.Host.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Contains("default-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_with_the_limit()
    {
        var answer = await server.Host.Http.PostAsync("/graphql", new StringContent($$"""{"query":"{ viewer { name } } #{{new string('x', 1024 * 1024)}}"}""", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("1048576", await answer.Content.ReadAsStringAsync());
        Assert.Equal("""{"status":"live"}""", await server.Host.Http.GetStringAsync("/health/live"));
    }

    [Fact]
    public async Task A_socket_brings_its_token_with_the_first_message()
    {
        using var socket = await ConnectAsync();
        await SendAsync(socket, Init("authorization", server.Token));
        Assert.Equal("connection_ack", (await ReceiveAsync(socket)).GetProperty("type").GetString());
        await SendAsync(socket, """{"id":"1","type":"subscribe","payload":{"query":"{ viewer { name } }"}}""");
        var next = await ReceiveAsync(socket);
        Assert.Equal("""{"data":{"viewer":{"name":"administrator/admin-token"}}}""", next.GetProperty("payload").GetRawText());
    }

    [Fact]
    public async Task A_socket_with_an_invalid_token_is_closed_as_unauthorized()
    {
        using var socket = await ConnectAsync();
        await SendAsync(socket, Init("Authorization", "gqp_00"));
        var buffer = new byte[1024];
        var closed = await socket.ReceiveAsync(buffer, Timeout());
        Assert.Equal(WebSocketMessageType.Close, closed.MessageType);
        Assert.Equal(4401, (int)socket.CloseStatus!);
    }

    [Fact]
    public async Task A_socket_ends_when_its_token_is_revoked()
    {
        var created = (await PostAsync("""mutation { createToken(input: { name: "socket", capabilities: ["catalog:read"] }) { createdToken { secret token { id } } } }""", server.Token))
            .GetProperty("data").GetProperty("createToken").GetProperty("createdToken");
        using var socket = await ConnectAsync();
        await SendAsync(socket, Init("Authorization", created.GetProperty("secret").GetString()!));
        await ReceiveAsync(socket);
        await PostAsync("mutation($id: ID!) { revokeToken(input: { tokenId: $id }) { accessToken { id } } }", server.Token, new { id = created.GetProperty("token").GetProperty("id").GetString() });

        await SendAsync(socket, """{"id":"1","type":"subscribe","payload":{"query":"{ viewer { name } }"}}""");

        var closed = await socket.ReceiveAsync(new byte[1024], Timeout());
        Assert.Equal(WebSocketMessageType.Close, closed.MessageType);
        Assert.Equal(4401, (int)socket.CloseStatus!);
    }

    private async Task<JsonElement> PostAsync(string query, string? token, object? variables = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query, variables }) };
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        using var answer = await server.Host.Http.SendAsync(request);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    private async Task<ClientWebSocket> ConnectAsync()
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        await socket.ConnectAsync(new UriBuilder(server.Host.Http.BaseAddress!) { Scheme = "ws", Path = "/graphql" }.Uri, Timeout());
        return socket;
    }

    private static string Init(string name, string token) =>
        JsonSerializer.Serialize(new { type = "connection_init", payload = new Dictionary<string, string> { [name] = $"Bearer {token}" } });

    private static Task SendAsync(ClientWebSocket socket, string message) => socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, Timeout());

    private static async Task<JsonElement> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        var received = await socket.ReceiveAsync(buffer, Timeout());
        return JsonDocument.Parse(buffer.AsMemory(0, received.Count)).RootElement;
    }

    private static CancellationToken Timeout() => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;
}
