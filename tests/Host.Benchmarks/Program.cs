using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.EmbeddedPostgres;
using GraphQLPlugins.Host.Benchmarks;
using Spectre.Console;

if (args is ["floor", var floorUrl, var floorConnection])
{
    await FloorServer.RunAsync(floorUrl, floorConnection);
    return;
}
const int Rounds = 10, MaxWarmUpSeconds = 20;
const double CompilerAsleepSeconds = 0.03;
string Option(string name, string fallback) => Array.IndexOf(args, name) is var i and >= 0 && i + 1 < args.Length ? args[i + 1] : fallback;
var plugins = int.Parse(Option("--plugins", "20000"), CultureInfo.InvariantCulture);
var requests = int.Parse(Option("--requests", "3000"), CultureInfo.InvariantCulture);
var only = Option("--only", "");
var countsInstructions = args.Contains("--instructions");
var self = typeof(Workload).Assembly.Location;
var root = new DirectoryInfo(AppContext.BaseDirectory);
while (root is not null && !File.Exists(System.IO.Path.Combine(root.FullName, "GraphQLPlugins.sln"))) root = root.Parent;
var host = System.IO.Path.Combine(root?.FullName ?? ".", "src/Host/bin/Release/net10.0/GraphQLPlugins.Host.dll");
if (!File.Exists(host))
{
    Console.Error.WriteLine($"{host} is missing. Build it first: dotnet build -c Release src/Host");
    Environment.ExitCode = 1;
    return;
}
if (args is ["webhook-overhead", ..])
{
    await WebhookOverhead.RunAsync(host, int.Parse(Option("--requests", "8000"), CultureInfo.InvariantCulture), countsInstructions);
    return;
}
if (args is ["webhooks", ..])
{
    await WebhookBenchmark.RunAsync(host, int.Parse(Option("--deliveries", "20000"), CultureInfo.InvariantCulture), int.Parse(Option("--webhooks", "50"), CultureInfo.InvariantCulture),
        int.Parse(Option("--backlog", "1000000"), CultureInfo.InvariantCulture));
    return;
}
if (args is ["hooks", ..])
{
    await SourceBenchmark.HooksAsync(host, int.Parse(Option("--rate", "500"), CultureInfo.InvariantCulture), int.Parse(Option("--seconds", "30"), CultureInfo.InvariantCulture),
        int.Parse(Option("--repositories", "100"), CultureInfo.InvariantCulture));
    return;
}
if (args is ["syncs", ..])
{
    await SourceBenchmark.SyncsAsync(host, int.Parse(Option("--repositories", "1000"), CultureInfo.InvariantCulture));
    return;
}
// A folder that is named is kept, and not filled twice.
var kept = Option("--data", "");
var data = kept.Length == 0 ? Directory.CreateTempSubdirectory("graphqlplugins-bench-").FullName : Directory.CreateDirectory(kept).FullName;
var isFilled = Directory.Exists(System.IO.Path.Combine(data, "postgres"));
await using var cluster = await EmbeddedCluster.StartAsync(new EmbeddedClusterOptions { DataDirectory = System.IO.Path.Combine(data, "postgres"), Durable = false });
using var ours = await ServerProcess.StartAsync(host,
    url => ["--urls", url, "--data", System.IO.Path.Combine(data, "host"), "--set", "Storage:Provider=PostgreSql", "--set", $"ConnectionStrings:Default={cluster.ConnectionString}", "--set", "Catalog:LoadDemo=false"],
    "/health/ready");
var token = (await File.ReadAllTextAsync(System.IO.Path.Combine(data, "host", "admin-token"))).Trim();
if (!isFilled)
{
    var filling = Stopwatch.StartNew();
    await SyntheticCatalog.FillAsync(cluster.ConnectionString, plugins);
    Console.WriteLine($"{plugins} plugins with six versions each in {filling.Elapsed.TotalSeconds:0} s.");
}
var floorStart = new ProcessStartInfo("dotnet");
// In hexadecimal, as the runtime reads it: .NET's own default.
if (args.Contains("--floor-spins")) floorStart.Environment["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "46";
using var floor = await ServerProcess.StartAsync(floorStart, port => [self, "floor", $"http://127.0.0.1:{port}", cluster.ConnectionString], "/");
using var peer = args.Contains("--no-peer") ? null : await PeerServer.TryStartAsync(System.IO.Path.Combine(root!.FullName, "tests/Host.Benchmarks/peer"), cluster.ConnectionString);
using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 16 });

