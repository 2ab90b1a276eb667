using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace GraphQLPlugins.Sources.Tests.Git;

/// <summary>Git's own server of its own protocol on the loopback interface.</summary>
public sealed class GitDaemon : IAsyncDisposable
{
    private readonly Process _process;

    private GitDaemon(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public static async Task<GitDaemon> StartAsync(string root)
    {
        // Another process may take the port in between; then there is another one.
        for (var attempt = 0; attempt < 5; attempt++)
        {
            int port;
            using (var listener = new TcpListener(IPAddress.Loopback, 0))
            {
                listener.Start();
                port = ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            var start = new ProcessStartInfo("git", ["daemon", "--export-all", "--reuseaddr", "--listen=127.0.0.1", $"--port={port}", $"--base-path={root}", root]);
            foreach (var (name, value) in new[] { ("GIT_CONFIG_COUNT", "1"), ("GIT_CONFIG_KEY_0", "safe.directory"), ("GIT_CONFIG_VALUE_0", "*") }) start.Environment[name] = value;
            var daemon = new GitDaemon(Process.Start(start)!, port);
            if (await daemon.AnswersAsync()) return daemon;
            await daemon.DisposeAsync();
        }
        throw new InvalidOperationException("git daemon does not start.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
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
}
