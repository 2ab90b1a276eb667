using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GraphQLPlugins.Catalog.Tests.Installations;

/// <summary>A web server on loopback that answers as a test wants, also against the protocol.</summary>
internal sealed class FileServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, Func<NetworkStream, Task>> _answers = [];
    private readonly Task _loop;
    private int _requests;

    public FileServer()
    {
        _listener.Start();
        _loop = AcceptAsync();
    }

    public int Requests => _requests;

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Waits until it was asked so many times.</summary>
    public async Task RequestedAsync(int count)
    {
        for (var i = 0; i < 3000 && Volatile.Read(ref _requests) < count; i++)
            await Task.Delay(20);
        Assert.Equal(count, _requests);
    }

    public string Serve(string path, byte[] content) => On(path, stream => SendAsync(stream, $"200 OK\r\nContent-Length: {content.Length}", content));

    /// <summary>Announces more or fewer bytes than come.</summary>
    public string Lie(string path, long announced, byte[] content) => On(path, stream => SendAsync(stream, $"200 OK\r\nContent-Length: {announced}", content));

    public string Redirect(string path, string location) => On(path, stream => SendAsync(stream, $"302 Found\r\nLocation: {location}\r\nContent-Length: 0", []));

    public string Status(string path, string status) => On(path, stream => SendAsync(stream, $"{status}\r\nContent-Length: 0", []));

    /// <summary>Sends some bytes, then nothing.</summary>
    public string Hang(string path, byte[] content) => On(path, async stream =>
    {
        await SendAsync(stream, $"200 OK\r\nContent-Length: {content.Length + 1000}", content);
        await Task.Delay(Timeout.Infinite, _stop.Token);
    });

    /// <summary>Sends chunks without end.</summary>
    public string Endless(string path) => On(path, async stream =>
    {
        await SendAsync(stream, "200 OK\r\nTransfer-Encoding: chunked", []);
        byte[] chunk = [.. "10000\r\n"u8, .. new byte[65536], .. "\r\n"u8];
        while (!_stop.IsCancellationRequested)
            await stream.WriteAsync(chunk, _stop.Token);
    });

    public string On(string path, Func<NetworkStream, Task> answer)
    {
        _answers["/" + path] = answer;
        return $"http://127.0.0.1:{Port}/{path}";
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
                open.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                var request = new StringBuilder();
                var block = new byte[4096];
                while (!request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
                {
                    var read = await stream.ReadAsync(block, _stop.Token);
                    if (read == 0)
                        return;
                    request.Append(Encoding.ASCII.GetString(block, 0, read));
                }
                Interlocked.Increment(ref _requests);
                await _answers[request.ToString().Split(' ')[1]](stream);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
            {
                // The client or the test has gone.
            }
        }
    }

    private static async Task SendAsync(NetworkStream stream, string head, byte[] content)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {head}\r\nConnection: close\r\n\r\n"));
        await stream.WriteAsync(content);
    }
}