var table = new Table().AddColumns("workload", "ours: CPU µs/request", "floor: CPU µs/request", "ratio", "peer: CPU µs/request", "PostgreSQL: ours µs", "floor µs", "ratio");
if (countsInstructions) table.AddColumns("1000 instructions: ours", "floor", "ratio", "of PostgreSQL: ours", "floor", "ratio");
foreach (var workload in Workloads.For(plugins).Where(w => only.Length == 0 || w.Name == only))
{
    var state = workload.Prepare is null ? null : await workload.Prepare(ExecuteAsync);
    // The others' cursors are their own.
    var plainState = workload.Name switch
    {
        "depth 500" => $"Plugin {500 * 20 - 1:D7}|ffffffff-ffff-ffff-ffff-ffffffffffff",
        "effectiveOptions" => await SyntheticCatalog.ProjectAsync(cluster.ConnectionString),
        _ => null,
    };
    Running[] servers =
    [
        new(ours, n => Request(ours, "/graphql", new { query = workload.Document, variables = workload.Variables(n, state) })),
        new(floor, n => Request(floor, "/" + workload.Name.Split(' ')[0], new { query = workload.Document, variables = workload.Variables(n, plainState) })),
        .. peer is null ? Array.Empty<Running>() : [new(peer, n => Request(peer, "/graphql", new { query = workload.Document, variables = workload.Variables(n, plainState) }))],
    ];
    await CompareAsync(workload, servers);
    var sent = 0;
    foreach (var server in servers) sent = Math.Max(sent, await WarmUpAsync(server));
    // In turns, so that a change of the machine's speed meets all. Each round goes on where the one before ended, so that writes change something.
    for (var round = 0; round < Rounds; round++)
    {
        foreach (var server in servers) await MeasureAsync(server, sent + round * (requests / Rounds));
    }
    var (us, least) = (servers[0], servers[1]);
    var scale = 1e6 / requests;
    string[] cells =
    [
        workload.Name, F(us.Cpu * scale), F(least.Cpu * scale), R(us.Cpu / least.Cpu), servers.Length > 2 ? F(servers[2].Cpu * scale) : "-",
        F(us.DatabaseCpu * scale), F(least.DatabaseCpu * scale), R(us.DatabaseCpu / least.DatabaseCpu),
        .. countsInstructions ? new[] { F(us.Instructions / 1e3 / requests), F(least.Instructions / 1e3 / requests), R(us.Instructions / least.Instructions), F(us.DatabaseInstructions / 1e3 / requests), F(least.DatabaseInstructions / 1e3 / requests), R(us.DatabaseInstructions / least.DatabaseInstructions) } : [],
    ];
    table.AddRow(cells);
}
AnsiConsole.Profile.Width = 170;
AnsiConsole.Write(table);
foreach (var server in new[] { ours, floor, peer }) server?.Stop();
await cluster.DisposeAsync();
if (kept.Length == 0) Directory.Delete(data, recursive: true);
return;

static string F(double value) => value.ToString("0", CultureInfo.InvariantCulture);
static string R(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

HttpRequestMessage Request(ServerProcess server, string path, object body)
{
    var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, path)) { Content = JsonContent.Create(body) };
    request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
    return request;
}

Task SendAsync(Running server, int first, int count) =>
    Parallel.ForEachAsync(Enumerable.Range(first, count), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (n, ct) =>
    {
        using var request = server.Request(n);
        using var response = await client.SendAsync(request, ct);
        response.EnsureSuccessStatusCode();
        await response.Content.CopyToAsync(Stream.Null, ct);
    });

// Until the runtime has stopped compiling, which else would be much of what is measured: its compiler thread sleeps through two seconds in a row.
async Task<int> WarmUpAsync(Running server)
{
    var (sent, asleep) = (0, 0);
    for (var second = 0; second < MaxWarmUpSeconds && asleep < 2; second++)
    {
        var before = CpuMeter.OfCompiler(server.Process.Id);
        for (var watch = Stopwatch.StartNew(); watch.ElapsedMilliseconds < 1000; sent += requests / Rounds) await SendAsync(server, sent, requests / Rounds);
        asleep = CpuMeter.OfCompiler(server.Process.Id) - before < CompilerAsleepSeconds ? asleep + 1 : 0;
    }
    return sent;
}

async Task MeasureAsync(Running server, int first)
{
    var before = CpuMeter.Of(server.Process.Id);
    var databaseBefore = CpuMeter.OfFamily(cluster.ProcessId);
    using var counter = countsInstructions ? InstructionCounter.Start(server.Process.Id) : null;
    using var databaseCounter = countsInstructions ? InstructionCounter.Start([cluster.ProcessId, .. CpuMeter.ChildrenOf(cluster.ProcessId)]) : null;
    await SendAsync(server, first, requests / Rounds);
    server.Instructions += counter?.Stop() ?? 0;
    server.DatabaseInstructions += databaseCounter?.Stop() ?? 0;
    server.Cpu += CpuMeter.Of(server.Process.Id) - before;
    server.DatabaseCpu += CpuMeter.OfFamily(cluster.ProcessId) - databaseBefore;
}

// All give the same answers; cursors and etags are each server's own.
async Task CompareAsync(Workload workload, Running[] servers)
{
    string? expected = null;
    foreach (var server in servers)
    {
        using var request = server.Request(1);
        using var response = await client.SendAsync(request);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Anonymize(answer);
        expected ??= answer["data"]?.ToJsonString();
        if (answer["errors"] is not null || !JsonNode.DeepEquals(JsonNode.Parse(expected!), answer["data"]))
            throw new InvalidOperationException($"{workload.Name}: the answers differ.\n{expected}\n{answer.ToJsonString()}");
    }
}

static void Anonymize(JsonNode? node)
{
    if (node is JsonArray array) foreach (var item in array) Anonymize(item);
    if (node is not JsonObject members) return;
    foreach (var (name, value) in members.ToArray())
    {
        if (name is "endCursor" or "etag") members[name] = "own";
        else Anonymize(value);
    }
}

async Task<JsonElement> ExecuteAsync(string document, object variables)
{
    using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(ours.Address, "/graphql")) { Content = JsonContent.Create(new { query = document, variables }) };
    request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
    using var response = await client.SendAsync(request);
    var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync()).RootElement;
    return answer.TryGetProperty("errors", out var errors) ? throw new InvalidOperationException(errors.ToString()) : answer.GetProperty("data");
}

/// <summary>A server under measurement and what it has used so far, in seconds.</summary>
internal sealed class Running(ServerProcess process, Func<int, HttpRequestMessage> request)
{
    public ServerProcess Process => process;

    public Func<int, HttpRequestMessage> Request => request;

    public double Cpu { get; set; }

    public double DatabaseCpu { get; set; }

    /// <summary>In user mode; counted on request.</summary>
    public double Instructions { get; set; }

    /// <summary>PostgreSQL's meanwhile.</summary>
    public double DatabaseInstructions { get; set; }
}
