using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace GraphQLPlugins.Host.Tests.Telemetry;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Traces_and_metrics_reach_a_collector()
    {
        using var collector = new Collector();
        await using var data = new DataDirectory();
        await using (var host = await HostProcess.StartAsync(data.Path,
            ["--set", $"Telemetry:Endpoint={collector.Address}", "--set", "Telemetry:ServiceName=plugins-of-a-test", "--set", "Telemetry:MetricsInterval=00:00:01"]))
        {
            var trace = "4bf92f3577b34da6a3ce929d0e0e4736";
            using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = "query Traced { repositories { name } }" }) };
            request.Headers.Add("traceparent", $"00-{trace}-00f067aa0ba902b7-01");
            Assert.Equal(HttpStatusCode.OK, (await host.Http.SendAsync(request)).StatusCode);
            await host.StopAsync();
        }

        var traces = collector.Bodies("/v1/traces");
        Assert.Contains("plugins-of-a-test", traces);
        Assert.Contains("graphql.operation", traces);
        Assert.Contains("Traced", traces);
        Assert.Contains(Encoding.Latin1.GetString(Convert.FromHexString("4bf92f3577b34da6a3ce929d0e0e4736")), traces);
        var metrics = collector.Bodies("/v1/metrics");
        Assert.Contains("graphql.operation.duration", metrics);
        Assert.Contains("http.server.request.duration", metrics);
    }

    [Fact]
    public async Task Log_lines_can_be_json_with_the_trace_of_their_request()
    {
        await using var data = new DataDirectory();
        await using var host = await HostProcess.StartAsync(data.Path, ["--set", "Telemetry:LogFormat=Json", "--set", "Logging:LogLevel:Microsoft.AspNetCore.Hosting=Information"]);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live?log=this");
        request.Headers.Add("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        await host.Http.SendAsync(request);
        await host.StopAsync();

        var lines = host.Output.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var line = Assert.Single(lines, line => line.GetProperty("Message").GetString()!.Contains("log=this") && line.GetProperty("Message").GetString()!.StartsWith("Request starting"));
        Assert.Equal("Information", line.GetProperty("LogLevel").GetString());
        Assert.Contains(line.GetProperty("Scopes").EnumerateArray(), scope => scope.TryGetProperty("TraceId", out var id) && id.GetString() == "4bf92f3577b34da6a3ce929d0e0e4736");
    }

    [Fact]
    public async Task A_collector_that_is_away_keeps_nothing_from_working()
    {
        await using var data = new DataDirectory();
        await using var host = await HostProcess.StartAsync(data.Path, ["--set", "Telemetry:Endpoint=http://127.0.0.1:9", "--set", "Telemetry:MetricsInterval=00:00:01"]);

        Assert.Equal("""{"data":{"__typename":"Query"}}""", await host.Http.GetStringAsync("/graphql?query={__typename}"));
        Assert.Equal(0, await host.StopAsync());
    }

    /// <summary>A collector by its HTTP protocol: it takes what comes and says that it is well.</summary>
    private sealed class Collector : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly ConcurrentQueue<(string Path, string Body)> _received = new();

        public Collector()
        {
            Address = $"http://127.0.0.1:{FreePort()}/";
            _listener.Prefixes.Add(Address);
            _listener.Start();
            _ = ListenAsync();
        }

        public string Address { get; }

        public string Bodies(string path) => string.Concat(_received.Where(r => r.Path == path).Select(r => r.Body));

        public void Dispose() => _listener.Close();

        private async Task ListenAsync()
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    using var body = new MemoryStream();
                    await context.Request.InputStream.CopyToAsync(body);
                    _received.Enqueue((context.Request.Url!.AbsolutePath, Encoding.Latin1.GetString(body.ToArray())));
                    context.Response.ContentType = "application/x-protobuf";
                    context.Response.Close();
                }
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private static int FreePort()
        {
            using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            socket.Start();
            return ((IPEndPoint)socket.LocalEndpoint).Port;
        }
    }
}
