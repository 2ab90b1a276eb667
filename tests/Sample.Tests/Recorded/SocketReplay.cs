using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace GraphQLPlugins.Sample.Tests.Recorded;

/// <summary>Plays the client's part of a recorded transcript, and writes down what comes back as the recording does.</summary>
internal sealed partial class SocketReplay(SampleHost host) : IDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(250);

    private readonly ClientWebSocket _socket = new();
    private readonly StringBuilder _written = new();
    private bool _subscribed;
    private Task<string>? _next;

    /// <summary>The transcript of the same conversation with our server.</summary>
    public async Task<string> PlayAsync(string title, string[] lines)
    {
        await ConnectAsync(title);
        foreach (var line in lines.SkipWhile(IsHandshake))
        {
            if (line.StartsWith("> ", StringComparison.Ordinal)) await SendAsync(line[2..]);
            else if (AnotherClient().Match(line) is { Success: true } other) await PublishAsync(other.Groups["state"].Value);
            else if (Nothing().Match(line) is { Success: true } nothing) await NothingAsync(TimeSpan.FromSeconds(int.Parse(nothing.Groups["seconds"].Value)));
            else if (host.Time is not null) await ReceiveLateAsync();
            else Write("< " + await TakeAsync());
        }
        return _written.ToString();
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsHandshake(string line) => line.StartsWith("< HTTP/", StringComparison.Ordinal) || HeaderLine().IsMatch(line);

    private async Task ConnectAsync(string title)
    {
        var protocol = title switch
        {
            "No subprotocol" => null,
            "Unknown subprotocol" => "nope",
            _ when title.StartsWith("graphql-ws", StringComparison.Ordinal) => "graphql-ws",
            _ => "graphql-transport-ws",
        };
        if (protocol is not null) _socket.Options.AddSubProtocol(protocol);
        _socket.Options.CollectHttpResponseDetails = true;
        var path = title.Contains("/graphql/ws", StringComparison.Ordinal) ? "/graphql/ws" : "/graphql";
        await _socket.ConnectAsync(new UriBuilder(host.Address) { Scheme = "ws", Path = path }.Uri, CancellationToken.None);
        Write($"< HTTP/1.1 {(int)_socket.HttpStatusCode} Switching Protocols");
        foreach (var header in new[] { "Connection", "Upgrade", "Sec-WebSocket-Protocol" })
        {
            if (_socket.HttpResponseHeaders!.TryGetValue(header, out var values)) Write($"< {header}: {string.Join(", ", values)}");
        }
    }

    private async Task SendAsync(string message)
    {
        Write("> " + message);
        if (message.StartsWith('{'))
        {
            using var json = JsonDocument.Parse(message);
            var type = json.RootElement.GetProperty("type").GetString();
            if (type is "subscribe" or "start") _subscribed = true;
            else if (type is "complete" or "stop") _subscribed = false;
        }
        await _socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
    }

    /// <summary>As the recording's other client, who waited until the server had surely seen what was sent before.</summary>
    private async Task PublishAsync(string state)
    {
        Write($"  (another client: updatePluginState → {state})");
        await host.UntilListenersAsync(_subscribed);
        await host.SetStateAsync(state);
    }

    private async Task NothingAsync(TimeSpan span)
    {
        var next = Peek();
        if (host.Time is { } time)
        {
            await time.TimerAsync();
            time.Advance(span);
        }
        // Waiting longer could only find more.
        await Task.WhenAny(next, Task.Delay(Silence));
        Write(next.IsCompleted ? "< " + await TakeAsync() : $"< [nothing for {span.TotalSeconds} s]");
    }

    private async Task ReceiveLateAsync()
    {
        await host.PassTimeUntilAsync(Peek());
        Write("< " + await TakeAsync());
    }

    /// <summary>The next message, which stays the next one.</summary>
    private Task<string> Peek() => _next ??= ReceiveAsync();

    private async Task<string> TakeAsync()
    {
        var message = await Peek();
        _next = null;
        return message;
    }

    private async Task<string> ReceiveAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var message = new ArrayBufferWriter<byte>();
        while (true)
        {
            var part = await _socket.ReceiveAsync(message.GetMemory(4096), patience.Token);
            if (part.MessageType == WebSocketMessageType.Close) return $"[close {(int)_socket.CloseStatus!} '{_socket.CloseStatusDescription}']";
            message.Advance(part.Count);
            if (part.EndOfMessage) return Encoding.UTF8.GetString(message.WrittenSpan);
        }
    }

    private void Write(string line) => _written.Append(line).Append('\n');

    [GeneratedRegex(@"^< [A-Z][A-Za-z-]+: ")]
    private static partial Regex HeaderLine();

    [GeneratedRegex(@"^  \(another client: updatePluginState → (?<state>[A-Z]+)\)$")]
    private static partial Regex AnotherClient();

    [GeneratedRegex(@"^< \[nothing for (?<seconds>\d+) s\]$")]
    private static partial Regex Nothing();
}
