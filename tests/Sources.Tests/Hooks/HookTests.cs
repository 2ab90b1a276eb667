using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Sources.Hooks;
using GraphQLPlugins.Sources.Tests.Vendors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Sources.Tests.Hooks;

/// <summary>What comes in over HTTP at a hook's address, and what follows from it.</summary>
public sealed class HookTests : IAsyncLifetime
{
    private const string Push = """{"ref":"refs/heads/main","repository":{"full_name":"ada/repo-0001"}}""";
    private readonly HttpClient _client = new();
    private GitHubServer _gitHub = null!;
    private ModuleHost _host = null!;
    private WebApplication _web = null!;
    private Uri _address = null!;
    private string _id = null!;

    private string Secret => _gitHub.Hooks[0].Secret;

    public async Task InitializeAsync()
    {
        _gitHub = await VendorServer.StartAsync<GitHubServer>();
        _gitHub.Fill(2);
        _host = await SourcesHost.StartAsync(_gitHub, null, ("Sources:MaxHookBytes", "4096"));
        _web = await ServeAsync(_host);
        _id = (await ActivateAsync()).GetProperty("sourceRepository").GetProperty("id").GetString()!;
        _address = new Uri(new Uri(_web.Urls.Single()), new Uri(_gitHub.Hooks[0].Url).AbsolutePath);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _web.DisposeAsync();
        await _host.DisposeAsync();
        await _gitHub.DisposeAsync();
    }

    [Fact]
    [Trait("Line", "R10")]
    [Trait("Line", "golden-25")]
    public async Task A_push_leads_to_every_owner_who_follows_the_repository()
    {
        foreach (var _ in Enumerable.Range(0, 2))
        {
            _host.Caller = ModuleHost.Identity("*", principalId: Guid.NewGuid());
            await ActivateAsync();
        }
        Assert.Equal((HttpStatusCode.Accepted, "accepted"), await SendAsync(Push, "1"));
        await MatchAsync();

        var told = Assert.Single(await EventsAsync());
        Assert.Equal(("PROCESSED", "push", "ada/repo-0001", 3), (told.GetProperty("status").GetString(), told.GetProperty("eventType").GetString(), told.GetProperty("repoId").GetString(), told.GetProperty("matchedCount").GetInt32()));
        Assert.Equal(3, told.GetProperty("matched").EnumerateArray().Select(r => r.GetProperty("owner").GetString()).Distinct().Count());
        Assert.Equal("main", told.GetProperty("branches")[0].GetString());
        Assert.Equal("refs/heads/main", told.GetProperty("payload").GetProperty("ref").GetString());
        Assert.True(told.GetProperty("signatureValid").GetBoolean());
    }

    [Fact]
    public async Task A_delivery_that_comes_again_is_answered_and_counts_once()
    {
        Assert.Equal((HttpStatusCode.Accepted, "accepted"), await SendAsync(Push, "1"));
        Assert.Equal((HttpStatusCode.OK, "duplicate"), await SendAsync(Push, "1"));
        Assert.Equal((HttpStatusCode.Accepted, "accepted"), await SendAsync(Push, "2"));

        Assert.Equal(2, (await EventsAsync()).Count);
    }

