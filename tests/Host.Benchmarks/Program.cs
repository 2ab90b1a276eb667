using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using GraphQLPlugins.EmbeddedPostgres;
using GraphQLPlugins.Host.Benchmarks;
using Spectre.Console;

if (args is ["floor", var floorUrl, var floorConnection])
{
    await FloorServer.RunAsync(floorUrl, floorConnection);
    return;
}
string Option(string name, string fallback) => Array.IndexOf(args, name) is var i and >= 0 && i + 1 < args.Length ? args[i + 1] : fallback;
var plugins = int.Parse(Option("--plugins", "20000"), CultureInfo.InvariantCulture);
var requests = int.Parse(Option("--requests", "3000"), CultureInfo.InvariantCulture);
var only = Option("--only", "");
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
var data = Directory.CreateTempSubdirectory("graphqlplugins-bench-").FullName;
await using var cluster = await EmbeddedCluster.StartAsync(new EmbeddedClusterOptions { DataDirectory = System.IO.Path.Combine(data, "postgres"), Durable = false });
using var ours = await ServerProcess.StartAsync(host,
    url => ["--urls", url, "--data", System.IO.Path.Combine(data, "host"), "--set", "Storage:Provider=PostgreSql", "--set", $"ConnectionStrings:Default={cluster.ConnectionString}", "--set", "Catalog:LoadDemo=false"],
    "/health/ready");
var token = (await File.ReadAllTextAsync(System.IO.Path.Combine(data, "host", "admin-token"))).Trim();
await SyntheticCatalog.FillAsync(cluster.ConnectionString, plugins);
using var floor = await ServerProcess.StartAsync(self, url => ["floor", url, cluster.ConnectionString], "/");
using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 16 });

var table = new Table().AddColumns("workload", "ours: CPU µs/request", "floor: CPU µs/request", "ratio", "PostgreSQL: ours µs", "floor µs", "ratio");
foreach (var workload in Workloads.All.Where(w => only.Length == 0 || w.Name == only))
{
    var cursor = workload.Prepare is null ? null : await workload.Prepare(ExecuteAsync);
    var floorCursor = cursor is null ? null : $"Plugin {plugins / 2 - 1:D7}|ffffffff-ffff-ffff-ffff-ffffffffffff";
    var check = await ExecuteAsync(workload.Document, workload.Variables(0, cursor));
    // In turns, so that a change of the machine's speed meets both.
    double oursServer = 0, oursDatabase = 0, floorServer = 0, floorDatabase = 0;
    for (var round = 0; round < 6; round++)
    {
        var (server, database) = await RunAsync(round, ours, new Uri(ours.Address, "/graphql"), n => new { query = workload.Document, variables = workload.Variables(n, cursor) });
        var (fServer, fDatabase) = await RunAsync(round, floor, new Uri(floor.Address, "/" + workload.Name.Split(' ')[0]), n => new { query = workload.Document, variables = workload.Variables(n, floorCursor) });
        if (round == 0) continue; // warm-up
        oursServer += server;
        oursDatabase += database;
        floorServer += fServer;
        floorDatabase += fDatabase;
    }
    var scale = 1e6 / requests;
    table.AddRow(workload.Name, F(oursServer * scale), F(floorServer * scale), R(oursServer / floorServer), F(oursDatabase * scale), F(floorDatabase * scale), R(oursDatabase / floorDatabase));
}
AnsiConsole.Write(table);
Directory.Delete(System.IO.Path.Combine(data, "host"), recursive: true);
return;

static string F(double value) => value.ToString("0", CultureInfo.InvariantCulture);
static string R(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

async Task<(double Server, double Database)> RunAsync(int round, ServerProcess server, Uri address, Func<int, object> body)
{
    var count = requests / 5;
    var serverBefore = CpuMeter.Of(server.Id);
    var databaseBefore = CpuMeter.OfFamily(cluster.ProcessId);
    // Each round goes on where the one before ended, so that writes change something.
    await Parallel.ForEachAsync(Enumerable.Range(round * count, count), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (n, ct) =>
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(body(n)) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.SendAsync(request, ct);
        response.EnsureSuccessStatusCode();
        await response.Content.CopyToAsync(Stream.Null, ct);
    });
    return (CpuMeter.Of(server.Id) - serverBefore, CpuMeter.OfFamily(cluster.ProcessId) - databaseBefore);
}

async Task<JsonElement> ExecuteAsync(string document, object variables)
{
    using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(ours.Address, "/graphql")) { Content = JsonContent.Create(new { query = document, variables }) };
    request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
    using var response = await client.SendAsync(request);
    var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync()).RootElement;
    return answer.TryGetProperty("errors", out var errors) ? throw new InvalidOperationException(errors.ToString()) : answer.GetProperty("data");
}
