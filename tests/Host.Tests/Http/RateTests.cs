using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace GraphQLPlugins.Host.Tests.Http;

/// <summary>The rates are refilled so slowly here that a test cannot wait for it by chance.</summary>
public sealed class RateTests
{
    [Fact]
    public async Task More_requests_from_one_address_than_allowed_are_refused_and_health_is_not_counted()
    {
        await using var data = new DataDirectory();
        await using var host = await HostProcess.StartAsync(data.Path, ["--set", "Http:RateLimits:AddressRequestsPerSecond=1", "--set", "Http:RateLimits:AddressBurst=30"]);
        HttpResponseMessage answer;
        var accepted = 0;
        while ((answer = await PostAsync(host, null)).IsSuccessStatusCode && accepted < 1000) accepted++;

        // The host's own first request came from the same address; a few more may have been refilled.
        Assert.InRange(accepted, 20, 60);
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal("1", answer.Headers.GetValues("Retry-After").Single());
        Assert.Equal("""{"errors":[{"message":"There are too many requests; wait a moment.","extensions":{"code":"RATE_LIMITED"}}]}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, (await host.Http.GetAsync("/health/live")).StatusCode);
    }

    [Fact]
    public async Task Tokens_are_counted_apart_and_operations_on_a_socket_count_as_well()
    {
        await using var data = new DataDirectory();
        await using var host = await HostProcess.StartAsync(data.Path, ["--set", "Http:RateLimits:TokenRequestsPerSecond=1", "--set", "Http:RateLimits:TokenBurst=20"]);
        var token = await data.TokenAsync();
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        await socket.ConnectAsync(new Uri(host.Http.BaseAddress!.ToString().Replace("http", "ws") + "graphql"), default);
        await SendAsync(socket, $$$"""{"type":"connection_init","payload":{"Authorization":"Bearer {{{token}}}"}}""");
        Assert.Equal("connection_ack", (await ReceiveAsync(socket)).GetProperty("type").GetString());

        JsonElement message = default;
        for (var i = 0; i < 1000; i++)
        {
            await SendAsync(socket, $$$"""{"type":"subscribe","id":"{{{i}}}","payload":{"query":"{ __typename }"}}""");
            message = await ReceiveAsync(socket);
            if (message.GetProperty("type").GetString() == "error") break;
            Assert.Equal("complete", (await ReceiveAsync(socket)).GetProperty("type").GetString());
        }

        Assert.Equal("RATE_LIMITED", message.GetProperty("payload")[0].GetProperty("extensions").GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.TooManyRequests, (await PostAsync(host, token)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, null)).StatusCode);
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_the_addresses_that_it_names_are_counted_apart()
    {
        await using var data = new DataDirectory();
        await using var host = await HostProcess.StartAsync(data.Path,
            ["--set", "Http:RateLimits:AddressRequestsPerSecond=1", "--set", "Http:RateLimits:AddressBurst=5", "--set", "Http:TrustedProxies=127.0.0.0/8"]);
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 50; i++) statuses.Add((await PostAsync(host, null, $"198.51.100.{i}")).StatusCode);

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
    }

    private static async Task<HttpResponseMessage> PostAsync(HostProcess host, string? token, string? forwardedFor = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = "{ __typename }" }) };
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        if (forwardedFor is not null) request.Headers.Add("X-Forwarded-For", forwardedFor);
        return await host.Http.SendAsync(request);
    }

    private static Task SendAsync(ClientWebSocket socket, string message) => socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, default);

    private static async Task<JsonElement> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[16 * 1024];
        var received = await socket.ReceiveAsync(buffer, new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);
        return JsonDocument.Parse(buffer.AsMemory(0, received.Count)).RootElement;
    }
}
