using System.Net;
using System.Net.Sockets;
using System.Text;
using GraphQLPlugins.Kernel.Egress;
using Microsoft.Extensions.Options;

namespace GraphQLPlugins.Kernel.Tests.Egress;

public sealed class EgressGuardTests
{
    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://017700000001/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://[::ffff:a9fe:a9fe]/latest/meta-data")]
    [InlineData("http://[64:ff9b::7f00:1]/")]
    [InlineData("http://[2002:7f00:1::]/")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://10.1.2.3/")]
    [InlineData("http://172.31.255.255/")]
    [InlineData("http://192.168.0.1/")]
    [InlineData("http://100.64.0.1/")]
    [InlineData("http://0.0.0.0/")]
    [InlineData("http://[fe80::1]/")]
    [InlineData("http://[fd00::1]/")]
    [InlineData("http://127.0.0.1./")]
    [InlineData("http://１２７.０.０.１/")]
    [InlineData("http://①②⑦.⓪.⓪.①/")]
    [InlineData("http://０ｘ７ｆ．1/")]
    [InlineData("http://127。0。0。1/")]
    [InlineData("http://localhost/")]
    [InlineData("http://LocalHost.:8080/")]
    [InlineData("http://api.localhost/")]
    [InlineData("http://ｌocalhost/")]
    public void Private_addresses_are_refused_in_every_spelling(string url)
    {
        using var guard = Guard();

        Assert.Equal("it leads to a private network.", Assert.Throws<UrlNotAllowedException>(() => guard.Check(url)).Reason);
    }

    [Theory]
    [InlineData("file:///etc/passwd", "only http and https are allowed.")]
    [InlineData("ftp://example.org/", "only http and https are allowed.")]
    [InlineData("gopher://example.org/", "only http and https are allowed.")]
    [InlineData("https://user:secret@example.org/", "it carries a user name or password.")]
    [InlineData("not an address", "it is not an absolute address.")]
    public void Other_schemes_and_user_info_are_refused(string url, string reason)
    {
        using var guard = Guard();

        var refused = Assert.Throws<UrlNotAllowedException>(() => guard.Check(url));
        Assert.Equal(reason, refused.Reason);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Public_addresses_pass()
    {
        using var guard = Guard();

        Assert.Equal("https://example.org/x", guard.Check("https://example.org/x").ToString());
        Assert.Equal("http://8.8.8.8/", guard.Check("http://8.8.8.8/").ToString());
        Assert.Equal("https://localhost.example/", guard.Check("https://localhost.example/").ToString());
        Assert.Equal("https://bücher.example/", guard.Check("https://bücher.example/").ToString());
    }

    [Fact]
    public void Host_rules_deny_and_allow_by_name()
    {
        using var denied = Guard(o => o.DeniedHosts.Add("*.internal.example"));
        using var allowed = Guard(o => o.AllowedHosts.Add("plugins.example"));

        Assert.Equal("the host is denied.", Assert.Throws<UrlNotAllowedException>(() => denied.Check("https://a.internal.example/")).Reason);
        Assert.Equal("the host is not among the allowed ones.", Assert.Throws<UrlNotAllowedException>(() => allowed.Check("https://other.example/")).Reason);
        Assert.NotNull(allowed.Check("https://plugins.example/"));
    }

    [Fact]
    public async Task A_name_that_resolves_to_a_private_address_is_not_connected_to()
    {
        await using var server = new OneAnswer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        using var guard = Guard(lookup: (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("93.184.215.14"), IPAddress.Loopback]));

        var refused = await Assert.ThrowsAsync<UrlNotAllowedException>(
            () => guard.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"http://inside.example:{server.Port}/")));

        Assert.Equal("it leads to a private network.", refused.Reason);
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task An_allowed_network_is_called_and_its_body_bounded()
    {
        await using var server = new OneAnswer("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + new string('x', 5000));
        using var guard = Guard(o => o.AllowedNetworks.Add("127.0.0.0/8"));

        using var response = await guard.SendAsync(new HttpRequestMessage(HttpMethod.Get, server.Url));
        var tooLarge = await Assert.ThrowsAsync<ResponseTooLargeException>(() => guard.ReadAsync(response, new MemoryStream(), 4999));

        Assert.Equal(4999, tooLarge.MaxBytes);
    }

    [Fact]
    public async Task A_redirect_to_another_host_is_refused()
    {
        await using var server = new OneAnswer("HTTP/1.1 302 Found\r\nLocation: http://example.org/\r\nContent-Length: 0\r\n\r\n");
        using var guard = Guard(o => o.AllowedNetworks.Add("127.0.0.0/8"));

        var refused = await Assert.ThrowsAsync<UrlNotAllowedException>(() => guard.SendAsync(new HttpRequestMessage(HttpMethod.Get, server.Url)));

        Assert.Equal("it redirects to another host.", refused.Reason);
    }

    [Fact]
    public async Task A_host_that_never_answers_ends_in_a_time_out()
    {
        await using var server = new OneAnswer("");
        using var guard = Guard(o =>
        {
            o.AllowedNetworks.Add("127.0.0.0/8");
            o.Timeout = TimeSpan.FromMilliseconds(200);
        });

        await Assert.ThrowsAsync<TimeoutException>(() => guard.SendAsync(new HttpRequestMessage(HttpMethod.Get, server.Url)));
    }

    private static EgressGuard Guard(Action<EgressOptions>? configure = null, HostLookup? lookup = null)
    {
        var options = new EgressOptions();
        configure?.Invoke(options);
        return new EgressGuard(Options.Create(options), lookup);
    }

    /// <summary>A server that gives every connection the same bytes; with none it stays silent.</summary>
    private sealed class OneAnswer : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly List<TcpClient> _clients = [];
        private readonly Task _loop;

        public OneAnswer(string answer)
        {
            _listener.Start();
            _loop = Task.Run(async () =>
            {
                while (true)
                {
                    var client = await _listener.AcceptTcpClientAsync();
                    _clients.Add(client);
                    Connections++;
                    if (answer.Length == 0) continue;
                    var stream = client.GetStream();
                    _ = await stream.ReadAsync(new byte[4096]);
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
                    client.Client.Shutdown(SocketShutdown.Send);
                }
            });
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public string Url => $"http://127.0.0.1:{Port}/";

        public int Connections { get; private set; }

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            foreach (var client in _clients) client.Dispose();
            await _loop.ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }
}