    [Fact]
    [Trait("Line", "1F.6")]
    public async Task A_wrong_signature_none_and_an_unknown_address_get_the_same_answer()
    {
        var refused = (HttpStatusCode.Unauthorized, "unauthorized");
        var unknown = new Uri(_address, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");

        Assert.Equal(refused, await SendAsync(Push, "1", signature: HookSigning.Hex(Push, "wrong")));
        Assert.Equal(refused, await SendAsync(Push, "1", signature: null));
        Assert.Equal(refused, await SendAsync(Push, "1", signature: "zz"));
        Assert.Equal(refused, await SendAsync(Push + " ", "1", signature: HookSigning.Hex(Push, Secret)));
        Assert.Equal(refused, await SendAsync(Push, "1", signature: HookSigning.Hex(Push, Secret), to: unknown));
        Assert.Equal(refused, await SendAsync(Push, "1", signature: HookSigning.Hex(Push, Secret), to: new Uri(_address.AbsoluteUri.Replace("/github/", "/gitlab/"))));
        Assert.Empty(await EventsAsync());
    }

    [Theory]
    [InlineData("""{"zen":"x","repository":{"full_name":"ada/repo-0001"}}""", "ping", "pong", "It is a ping.")]
    [InlineData("""{"ref":"refs/heads/main","repository":{"full_name":"eve/other"}}""", "push", "accepted", "It is about another repository than its address.")]
    [Trait("Line", "R14")]
    public async Task What_asks_for_nothing_is_kept_with_its_reason(string body, string type, string word, string reason)
    {
        Assert.Equal((HttpStatusCode.Accepted, word), await SendAsync(body, "1", type: type));
        await MatchAsync();

        var told = Assert.Single(await EventsAsync());
        Assert.Equal(("IGNORED", reason, 0), (told.GetProperty("status").GetString(), told.GetProperty("reason").GetString(), told.GetProperty("matchedCount").GetInt32()));
    }

    [Theory]
    [InlineData("refs/heads/main", "IGNORED")]
    [InlineData("refs/heads/release/1.0", "PROCESSED")]
    [InlineData("refs/tags/v1", "PROCESSED")]
    public async Task Only_branches_that_the_owner_follows_count_and_every_tag(string name, string status)
    {
        await _host.MutateAsync("configureRepository", new { id = _id, config = new { branches = new[] { "release/*" } } });
        await SendAsync(Push.Replace("refs/heads/main", name), "1");
        await MatchAsync();

        Assert.Equal(status, Assert.Single(await EventsAsync()).GetProperty("status").GetString());
    }

    [Fact]
    [Trait("Line", "R11")]
    [Trait("Line", "1F.6")]
    public async Task A_body_that_is_shorter_than_it_claims_to_be_is_not_taken()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(_address.Host, _address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {_address.AbsolutePath} HTTP/1.1\r\nHost: localhost\r\nX-GitHub-Event: push\r\nX-Hub-Signature-256: sha256={HookSigning.Hex(Push, Secret)}\r\nContent-Length: {Push.Length + 10}\r\n\r\n{Push}"));
        socket.Client.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream);
        try
        {
            Assert.DoesNotContain("accepted", await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(1)), StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // The server has broken off as well.
        }
        Assert.Empty(await EventsAsync());
        Assert.Equal((HttpStatusCode.Accepted, "accepted"), await SendAsync(Push, "1"));
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_whatever_length_it_claims()
    {
        var large = Push + new string(' ', 5000);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "too large"), await SendAsync(large, "1"));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "too large"), await SendAsync(large, "1", chunked: true));
        Assert.Equal((HttpStatusCode.Accepted, "accepted"), await SendAsync(Push + new string(' ', 4096 - Push.Length), "2"));

        Assert.Single(await EventsAsync());
    }

    [Fact]
    public async Task A_body_that_ends_before_the_length_it_claims_leaves_nothing()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, _address.Port);
        var head = $"POST {_address.AbsolutePath} HTTP/1.1\r\nHost: x\r\nX-GitHub-Event: push\r\nX-Hub-Signature-256: sha256={HookSigning.Hex(Push, Secret)}\r\nContent-Length: 1000\r\n\r\n{Push}";
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        socket.Client.Shutdown(SocketShutdown.Send);
        var answer = await AnswerAsync(stream);

        Assert.True(answer is "" || answer.StartsWith("HTTP/1.1 400", StringComparison.Ordinal), answer);
        Assert.Empty(await EventsAsync());
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"ref\":")]
    public async Task A_signed_body_that_cannot_be_read_is_told_as_such(string body)
    {
        Assert.Equal((HttpStatusCode.BadRequest, "unreadable"), await SendAsync(body, "1"));
        Assert.Empty(await EventsAsync());
    }

    [Fact]
    public async Task A_replaced_secret_works_for_a_while_beside_the_new_one()
    {
        var old = Secret;
        var payload = await _host.MutateAsync("rotateHookSecret", new { id = _id });

        Assert.Null(payload.Code());
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (payload.GetProperty("secret").ValueKind, payload.GetProperty("hookUrl").ValueKind));
        Assert.NotEqual(old, Secret);
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(Push, "1", signature: HookSigning.Hex(Push, Secret))).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(Push, "2", signature: HookSigning.Hex(Push, old))).Status);

        var tomorrow = DateTimeOffset.UtcNow.AddSeconds(-1);
        await _host.DbAsync(db => db.Hooks.ExecuteUpdateAsync(h => h.SetProperty(x => x.PreviousUntil, tomorrow)));
        await using var later = await ServeAsync(_host.Join(() => [new Catalog.CatalogModule(), new SourcesModule()], null,
            ("Sources:GitHub:Url", _gitHub.Url.AbsoluteUri), ("Sources:GitHub:Token", VendorServer.Token)));
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(Push, "3", signature: HookSigning.Hex(Push, old), to: new Uri(new Uri(later.Urls.Single()), _address.AbsolutePath))).Status);
    }

    [Fact]
    public async Task A_source_that_refuses_the_new_secret_leaves_the_old_one()
    {
        var old = Secret;
        _gitHub.Trouble = http =>
        {
            http.Response.StatusCode = 500;
            return Task.CompletedTask;
        };
        Assert.Equal("PROVIDER_UNREACHABLE", (await _host.MutateAsync("rotateHookSecret", new { id = _id })).Code());
        _gitHub.Trouble = null;

        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(Push, "1", signature: HookSigning.Hex(Push, old))).Status);
        Assert.Null(await _host.DbAsync(db => db.Hooks.Select(h => h.SealedPreviousSecret).SingleAsync()));
    }

    [Fact]
    public async Task An_event_is_matched_again_on_request_with_what_is_active_then()
    {
        await _host.MutateAsync("configureRepository", new { id = _id, config = new { branches = new[] { "develop" } } });
        await SendAsync(Push, "1");
        await MatchAsync();
        var told = Assert.Single(await EventsAsync());
        Assert.Equal("IGNORED", told.GetProperty("status").GetString());

        await _host.MutateAsync("configureRepository", new { id = _id, config = new { branches = Array.Empty<string>() } });
        Assert.Null((await _host.MutateAsync("replayHookEvent", new { id = told.GetProperty("id").GetString() })).Code());
        await MatchAsync();
        told = Assert.Single(await EventsAsync());
        Assert.Equal(("PROCESSED", 1, 1), (told.GetProperty("status").GetString(), told.GetProperty("matchedCount").GetInt32(), told.GetProperty("replays").GetInt32()));

        _host.Caller = ModuleHost.Identity("*", organizationId: Guid.NewGuid());
        Assert.Equal("HOOK_EVENT_NOT_FOUND", (await _host.MutateAsync("replayHookEvent", new { id = told.GetProperty("id").GetString() })).Code());
    }

    [Fact]
    public async Task Subscribers_hear_of_the_repository_they_named()
    {
        var events = await _host.EventsAsync("onHookEvent", new { provider = "github", repoId = "ada/repo-0001" }, 1, async () =>
        {
            await SendAsync(Push, "1");
            await MatchAsync();
        });

        Assert.Equal(("PROCESSED", 1), (events[0].GetProperty("status").GetString(), events[0].GetProperty("matchedCount").GetInt32()));
    }

    [Fact]
    public async Task Secrets_are_in_no_row_as_they_are()
    {
        var token = _address.Segments[^1];
        var text = await _host.DbAsync(async db => string.Join('\n', (await db.Hooks.ToListAsync()).Select(h => Encoding.Latin1.GetString([.. h.SealedSecret, .. h.SealedToken, .. h.TokenHash]))));

        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.DoesNotContain(token, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Old_events_go_and_new_ones_stay()
    {
        await SendAsync(Push, "1");
        await SendAsync(Push, "2");
        var longAgo = DateTimeOffset.UtcNow.AddDays(-31);
        await _host.DbAsync(db => db.HookEvents.Where(e => e.DedupKey == "1").ExecuteUpdateAsync(e => e.SetProperty(x => x.ReceivedAt, longAgo)));

        Assert.Equal(1, await _host.Services.GetRequiredService<HookEventLoop>().RemoveOldAsync(default));
        Assert.Equal("2", Assert.Single(await EventsAsync()).GetProperty("dedupKey").GetString());
    }

    /// <summary>Empty when the server only closes the connection.</summary>
    private static async Task<string> AnswerAsync(Stream stream)
    {
        using var reader = new StreamReader(stream);
        try
        {
            return await reader.ReadToEndAsync();
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static async Task<WebApplication> ServeAsync(ModuleHost host)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.MapPost(HookReceiver.Paths[0], host.Services.GetRequiredService<HookReceiver>().ReceiveAsync);
        await app.StartAsync();
        return app;
    }

    private Task<JsonElement> ActivateAsync() => _host.MutateAsync("activateRepository", new { provider = "github", repoId = "ada/repo-0001" });

    private Task<int> MatchAsync() => _host.Services.GetRequiredService<HookEventLoop>().RunOnceAsync(default);

    private async Task<List<JsonElement>> EventsAsync() => [.. (await _host.RunAsync("hookEvents")).GetProperty("data").GetProperty("hookEvents").GetProperty("nodes").EnumerateArray()];

    private Task<(HttpStatusCode Status, string Word)> SendAsync(string body, string delivery, string type = "push", bool chunked = false) =>
        SendAsync(body, delivery, HookSigning.Hex(body, Secret), _address, type, chunked);

    private async Task<(HttpStatusCode Status, string Word)> SendAsync(string body, string delivery, string? signature, Uri? to = null, string type = "push", bool chunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, to ?? _address) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.Add("X-GitHub-Event", type);
        request.Headers.Add("X-GitHub-Delivery", delivery);
        if (signature is not null) request.Headers.Add("X-Hub-Signature-256", "sha256=" + signature);
        using var response = await _client.SendAsync(request);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("status").GetString()!);
    }
}
