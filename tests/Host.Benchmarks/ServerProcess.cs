using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace GraphQLPlugins.Host.Benchmarks;

/// <summary>A server under measurement: a process of its own on a free loopback port.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public int Id => _process.Id;

    public static Task<ServerProcess> StartAsync(string assembly, Func<string, string[]> arguments, string probe) =>
        StartAsync(new ProcessStartInfo("dotnet"), port => [assembly, .. arguments($"http://127.0.0.1:{port}")], probe);

    public static async Task<ServerProcess> StartAsync(ProcessStartInfo start, Func<int, string[]> arguments, string probe)
    {
        var port = FreePort();
        var url = $"http://127.0.0.1:{port}";
        foreach (var argument in arguments(port)) start.ArgumentList.Add(argument);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        var process = Process.Start(start)!;
        var output = new System.Text.StringBuilder();
        process.OutputDataReceived += (_, e) => output.AppendLine(e.Data);
        process.ErrorDataReceived += (_, e) => output.AppendLine(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var http = new HttpClient();
        for (var attempt = 0; attempt < 600; attempt++)
        {
            if (process.HasExited) throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)} ended:\n{output}");
            try
            {
                using var response = await http.GetAsync(new Uri(new Uri(url), probe));
                return new ServerProcess(process, new Uri(url));
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100);
            }
        }
        process.Kill(entireProcessTree: true);
        throw new TimeoutException($"{start.FileName} {string.Join(' ', start.ArgumentList)} did not answer:\n{output}");
    }

    public void Stop()
    {
        if (_process.HasExited) return;
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Stop();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
