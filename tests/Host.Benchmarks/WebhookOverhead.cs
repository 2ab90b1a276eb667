using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using GraphQLPlugins.EmbeddedPostgres;
using Npgsql;

namespace GraphQLPlugins.Host.Benchmarks;

/// <summary>
/// What webhooks cost a mutation: the same one while nobody listens, while others listen to something else, and while they listen to this. The host that takes the mutations sends nothing
/// itself, as where sending is left to other hosts; what making deliveries of events costs is in its figures, and what requests cost is another workload.
/// </summary>
internal static class WebhookOverhead
{
    private const int Rounds = 8;
    private const string Mutation = "mutation S($id: String!, $v: JSON) { setOption(input: { pluginId: $id, key: \"enabled\", value: $v }) { optionSet { etag } errors { __typename } } }";

    private static readonly (string Name, string EventType, int Webhooks)[] Cases =
        [("no webhook", "options.changed", 0), ("1 for other events", "plugin.installed", 1), ("50 for other events", "plugin.installed", 50), ("1 for this event", "options.changed", 1), ("50 for this event", "options.changed", 50)];

    public static async Task RunAsync(string host, int requests, bool countsInstructions)
    {
        const int plugins = 1000;
        var data = Directory.CreateTempSubdirectory("graphqlplugins-bench-").FullName;
        await using var cluster = await EmbeddedCluster.StartAsync(new EmbeddedClusterOptions { DataDirectory = System.IO.Path.Combine(data, "postgres"), Durable = false });
        using var server = await ServerProcess.StartAsync(host,
            url =>
            [
                "--urls", url, "--data", System.IO.Path.Combine(data, "host"), "--set", "Storage:Provider=PostgreSql", "--set", $"ConnectionStrings:Default={cluster.ConnectionString}",
                "--set", "Catalog:LoadDemo=false", "--set", "Integrations:Webhooks:Concurrency=0", "--set", "Integrations:Webhooks:MaxPerOwner=1000",
            ],
            "/health/ready");
        await SyntheticCatalog.FillAsync(cluster.ConnectionString, plugins);
        using var client = new HttpClient { BaseAddress = new Uri(server.Address, "/graphql") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(System.IO.Path.Combine(data, "host", "admin-token"))).Trim());
        await using var source = NpgsqlDataSource.Create(cluster.ConnectionString);
        await ExecuteAsync("mutation { createApp(input: { name: \"Bench\", isInternal: true, scopes: [\"org:read\"] }) { app { slug } errors { ... on Error { message } } } }", new { });
        var installation = (Guid)(await ScalarAsync("SELECT id FROM integrations.app_installations"))!;
        for (var i = 0; i < Cases.Max(c => c.Webhooks); i++)
            await ExecuteAsync(
                "mutation($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { id } errors { ... on Error { message } } } }",
                new { input = new { installationUuid = installation, identifier = $"n{i:D3}", targetUrl = "https://example.com/", events = new[] { "options.changed" } } });
        await ScalarAsync("CREATE TABLE all_topics AS SELECT t.*, row_number() OVER (ORDER BY t.subscription_id) AS n FROM integrations.webhook_topics t");
        var columns = (string)(await ScalarAsync("SELECT string_agg(column_name, ', ' ORDER BY ordinal_position) FROM information_schema.columns WHERE table_schema = 'integrations' AND table_name = 'webhook_topics'"))!;

        var sent = 0;
        var used = Cases.ToDictionary(c => c.Name, _ => (Cpu: 0.0, Database: 0.0, Instructions: 0.0));
        // In turns, so that a change of the machine's speed meets all; the first round warms up.
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var (name, eventType, webhooks) in Cases)
            {
                await ListenAsync(eventType, webhooks);
                var (cpu, database) = (CpuMeter.Of(server.Id), CpuMeter.OfFamily(cluster.ProcessId));
                using var counter = countsInstructions ? InstructionCounter.Start(server.Id) : null;
                await SendAsync(requests / Rounds);
                await UntilTakenAsync(eventType == "options.changed" ? webhooks : 0, requests / Rounds);
                var instructions = counter?.Stop() ?? 0;
                var before = used[name];
                if (round > 0) used[name] = (before.Cpu + CpuMeter.Of(server.Id) - cpu, before.Database + CpuMeter.OfFamily(cluster.ProcessId) - database, before.Instructions + instructions);
            }
        }
        var bare = used[Cases[0].Name];
        foreach (var (name, (cpu, database, instructions)) in used)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name}: {cpu * 1e6 / requests:0} µs of the host's CPU a mutation ({(cpu / bare.Cpu - 1) * 100:+0;-0;0} %), {database * 1e6 / requests:0} µs of PostgreSQL's ({(database / bare.Database - 1) * 100:+0;-0;0} %)")
                + (countsInstructions ? string.Create(CultureInfo.InvariantCulture, $", {instructions / 1e3 / requests:0} thousand instructions ({(instructions / bare.Instructions - 1) * 100:+0;-0;0} %)") : ""));
        server.Stop();
        await cluster.DisposeAsync();
        Directory.Delete(data, recursive: true);

        async Task ListenAsync(string eventType, int webhooks)
        {
            await ScalarAsync("TRUNCATE integrations.webhook_topics, integrations.webhook_deliveries");
            await ScalarAsync($"INSERT INTO integrations.webhook_topics ({columns}) SELECT {columns.Replace("event_type", $"'{eventType}'", StringComparison.Ordinal)} FROM all_topics WHERE n <= {webhooks}");
        }

        Task SendAsync(int count)
        {
            var first = sent;
            sent += count;
            return Parallel.ForEachAsync(Enumerable.Range(first, count), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (n, ct) =>
                await ExecuteAsync(Mutation, new { id = $"plugin-{n * 7919L % plugins:D7}", v = n / plugins % 2 == 0 }));
        }

        // All that follows from the mutations on this host belongs to them.
        async Task UntilTakenAsync(int webhooks, int mutations)
        {
            for (var tries = 0; webhooks > 0 && (long)(await ScalarAsync("SELECT count(*) FROM integrations.webhook_deliveries"))! < (long)webhooks * mutations; tries++)
            {
                if (tries > 3000) throw new TimeoutException("The deliveries were not made.");
                await Task.Delay(20);
            }
        }

        async Task<object?> ScalarAsync(string sql)
        {
            await using var command = source.CreateCommand(sql);
            command.CommandTimeout = 600;
            return await command.ExecuteScalarAsync();
        }

        async Task ExecuteAsync(string query, object variables)
        {
            using var response = await client.PostAsJsonAsync("", new { query, variables });
            var answer = await response.Content.ReadAsStringAsync();
            using var json = JsonDocument.Parse(answer);
            if (json.RootElement.TryGetProperty("errors", out _) || answer.Contains("\"errors\":[", StringComparison.Ordinal)) throw new InvalidOperationException(answer);
        }
    }
}
