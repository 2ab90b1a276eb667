using System.Net;
using System.Net.Sockets;
using System.Text;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Sources.Contracts;

namespace GraphQLPlugins.Sources.Git;

/// <summary>
/// A server as git is to meet it: by an address that the egress guard has allowed, with credentials that only the one process gets. Disposing takes away what was written for it.
/// </summary>
internal sealed class GitRemote : IDisposable
{
    private const int GitPort = 9418;
    private readonly SshSetup? _ssh;
    private readonly string? _secret;

    private GitRemote(string url, string host, IReadOnlyList<(string, string)> settings, IReadOnlyList<(string, string)> environment, SshSetup? ssh = null, string? secret = null) =>
        (Url, Host, Settings, Environment, _ssh, _secret) = (url, host, settings, environment, ssh, secret);

    /// <summary>Without credentials.</summary>
    public string Url { get; }

    /// <summary>For people.</summary>
    public string Host { get; }

    public IReadOnlyList<(string Key, string Value)> Settings { get; }

    public IReadOnlyList<(string Name, string Value)> Environment { get; }

    /// <param name="url">The address, checked by <see cref="Repositories.CloneUrl"/>.</param>
    /// <param name="credentials">What git logs in with.</param>
    /// <param name="folder">Where files for ssh are written for a while.</param>
    /// <param name="options">Keys by name and the policy for hosts.</param>
    /// <param name="egress">Allows hosts.</param>
    /// <param name="ct">Stops.</param>
    /// <exception cref="UrlNotAllowedException">The host must not be called.</exception>
    /// <exception cref="GitUnreachableException">There is no such host.</exception>
    public static async Task<GitRemote> PrepareAsync(string url, CloneCredentials credentials, MirrorFolder folder, SourcesOptions options, EgressGuard egress, CancellationToken ct)
    {
        // Git gets the address as it was understood here, so that nobody else understands another host by it.
        var uri = new UriBuilder(url) { Host = new Uri(url).IdnHost }.Uri;
        url = uri.AbsoluteUri;
        IReadOnlyList<IPAddress> addresses;
        try
        {
            addresses = await egress.ResolveAsync(uri.IdnHost, ct);
        }
        catch (SocketException)
        {
            throw new GitUnreachableException(uri.IdnHost);
        }
        return uri.Scheme switch
        {
            "ssh" => BySsh(url, uri, await SshSetup.WriteAsync(uri, addresses, credentials.SshKeyRef, folder, options, ct)),
            "git" => ByGit(uri, addresses),
            _ => ByHttp(url, uri, addresses, credentials),
        };
    }

    /// <summary>What git complained of, in one line without control characters, and without the credentials should they ever be in it.</summary>
    public string ForLog(string errors)
    {
        if (_secret is not null) errors = errors.Replace(_secret, "***", StringComparison.Ordinal);
        var line = new StringBuilder(errors.Length);
        foreach (var c in errors.Trim()) line.Append(char.IsControl(c) ? ' ' : c);
        return line.Length <= 1024 ? line.ToString() : line.ToString(line.Length - 1024, 1024);
    }

    public void Dispose() => _ssh?.Dispose();

    private static GitRemote BySsh(string url, Uri uri, SshSetup ssh) => new(url, uri.IdnHost, [], [("GIT_SSH_COMMAND", ssh.Command)], ssh);

    /// <summary>Git resolves the name by itself here, so that it gets an address in its place, and the name beside it.</summary>
    private static GitRemote ByGit(Uri uri, IReadOnlyList<IPAddress> addresses)
    {
        var port = uri.Port < 0 ? GitPort : uri.Port;
        return new GitRemote(
            $"git://{Literal(addresses[0])}:{port}{uri.AbsolutePath}", uri.IdnHost, [("protocol.git.allow", "always")],
            [("GIT_ALLOW_PROTOCOL", "git"), ("GIT_OVERRIDE_VIRTUAL_HOST", port == GitPort ? uri.IdnHost : $"{uri.IdnHost}:{port}")]);
    }

    private static GitRemote ByHttp(string url, Uri uri, IReadOnlyList<IPAddress> addresses, CloneCredentials credentials)
    {
        var settings = new List<(string, string)> { ("http.curloptResolve", $"{uri.IdnHost.Trim('[', ']')}:{uri.Port}:{string.Join(',', addresses.Select(Literal))}") };
        string? secret = null;
        if (credentials.Password is { } password)
        {
            secret = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.UserName}:{password}"));
            settings.Add(($"http.{url}.extraHeader", $"Authorization: Basic {secret}"));
        }
        return new GitRemote(url, uri.IdnHost, settings, [], secret: secret);
    }

    private static string Literal(IPAddress address) => address.AddressFamily is AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
}
