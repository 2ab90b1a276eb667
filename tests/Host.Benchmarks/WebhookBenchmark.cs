using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using GraphQLPlugins.EmbeddedPostgres;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Npgsql;

namespace GraphQLPlugins.Host.Benchmarks;

/// <summary>
/// How fast events reach receivers, with the log on: from rows of the outbox to requests at a local receiver and their outcome in the log; once as it is, and once beside
/// another receiver that is down while a million deliveries wait for it.
/// </summary>
internal static class WebhookBenchmark
{
    private const string Organization = "01900000-0000-7000-8000-000000000001";

    public static async Task RunAsync(string host, int deliveries, int webhooks, int backlog)
    {
        var data = Directory.CreateTempSubdirectory("graphqlplugins-bench-").FullName;
        await using var cluster = await EmbeddedCluster.StartAsync(new EmbeddedClusterOptions { DataDirectory = System.IO.Path.Combine(data, "postgres"), Durable = true });
        await using var receiver = Receiver(out var received);
        await receiver.StartAsync();
        var target = receiver.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        using var server = await ServerProcess.StartAsync(host,
            url =>
            [
                "--urls", url, "--data", System.IO.Path.Combine(data, "host"), "--set", "Storage:Provider=PostgreSql", "--set", $"ConnectionStrings:Default={cluster.ConnectionString}",
                "--set", "Catalog:LoadDemo=false", "--set", "Egress:AllowedNetworks:0=127.0.0.0/8", "--set", "Integrations:Webhooks:MaxPerOwner=1000",
            ],
            "/health/ready");
        using var client = new HttpClient { BaseAddress = new Uri(server.Address, "/graphql") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(System.IO.Path.Combine(data, "host", "admin-token"))).Trim());
        await using var source = NpgsqlDataSource.Create(cluster.ConnectionString);
        await ExecuteAsync(client, "mutation { createApp(input: { name: \"Bench\", isInternal: true, scopes: [\"org:read\"] }) { app { slug } errors { ... on Error { message } } } }", new { });
        var installation = (Guid)(await ScalarAsync(source, "SELECT id FROM integrations.app_installations"))!;
        for (var i = 0; i < webhooks; i++) await HookAsync(client, installation, $"n{i}", $"{target}/{i}");

        var each = deliveries / webhooks;
        await MeasureAsync("warm-up", each / 10 + 1);
        for (var round = 1; round <= 3; round++) await MeasureAsync($"round {round}", each);
        await HookAsync(client, installation, "down", "http://127.0.0.1:9/");
        await HappenAsync(source, 1);
        await UntilAsync(async () => (long)(await ScalarAsync(source, "SELECT count(*) FROM integrations.webhook_deliveries WHERE status = 'Pending'"))! == 1);
        await ScalarAsync(source, $"""
            INSERT INTO integrations.webhook_deliveries (id, organization_id, subscription_id, event_id, event_type, message_id, created_at, status, attempt_count, attempts)
            SELECT gen_random_uuid(), organization_id, subscription_id, event_id, event_type, gen_random_uuid(), created_at, 'Pending', 0, '[]'
            FROM integrations.webhook_deliveries, generate_series(1, {backlog}) WHERE status = 'Pending'
            """);
        await ScalarAsync(source, "UPDATE integrations.webhook_queues SET due_at = now(), wake = wake + 1 WHERE subscription_id IN (SELECT subscription_id FROM integrations.webhook_deliveries WHERE status = 'Pending' LIMIT 1)");
        for (var round = 1; round <= 3; round++) await MeasureAsync($"beside {backlog:N0} that wait", each);
        server.Stop();
        await cluster.DisposeAsync();
        Directory.Delete(data, recursive: true);

        async Task MeasureAsync(string name, int events)
        {
            var (start, cpu, databaseCpu) = (received.Value, CpuMeter.Of(server.Id), CpuMeter.OfFamily(cluster.ProcessId));
            var clock = Stopwatch.StartNew();
            await HappenAsync(source, events);
            var count = events * webhooks;
            await UntilAsync(() => Task.FromResult(received.Value - start >= count));
            await UntilAsync(async () => (bool)(await ScalarAsync(source, "SELECT NOT EXISTS (SELECT 1 FROM integrations.webhook_deliveries d JOIN integrations.webhook_subscriptions w ON w.id = d.subscription_id AND w.identifier <> 'down' WHERE d.status = 'Pending')"))!);
            var perDelivery = 1e6 / count;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name}: {count} deliveries to {webhooks} webhooks in {clock.Elapsed.TotalSeconds:0.0} s, {count / clock.Elapsed.TotalSeconds:0}/s; CPU a delivery: host {(CpuMeter.Of(server.Id) - cpu) * perDelivery:0} µs, PostgreSQL {(CpuMeter.OfFamily(cluster.ProcessId) - databaseCpu) * perDelivery:0} µs"));
        }
    }

    private sealed class Counter
    {
        private int _value;

        public int Value => Volatile.Read(ref _value);

        public void Add() => Interlocked.Increment(ref _value);
    }

    private static WebApplication Receiver(out Counter received)
    {
        var counter = received = new Counter();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(async http =>
        {
            await http.Request.Body.CopyToAsync(Stream.Null);
            http.Response.StatusCode = 204;
            counter.Add();
        });
        return app;
    }

    private static Task HookAsync(HttpClient client, Guid installation, string identifier, string url) => ExecuteAsync(client,
        "mutation($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { id } errors { ... on Error { message } } } }",
        new { input = new { installationUuid = installation, identifier, targetUrl = url, events = new[] { "options.changed" } } });

    // What a command writes, many at once: how fast commands are is another workload.
    private static Task HappenAsync(NpgsqlDataSource source, int events) => ScalarAsync(source, $$"""
        INSERT INTO kernel.outbox (id, origin_id, organization_id, type, resource, payload, actor, correlation_id, at)
        SELECT gen_random_uuid(), gen_random_uuid(), '{{Organization}}', 'options.changed', 'example', '{"organizationId":"{{Organization}}","confKey":"example","scope":"organization:{{Organization}}","keys":["a","b"]}', 'system', '', now()
        FROM generate_series(1, {{events}})
        """);

    private static async Task<object?> ScalarAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 600;
        return await command.ExecuteScalarAsync();
    }

    private static async Task UntilAsync(Func<Task<bool>> done)
    {
        var clock = Stopwatch.StartNew();
        while (!await done())
        {
            if (clock.Elapsed > TimeSpan.FromMinutes(10)) throw new TimeoutException("The deliveries did not arrive.");
            await Task.Delay(20);
        }
    }

    private static async Task ExecuteAsync(HttpClient client, string query, object variables)
    {
        using var response = await client.PostAsJsonAsync("", new { query, variables });
        var answer = await response.Content.ReadAsStringAsync();
        using var json = JsonDocument.Parse(answer);
        if (json.RootElement.TryGetProperty("errors", out _) || answer.Contains("\"errors\":[", StringComparison.Ordinal)) throw new InvalidOperationException(answer);
    }
}
