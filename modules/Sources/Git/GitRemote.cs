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
    private readonly SshSetup? _ssh;
    private readonly string? _secret;

    private GitRemote(string url, string host, IReadOnlyList<(string, string)> settings, SshSetup? ssh, string? secret)
    {
        (Url, Host, Settings, _ssh, _secret) = (url, host, settings, ssh, secret);
        Environment = ssh is null ? [] : [("GIT_SSH_COMMAND", ssh.Command)];
    }

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
        var uri = new Uri(url);
        IReadOnlyList<IPAddress> addresses;
        try
        {
            addresses = await egress.ResolveAsync(uri.IdnHost, ct);
        }
        catch (SocketException)
        {
            throw new GitUnreachableException(uri.IdnHost);
        }
        if (uri.Scheme is "ssh") return new GitRemote(url, uri.IdnHost, [], await SshSetup.WriteAsync(uri, addresses, credentials.SshKeyRef, folder, options, ct), null);
        var settings = new List<(string, string)> { ("http.curloptResolve", $"{uri.IdnHost.Trim('[', ']')}:{uri.Port}:{string.Join(',', addresses.Select(Literal))}") };
        string? secret = null;
        if (credentials.Password is { } password)
        {
            secret = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.UserName}:{password}"));
            settings.Add(($"http.{url}.extraHeader", $"Authorization: Basic {secret}"));
        }
        return new GitRemote(url, uri.IdnHost, settings, null, secret);
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

    private static string Literal(IPAddress address) => address.AddressFamily is AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
}
