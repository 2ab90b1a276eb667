using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Path = System.IO.Path;

namespace GraphQLPlugins.Sources.Tests.Git;

/// <summary>The real server of OpenSSH on the loopback interface, which lets one key in.</summary>
public sealed class SshServer : IAsyncDisposable
{
    private const string Program = "/usr/sbin/sshd";
    private readonly string _folder = Directory.CreateTempSubdirectory("graphqlplugins-ssh-").FullName;
    private Process? _process;

    /// <summary>Why there can be none here; null when there can.</summary>
    public static string? Missing => File.Exists(Program) ? null : "There is no OpenSSH server here (openssh-server).";

    public int Port { get; private set; }

    /// <summary>The key that is let in.</summary>
    public string Key => Path.Combine(_folder, "user");

    /// <summary>A key that is not.</summary>
    public string OtherKey => Path.Combine(_folder, "other");

    /// <summary>The server's line of a file of known hosts.</summary>
    public string Known => KnownAs("host");

    /// <summary>Such a line with a key that is another one.</summary>
    public string WrongKnown => KnownAs("other");

    public static async Task<SshServer> StartAsync()
    {
        var server = new SshServer();
        foreach (var name in new[] { "host", "user", "other" }) await RunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(server._folder, name));
        File.Copy(Path.Combine(server._folder, "user.pub"), Path.Combine(server._folder, "authorized"));
        // Another process may take the port in between; then there is another one.
        for (var attempt = 0; ; attempt++)
        {
            server.Port = FreePort();
            await File.WriteAllTextAsync(Path.Combine(server._folder, "sshd_config"), $"""
                Port {server.Port}
                ListenAddress 127.0.0.1
                HostKey {Path.Combine(server._folder, "host")}
                AuthorizedKeysFile {Path.Combine(server._folder, "authorized")}
                PidFile none
                StrictModes no
                UsePAM no
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                PermitRootLogin yes

                """);
            if (await server.TryStartAsync()) return server;
            Assert.True(attempt < 5, "The OpenSSH server does not start.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            if (!_process.HasExited) _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
        Directory.Delete(_folder, recursive: true);
    }

    private string KnownAs(string key) => $"[127.0.0.1]:{Port} {string.Join(' ', File.ReadAllText(Path.Combine(_folder, key + ".pub")).Split(' ')[..2])}";

    private async Task<bool> TryStartAsync()
    {
        // It wants this folder even when it separates nothing.
        if (Environment.UserName == "root") Directory.CreateDirectory("/run/sshd");
        _process = Process.Start(new ProcessStartInfo(Program, ["-D", "-e", "-f", Path.Combine(_folder, "sshd_config")]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        for (var i = 0; i < 300 && !_process.HasExited; i++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(100);
            }
        }
        return false;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}

/// <summary>A test that needs the server of OpenSSH.</summary>
public sealed class SshFactAttribute : FactAttribute
{
    public SshFactAttribute() => Skip = SshServer.Missing;
}
