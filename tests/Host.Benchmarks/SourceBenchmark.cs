using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GraphQLPlugins.EmbeddedPostgres;
using GraphQLPlugins.Testing.Git;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Npgsql;
using Path = System.IO.Path;

namespace GraphQLPlugins.Host.Benchmarks;

/// <summary>
/// Followed repositories of a local host that speaks as GitHub does: how fast signed hooks are stored and answered, at a rate that is kept; and how long it takes to copy many
/// repositories and to bring all of them up to date, with how many git processes at once. PostgreSQL is durable.
/// </summary>
internal sealed class SourceBenchmark : IAsyncDisposable
{
    private const string Token = "token-of-bench";
    private readonly string _data = Directory.CreateTempSubdirectory("graphqlplugins-bench-").FullName;
    private readonly ConcurrentDictionary<string, (string Url, string Secret)> _hooks = new();
    private EmbeddedCluster _cluster = null!;
    private WebApplication _vendor = null!;
    private ServerProcess _server = null!;
    private readonly HttpClient _hookClient = new(new SocketsHttpHandler { MaxConnectionsPerServer = 64 });
    private HttpClient _client = null!;
    private NpgsqlDataSource _source = null!;
    private int _repositories;

    /// <summary>Hooks at a rate.</summary>
    public static async Task HooksAsync(string host, int perSecond, int seconds, int repositories)
    {
        await using var bench = new SourceBenchmark();
        await bench.StartAsync(host, repositories, copies: false);
        await bench.ActivateAsync(atOnce: 8);
        var addresses = bench._hooks.ToArray();
        await bench.SendAsync("warm-up", addresses, perSecond, Math.Min(10, seconds));
        for (var round = 1; round <= 3; round++) await bench.SendAsync($"round {round}", addresses, perSecond, seconds);
    }

    /// <summary>Copies, then syncs.</summary>
    public static async Task SyncsAsync(string host, int repositories)
    {
        await using var bench = new SourceBenchmark();
        await bench.StartAsync(host, repositories, copies: true);
        await bench.MeasureAsync($"{repositories} activations", repositories, async () =>
        {
            await bench.ActivateAsync(atOnce: 4);
            await bench.SettleAsync();
        });
        bench.Commit("second", 5);
        await bench.MeasureAsync($"{repositories} syncs of a commit, by hooks", repositories, async () =>
        {
            foreach (var (repoId, hook) in bench._hooks) await bench.DeliverAsync(repoId, hook.Url, hook.Secret);
            await bench.SettleAsync();
        });
        var behind = await bench.ScalarAsync("SELECT count(*) FROM sources.repositories r JOIN sources.sync_states s ON s.repository_id = r.id WHERE r.status = 'Active' AND r.last_error_code IS NULL AND s.branches ->> 'main' = '" + bench.Head() + "'");
        Console.WriteLine($"{behind} of {repositories} have the last commit, without an error.");
    }

