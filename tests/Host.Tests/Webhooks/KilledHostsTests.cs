using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using GraphQLPlugins.Testing;
using Xunit.Abstractions;

namespace GraphQLPlugins.Host.Tests.Webhooks;

/// <summary>
/// Hosts that send webhooks are killed again and again. The sizes can be set: <c>DELIVERY_EVENTS</c>, <c>DELIVERY_WEBHOOKS</c>, <c>DELIVERY_HOSTS</c>, <c>DELIVERY_SECONDS_PER_KILL</c>; the figures are in the test's output.
/// </summary>
public sealed class KilledHostsTests(ITestOutputHelper output)
{
    private const string Organization = "01900000-0000-7000-8000-000000000001";
    private const int Batches = 20;
    private static readonly int Events = Size("DELIVERY_EVENTS", 200);
    private static readonly int Webhooks = Size("DELIVERY_WEBHOOKS", 5);
    private static readonly int Hosts = Size("DELIVERY_HOSTS", 2);
    private static readonly int SecondsPerKill = Size("DELIVERY_SECONDS_PER_KILL", 2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(Events * Webhooks / 200.0);

    [Fact]
    public async Task Each_event_reaches_each_webhook_in_order_whichever_host_dies()
    {
        await using var ledger = await DeliveryLedger.StartAsync();
        await using var database = await PostgresServer.CreateDatabaseAsync();
        await using var data = new DataDirectory();
        var environment = new Dictionary<string, string>
        {
            ["Storage__Provider"] = "PostgreSql", ["ConnectionStrings__Default"] = database.ConnectionString, ["Egress__AllowedNetworks__0"] = "127.0.0.0/8",
            ["Integrations__Webhooks__LeaseTime"] = "00:00:10", ["Integrations__Webhooks__Timeout"] = "00:00:05", ["Integrations__Webhooks__RetryDelay"] = "00:00:01", ["Integrations__Webhooks__MaxPerOwner"] = "1000",
        };
        var hosts = new List<HostProcess> { await HostProcess.StartAsync(data.Path, environment: environment) };
        try
        {
            hosts[0].Http.DefaultRequestHeaders.Authorization = new("Bearer", await data.TokenAsync());
            await AskAsync(hosts[0], "createApp", new { input = new { name = "Ledger", isInternal = true, scopes = new[] { "org:read" } } });
            var installation = (await database.ScalarAsync("SELECT id FROM integrations.app_installations"))!.ToString();
            for (var i = 0; i < Webhooks; i++)
                await AskAsync(hosts[0], "createWebhook", new { input = new { installationUuid = installation, identifier = $"n{i}", targetUrl = $"{ledger.Url}/{i}", events = new[] { "options.changed" }, strictOrder = true } });
            while (hosts.Count < Hosts) hosts.Add(await HostProcess.StartAsync(data.Path, environment: environment));

            var clock = Stopwatch.StartNew();
            using var done = new CancellationTokenSource(Patience);
            var kills = KillAsync(hosts, () => HostProcess.StartAsync(data.Path, environment: environment), done.Token);
            for (var batch = 0; batch < Batches; batch++)
            {
                await HappenAsync(database, batch * Events / Batches, (batch + 1) * Events / Batches);
                await Task.Delay(100);
            }
            while (await database.ScalarAsync($"SELECT count(*) FROM integrations.webhook_deliveries WHERE status = 'Success'") is not long sent || sent < (long)Events * Webhooks)
            {
                Assert.False(kills.IsCompleted, "The deliveries did not end in time, or a host did not start.");
                await Task.Delay(250);
            }
            var seconds = clock.Elapsed.TotalSeconds;
            await done.CancelAsync();
            var killed = await kills;

            var twice = ledger.Check(Webhooks, Events);
            Assert.Equal("Success", Assert.Single(await database.ListAsync("SELECT DISTINCT status FROM integrations.webhook_deliveries")));
            output.WriteLine($"{Events} events to {Webhooks} webhooks by {Hosts} hosts, of which {killed} were killed: {(long)Events * Webhooks} deliveries in {seconds:0} s, none lost, all in order; {twice} came twice, under the same id; {ledger.Refused} were refused for the moment.");
            Assert.True(killed > 0, "It was over before a host was killed.");
        }
        finally
        {
            foreach (var host in hosts) await host.DisposeAsync();
        }
    }

    /// <summary>Kills one host after the other, each with another one in its place. The answer is how many.</summary>
    private static async Task<int> KillAsync(List<HostProcess> hosts, Func<Task<HostProcess>> start, CancellationToken done)
    {
        var (random, killed) = (new Random(17), 0);
        while (!done.IsCancellationRequested)
        {
            var victim = random.Next(hosts.Count);
            await hosts[victim].KillAsync();
            killed++;
            await hosts[victim].DisposeAsync();
            hosts[victim] = await start();
            await Task.Delay(TimeSpan.FromSeconds(SecondsPerKill * 2 * random.NextDouble()), done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return killed;
    }

    // What a command writes, many at once.
    private static Task HappenAsync(TestDatabase database, int from, int to) => database.ExecuteAsync($$"""
        INSERT INTO kernel.outbox (id, origin_id, organization_id, type, resource, payload, actor, correlation_id, at)
        SELECT ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, gen_random_uuid(), '{{Organization}}', 'options.changed', 'example',
          '{"organizationId":"{{Organization}}","confKey":"example","scope":"organization:{{Organization}}","keys":["' || n || '"]}', 'system', '', now()
        FROM generate_series({{from}}, {{to - 1}}) n
        """);

    private static async Task AskAsync(HostProcess host, string operation, object variables)
    {
        var query = await File.ReadAllTextAsync(System.IO.Path.Combine(Testing.Repository.Root, "schema", "operations", operation + ".graphql"));
        using var response = await host.Http.PostAsJsonAsync("/graphql", new { query, variables });
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("data").GetProperty(operation).GetProperty("errors").ValueKind);
    }

    private static int Size(string name, int fallback) => int.TryParse(Environment.GetEnvironmentVariable(name), out var size) && size > 0 ? size : fallback;
}
