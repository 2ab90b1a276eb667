using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace GraphQLPlugins.Kernel.Egress;

/// <summary>Finds the addresses of a host's name.</summary>
/// <returns>All of them.</returns>
/// <exception cref="SocketException">There is no such host.</exception>
public delegate Task<IPAddress[]> HostLookup(string host, CancellationToken ct);

/// <summary>The one way to foreign hosts. Checks the address, resolves the name, and connects to exactly what was checked. Safe to share.</summary>
public sealed class EgressGuard : IDisposable
{
    private const string PrivateNetwork = "it leads to a private network.";
    private readonly EgressOptions _options;
    private readonly IReadOnlyList<IPNetwork> _networks;
    private readonly HostLookup _lookup;
    private readonly HttpClient _client;

    /// <summary>A guard with the configured rules.</summary>
    /// <param name="options">The rules.</param>
    /// <param name="lookup">Finds the addresses of names; null asks the system.</param>
    public EgressGuard(IOptions<EgressOptions> options, HostLookup? lookup = null)
    {
        _options = options.Value;
        _networks = _options.Networks();
        _lookup = lookup ?? Dns.GetHostAddressesAsync;
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseCookies = false, UseProxy = false, AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = _options.ConnectTimeout, PooledConnectionLifetime = TimeSpan.FromMinutes(2), ConnectCallback = ConnectAsync,
            MaxResponseHeadersLength = 32,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Checks an address without calling it: scheme, user info, host rules, literal IP addresses in every spelling, and the names of this machine itself.</summary>
    /// <param name="url">The address.</param>
    /// <param name="argument">What a refusal names; null when the caller gave no address.</param>
    /// <exception cref="UrlNotAllowedException">The address breaks a rule.</exception>
    public Uri Check(string url, string? argument = null)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri)) throw new UrlNotAllowedException(Shorten(url), "it is not an absolute address.", argument);
        return Check(uri, argument);
    }

    /// <inheritdoc cref="Check(string, string)"/>
    public Uri Check(Uri uri, string? argument = null) => Problem(uri) is { } reason ? throw new UrlNotAllowedException(Shown(uri), reason, argument) : uri;

    /// <summary>Sends a request. Redirects are followed for GET and HEAD on the same host alone; each is checked like the first address.</summary>
    /// <param name="request">The request; its owner disposes it.</param>
    /// <param name="ct">Breaks off.</param>
    /// <param name="followRedirects">False gives a redirect back as the response that it is.</param>
    /// <returns>The response with its headers read; read the body through <see cref="ReadAsync"/> or with a bound of your own, and dispose it.</returns>
    /// <exception cref="UrlNotAllowedException">An address breaks a rule, or a redirect leads to another host.</exception>
    /// <exception cref="HttpRequestException">The host cannot be reached or answers against the protocol.</exception>
    /// <exception cref="TimeoutException">The call takes longer than allowed.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct = default, bool followRedirects = true)
    {
        var uri = Check(request.RequestUri ?? throw new ArgumentException("The request has no address.", nameof(request)));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(_options.Timeout);
        try
        {
            for (var hop = 0; ; hop++)
            {
                var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
                if (!followRedirects || (int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location) return response;
                response.Dispose();
                var next = new Uri(uri, location);
                if (request.Method != HttpMethod.Get && request.Method != HttpMethod.Head) throw new UrlNotAllowedException(Shown(uri), "it redirects, which is followed for reads only.");
                if (!string.Equals(next.IdnHost, uri.IdnHost, StringComparison.OrdinalIgnoreCase)) throw new UrlNotAllowedException(Shown(uri), "it redirects to another host.");
                if (uri.Scheme == "https" && next.Scheme != "https") throw new UrlNotAllowedException(Shown(uri), "it redirects away from https.");
                if (hop == _options.MaxRedirects) throw new UrlNotAllowedException(Shown(uri), $"it redirects more than {_options.MaxRedirects} times.");
                uri = Check(next);
                var follow = new HttpRequestMessage(request.Method, uri);
                foreach (var (name, values) in request.Headers) follow.Headers.TryAddWithoutValidation(name, values);
                request = follow;
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"{Shown(uri)} did not answer within {_options.Timeout.TotalSeconds:0} s.");
        }
        catch (HttpRequestException e) when (e.InnerException is UrlNotAllowedException refused)
        {
            throw new UrlNotAllowedException(Shown(uri), refused.Reason);
        }
    }

    /// <summary>Copies a body up to a bound, whatever length the headers claim.</summary>
    /// <returns>How many bytes were copied.</returns>
    /// <exception cref="ResponseTooLargeException">The body is larger.</exception>
    /// <exception cref="TimeoutException">The body takes longer than allowed.</exception>
    public async Task<long> ReadAsync(HttpResponseMessage response, Stream destination, long? maxBytes = null, CancellationToken ct = default)
    {
        var bound = maxBytes ?? _options.MaxResponseBytes;
        var shown = response.RequestMessage?.RequestUri is { } uri ? Shown(uri) : "the host";
        if (response.Content.Headers.ContentLength > bound) throw new ResponseTooLargeException(shown, bound);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(_options.Timeout);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(limit.Token);
            var buffer = new byte[64 * 1024];
            long copied = 0;
            while (await body.ReadAsync(buffer, limit.Token) is var read and > 0)
            {
                copied += read;
                if (copied > bound) throw new ResponseTooLargeException(shown, bound);
                await destination.WriteAsync(buffer.AsMemory(0, read), limit.Token);
            }
            return copied;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"{shown} did not finish within {_options.Timeout.TotalSeconds:0} s.");
        }
    }

    /// <summary>Finds the addresses of a host, for programs that connect by themselves and are to be given an address in place of a name.</summary>
    /// <returns>All of them, at least one.</returns>
    /// <exception cref="UrlNotAllowedException">The host breaks a rule, or one of its addresses does.</exception>
    /// <exception cref="SocketException">There is no such host.</exception>
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken ct)
    {
        var checkedHost = Check(new UriBuilder("https", host).Uri).IdnHost.Trim('[', ']');
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(_options.ConnectTimeout);
        try
        {
            return await AddressesAsync(checkedHost, limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new SocketException((int)SocketError.TryAgain);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var endpoint = context.DnsEndPoint;
        var addresses = await AddressesAsync(endpoint.Host, ct);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, endpoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<IPAddress[]> AddressesAsync(string host, CancellationToken ct)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await _lookup(host, ct);
        // One private address among several is enough to refuse: a name must not be able to choose by chance.
        if (addresses.Length == 0 || !Array.TrueForAll(addresses, a => AddressRules.IsAllowed(a, _networks)))
            throw new UrlNotAllowedException(host, PrivateNetwork);
        return addresses;
    }

    private string? Problem(Uri uri)
    {
        if (uri.Scheme is not ("http" or "https")) return "only http and https are allowed.";
        if (uri.UserInfo.Length > 0) return "it carries a user name or password.";
        var host = uri.IdnHost.TrimEnd('.');
        if (_options.DeniedHosts.Any(rule => Matches(rule, host))) return "the host is denied.";
        if (_options.AllowedHosts.Count > 0 && !_options.AllowedHosts.Any(rule => Matches(rule, host))) return "the host is not among the allowed ones.";
        return AddressOf(host) is { } address && !AddressRules.IsAllowed(address, _networks) || AddressOf(Plain(uri.Host)) is { } meant && !AddressRules.IsAllowed(meant, _networks) ? PrivateNetwork : null;
    }

    /// <summary>The address that a host is without being looked up. RFC 6761 section 6.3: these names are this machine itself, whoever resolves them.</summary>
    private static IPAddress? AddressOf(string host) =>
        IPAddress.TryParse(host.Trim('[', ']'), out var address) ? address
        : Matches("localhost", host) || Matches("*.localhost", host) ? IPAddress.Loopback
        : null;

    /// <summary>A host with the wide, circled and other forms of digits, letters and dots as what they stand for (UTS 46), which some resolvers take them for.</summary>
    private static string Plain(string host) => System.Text.Ascii.IsValid(host) ? host.TrimEnd('.') : string.Concat(host.Select(c =>
        c is '\u3002' or '\uff61' ? '.'
        : CharUnicodeInfo.GetDigitValue(c) is var digit and >= 0 ? (char)('0' + digit)
        : c is >= '\uff01' and <= '\uff5e' ? (char)(c - 0xfee0)
        : c)).TrimEnd('.');

    private static bool Matches(string rule, string host) =>
        rule.StartsWith("*.", StringComparison.Ordinal)
            ? host.EndsWith(rule[1..], StringComparison.OrdinalIgnoreCase)
            : string.Equals(rule, host, StringComparison.OrdinalIgnoreCase);

    private static string Shown(Uri uri) => Shorten(uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped));

    private static string Shorten(string url) => url.Length <= 200 ? url : url[..200] + "…";
}