    public async ValueTask DisposeAsync()
    {
        _hookClient.Dispose();
        _client?.Dispose();
        _server?.Dispose();
        if (_source is not null) await _source.DisposeAsync();
        if (_vendor is not null) await _vendor.DisposeAsync();
        if (_cluster is not null) await _cluster.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    private string Origin => Path.Combine(_data, "origin.git");

    private async Task StartAsync(string host, int repositories, bool copies)
    {
        _repositories = repositories;
        _cluster = await EmbeddedCluster.StartAsync(new EmbeddedClusterOptions { DataDirectory = Path.Combine(_data, "postgres"), Durable = true });
        Git(null, "init", "--quiet", "--bare", "--initial-branch=main", Origin);
        Commit("first", 20);
        _vendor = Vendor();
        await _vendor.StartAsync();
        var url = _vendor.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        _server = await ServerProcess.StartAsync(host,
            at =>
            [
                "--urls", at, "--data", Path.Combine(_data, "host"), "--set", "Storage:Provider=PostgreSql", "--set", $"ConnectionStrings:Default={_cluster.ConnectionString}",
                "--set", "Catalog:LoadDemo=false", "--set", "Egress:AllowedNetworks:0=127.0.0.0/8", "--set", $"Sources:GitHub:Url={url}", "--set", $"Sources:GitHub:Token={Token}",
                "--set", "Sources:PublicUrl=https://plugins.example.org", "--set", "Sources:ActivationWait=00:00:05", "--set", $"Sources:Mirrors:Enabled={copies}",
            ],
            "/health/ready");
        _client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = _server.Address };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(Path.Combine(_data, "host", "admin-token"))).Trim());
        _source = NpgsqlDataSource.Create(_cluster.ConnectionString);
    }

    private Task ActivateAsync(int atOnce) => Parallel.ForEachAsync(Enumerable.Range(0, _repositories), new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (n, ct) =>
    {
        using var response = await _client.PostAsJsonAsync("/graphql", new
        {
            query = "mutation($id: String!) { activateRepository(input: { provider: \"github\", repoId: $id }) { sourceRepository { status } errors { ... on Error { message } } } }",
            variables = new { id = $"ada/repo-{n:0000}" },
        }, ct);
        var answer = await response.Content.ReadAsStringAsync(ct);
        if (!answer.Contains("\"status\"", StringComparison.Ordinal)) throw new InvalidOperationException(answer);
    });

    /// <summary>Sends at a rate, whatever becomes of those before; each counts once it is answered.</summary>
    private async Task SendAsync(string name, KeyValuePair<string, (string Url, string Secret)>[] addresses, int perSecond, int seconds)
    {
        var count = perSecond * seconds;
        var took = new double[count];
        var accepted = 0;
        var before = (long)(await ScalarAsync("SELECT count(*) FROM sources.hook_events"))!;
        var (cpu, databaseCpu) = (CpuMeter.Of(_server.Id), CpuMeter.OfFamily(_cluster.ProcessId));
        var sent = new List<Task>(count);
        var clock = Stopwatch.StartNew();
        while (sent.Count < count)
        {
            for (var due = Math.Min(count, (int)(clock.Elapsed.TotalSeconds * perSecond) + 1); sent.Count < due;) sent.Add(OneAsync(sent.Count));
            await Task.Delay(2);
        }
        await Task.WhenAll(sent);
        var answered = clock.Elapsed;
        await UntilAsync(async () => (bool)(await ScalarAsync("SELECT NOT EXISTS (SELECT 1 FROM sources.hook_events WHERE status = 'Received')"))!);
        await SettleAsync();
        var stored = (long)(await ScalarAsync("SELECT count(*) FROM sources.hook_events WHERE status = 'Processed'"))! - before;
        Array.Sort(took);
        var perHook = 1e3 / count;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}: {count} hooks for {addresses.Length} repositories, {count / answered.TotalSeconds:0}/s; {accepted} accepted, {stored} stored and matched; answered in {took[count / 2]:0.0} ms (median), {took[count * 99 / 100]:0.0} ms (99 %); " +
            $"CPU a hook, syncs included: host {(CpuMeter.Of(_server.Id) - cpu) * perHook:0.00} ms, PostgreSQL {(CpuMeter.OfFamily(_cluster.ProcessId) - databaseCpu) * perHook:0.00} ms"));

        async Task OneAsync(int n)
        {
            var (repoId, hook) = addresses[n % addresses.Length];
            var begun = Stopwatch.GetTimestamp();
            if (await DeliverAsync(repoId, hook.Url, hook.Secret)) Interlocked.Increment(ref accepted);
            took[n] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        }
    }

    private async Task<bool> DeliverAsync(string repoId, string url, string secret)
    {
        // About what GitHub sends for a push of a few commits.
        var body = JsonSerializer.SerializeToUtf8Bytes(new { @ref = "refs/heads/main", repository = new { full_name = repoId }, commits = Enumerable.Range(0, 20).Select(i => new { id = new string('a', 40), message = $"Commit {i}", url = new string('u', 300) }) });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_server.Address, new Uri(url).AbsolutePath)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("X-GitHub-Event", "push");
        request.Headers.Add("X-GitHub-Delivery", Guid.NewGuid().ToString());
        request.Headers.Add("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body)));
        using var response = await _hookClient.SendAsync(request);
        return response.StatusCode is System.Net.HttpStatusCode.Accepted;
    }

    private async Task MeasureAsync(string name, int count, Func<Task> work)
    {
        var (cpu, childCpu, databaseCpu) = (CpuMeter.Of(_server.Id), CpuMeter.OfFamily(_server.Id), CpuMeter.OfFamily(_cluster.ProcessId));
        using var stop = new CancellationTokenSource();
        var watching = WatchAsync(stop.Token);
        var clock = Stopwatch.StartNew();
        await work();
        var seconds = clock.Elapsed.TotalSeconds;
        await stop.CancelAsync();
        var (processes, bytes) = await watching;
        var (host, family) = (CpuMeter.Of(_server.Id) - cpu, CpuMeter.OfFamily(_server.Id) - childCpu);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}: {seconds:0} s, {count / seconds:0.0}/s; at most {processes} git processes at once, the host's memory at most {bytes / 1048576.0:0} MB; " +
            $"CPU each: host {host * 1e3 / count:0.0} ms, its git {(family - host) * 1e3 / count:0.0} ms, PostgreSQL {(CpuMeter.OfFamily(_cluster.ProcessId) - databaseCpu) * 1e3 / count:0.0} ms"));
    }

    private async Task<(int Processes, long Bytes)> WatchAsync(CancellationToken ct)
    {
        var (most, bytes) = (0, 0L);
        while (!ct.IsCancellationRequested)
        {
            most = Math.Max(most, CpuMeter.ChildrenOf(_server.Id).Count());
            using (var process = Process.GetProcessById(_server.Id)) bytes = Math.Max(bytes, process.WorkingSet64);
            await Task.Delay(20, CancellationToken.None);
        }
        return (most, bytes);
    }

    /// <summary>Waits until nothing is being activated and no job waits or runs.</summary>
    private Task SettleAsync() => UntilAsync(async () => (bool)(await ScalarAsync(
        "SELECT NOT EXISTS (SELECT 1 FROM sources.repositories WHERE status = 'Activating') AND NOT EXISTS (SELECT 1 FROM sources.hook_events WHERE status = 'Received') AND NOT EXISTS (SELECT 1 FROM kernel.jobs WHERE status IN ('Queued', 'Running'))"))!);

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    private static async Task UntilAsync(Func<Task<bool>> done)
    {
        var clock = Stopwatch.StartNew();
        while (!await done())
        {
            if (clock.Elapsed > TimeSpan.FromMinutes(30)) throw new TimeoutException("It did not end.");
            await Task.Delay(50);
        }
    }

    /// <summary>GitHub's API as far as it is needed, and one repository's files behind all names.</summary>
    private WebApplication Vendor()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/api/v3/repos/{owner}/{name}", (string owner, string name, HttpContext http) => new
        {
            full_name = $"{owner}/{name}", html_url = $"http://{http.Request.Host}/{owner}/{name}", clone_url = $"http://{http.Request.Host}/{owner}/{name}.git", default_branch = "main", @private = false, permissions = new { admin = true },
        });
        app.MapGet("/api/v3/repos/{owner}/{name}/hooks", () => Array.Empty<object>());
        app.MapPost("/api/v3/repos/{owner}/{name}/hooks", async (string owner, string name, HttpContext http) =>
        {
            var config = (await JsonSerializer.DeserializeAsync<JsonElement>(http.Request.Body)).GetProperty("config");
            _hooks[$"{owner}/{name}"] = (config.GetProperty("url").GetString()!, config.GetProperty("secret").GetString()!);
            return Results.Json(new { id = _hooks.Count }, statusCode: 201);
        });
        app.Map("/{owner}/{name}.git/{**rest}", (string rest, HttpContext http) => GitHttpBackend.AnswerAsync(http, _data, $"/origin.git/{rest}"));
        return app;
    }

    private void Commit(string message, int files)
    {
        var script = new StringBuilder($"commit refs/heads/main\ncommitter Ada <ada@example.org> {1_700_000_000 + files} +0000\ndata {message.Length}\n{message}\n");
        if (message != "first") script.Append("from refs/heads/main^0\n");
        for (var i = 0; i < files; i++) script.Append(CultureInfo.InvariantCulture, $"M 100644 inline {message}/{i}.txt\ndata 1000\n{new string((char)('a' + i), 1000)}\n");
        Git(script.ToString(), "--git-dir", Origin, "fast-import", "--quiet");
    }

    private string Head() => Git(null, "--git-dir", Origin, "rev-parse", "refs/heads/main").Trim();

    private static string Git(string? input, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in new[] { ("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1") }) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Write(input ?? "");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"git {arguments[0]} ended with {process.ExitCode}.");
    }
}
