using System.Net;
using System.Net.Sockets;
using System.Text;
using Path = System.IO.Path;

namespace GraphQLPlugins.Sources.Git;

/// <summary>
/// The files that ssh is to work with in place of those of the user that this server runs as: its settings, the key and the hosts that are known. Only the user may read them; disposing removes them.
/// </summary>
internal sealed class SshSetup : IDisposable
{
    private readonly string _folder;

    private SshSetup(string folder) => _folder = folder;

    /// <summary>Git hands this to a shell, which is why it holds nothing but the name of a file of ours; address and path of the repository come as arguments behind it.</summary>
    public string Command => $"ssh -F '{Path.Combine(_folder, "config")}'";

    /// <exception cref="GitUnauthorizedException">There is no key of the name, or it cannot be read.</exception>
    public static async Task<SshSetup> WriteAsync(Uri uri, IReadOnlyList<IPAddress> addresses, string? keyRef, MirrorFolder folder, SourcesOptions options, CancellationToken ct)
    {
        var setup = new SshSetup(folder.MakePrivate());
        try
        {
            string? key = null;
            if (keyRef is not null) await setup.WriteAsync(key = "key", await ReadKeyAsync(uri, keyRef, options, ct), ct);
            await setup.WriteAsync("known", await KnownAsync(options.Mirrors, ct), ct);
            await setup.WriteAsync("config", Encoding.UTF8.GetBytes(setup.Config(uri, addresses, key, folder, options.Mirrors)), ct);
            return setup;
        }
        catch
        {
            setup.Dispose();
            throw;
        }
    }

    public void Dispose() => MirrorFolder.Remove(_folder);

    private string Config(Uri uri, IReadOnlyList<IPAddress> addresses, string? key, MirrorFolder folder, MirrorOptions options)
    {
        var port = uri.IsDefaultPort || uri.Port is 22 or < 0 ? 22 : uri.Port;
        var address = addresses.FirstOrDefault(a => a.AddressFamily is AddressFamily.InterNetwork) ?? addresses[0];
        var seconds = Math.Max(1, (int)options.StallTimeout.TotalSeconds / 3);
        var known = $"\"{Path.Combine(_folder, "known")}\"";
        return $"""
            Host *
            HostName {address}
            HostKeyAlias {(port == 22 ? uri.IdnHost : $"[{uri.IdnHost}]:{port}")}
            StrictHostKeyChecking {(options.AcceptNewHostKeys ? "accept-new" : "yes")}
            UserKnownHostsFile {(options.AcceptNewHostKeys ? $"\"{folder.LearnedHosts}\" {known}" : known)}
            GlobalKnownHostsFile none
            UpdateHostKeys no
            CheckHostIP no
            HashKnownHosts no
            VerifyHostKeyDNS no
            IdentityFile {(key is null ? "none" : $"\"{Path.Combine(_folder, key)}\"")}
            IdentitiesOnly yes
            IdentityAgent none
            PreferredAuthentications publickey
            BatchMode yes
            NumberOfPasswordPrompts 0
            ConnectTimeout {seconds * 3}
            ConnectionAttempts 1
            ServerAliveInterval {seconds}
            ServerAliveCountMax 2
            CanonicalizeHostname no
            ClearAllForwardings yes
            ForwardAgent no
            ForwardX11 no
            PermitLocalCommand no
            ProxyCommand none
            ControlMaster no
            ControlPath none
            RequestTTY no
            EscapeChar none
            LogLevel ERROR

            """;
    }

    private static async Task<byte[]> ReadKeyAsync(Uri uri, string keyRef, SourcesOptions options, CancellationToken ct)
    {
        try
        {
            return options.SshKeys.TryGetValue(keyRef, out var path) ? await File.ReadAllBytesAsync(path, ct) : throw new GitUnauthorizedException(uri.IdnHost);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GitUnauthorizedException(uri.IdnHost);
        }
    }

    private static async Task<byte[]> KnownAsync(MirrorOptions options, CancellationToken ct)
    {
        var known = new StringBuilder();
        foreach (var line in options.KnownHosts) known.Append(line).Append('\n');
        if (options.KnownHostsFile is { } file && File.Exists(file)) known.Append(await File.ReadAllTextAsync(file, ct)).Append('\n');
        return Encoding.UTF8.GetBytes(known.ToString());
    }

    private async Task WriteAsync(string name, byte[] content, CancellationToken ct)
    {
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new FileStream(Path.Combine(_folder, name), how);
        await file.WriteAsync(content, ct);
    }
}
