using GraphQLPlugins.Integrations.Webhooks.Delivery;
using GraphQLPlugins.Kernel.Outbox;
using GraphQLPlugins.ModuleTesting;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Integrations.Tests.Webhooks;

/// <summary>Several hosts send side by side, and die.</summary>
public sealed class WorkersTests : WebhookScene
{
    private const int Webhooks = 10;
    private const int Events = 200;
    private const int Deaths = 6;

    [Fact]
    public async Task Hosts_that_die_lose_nothing_and_keep_the_order()
    {
        var (installation, _) = await InstallAsync();
        for (var i = 0; i < Webhooks; i++)
            await HookAsync(installation, $$"""{ "identifier": "n{{i}}", "targetUrl": "{{Receiver.Url}}/{{i}}", "strictOrder": true }""");
        var served = 0;
        // One in fifty is refused for the moment.
        Receiver.Answer = (context, request) => (Interlocked.Increment(ref served) % 50 == 0 ? Receiver.With(503) : Receiver.Accept)(context, request);
        await HappenAsync(Events);
        await Host.Services.GetRequiredService<EventDispatcher>().DispatchAsync();

        var random = new Random(17);
        var hosts = new List<(ModuleHost Host, Task Running)> { Start(), Start() };
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        for (var deaths = 0; await WaitingAsync() > 0;)
        {
            limit.Token.ThrowIfCancellationRequested();
            if (deaths < Deaths && served > (deaths + 1) * Webhooks * Events / (Deaths + 2))
            {
                deaths++;
                var victim = random.Next(hosts.Count);
                await hosts[victim].Host.DisposeAsync();
                await hosts[victim].Running;
                hosts[victim] = Start();
            }
            // Leases of the dead end, and retries come due.
            Clock.Advance(TimeSpan.FromSeconds(30));
            await Task.Delay(20, limit.Token);
        }
        foreach (var (host, running) in hosts)
        {
            await host.DisposeAsync();
            await running;
        }

        var wanted = await Host.Database.ListAsync("SELECT replace(message_id::text, '-', '') FROM integrations.webhook_deliveries ORDER BY subscription_id, number");
        Assert.Equal(Webhooks * Events, wanted.Count);
        Assert.Equal("Success", Assert.Single(await Host.Database.ListAsync("SELECT DISTINCT status FROM integrations.webhook_deliveries")));
        foreach (var received in Receiver.Requests.GroupBy(r => r.Path))
        {
            // Each at least once, first seen in the order of the events, whatever came twice.
            var first = received.Select(r => int.Parse(r.Json.GetProperty("data").GetProperty("keys")[0].GetString()!)).Distinct().ToList();
            Assert.Equal(Events, first.Count);
            Assert.Equal(first.Order(), first);
            Assert.Equal(Events, received.Select(r => r.Id).Distinct().Count());
        }
    }

    [Fact]
    public async Task A_host_that_lost_its_lease_writes_nothing()
    {
        var (installation, _) = await InstallAsync();
        await HookAsync(installation);
        await HappenAsync(2);
        await Host.Services.GetRequiredService<EventDispatcher>().DispatchAsync();
        var arrived = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        Receiver.Answer = async (context, _) =>
        {
            arrived.TrySetResult();
            await go.Task;
            context.Response.StatusCode = 400;
        };
        var slow = SendDueAsync();
        await arrived.Task;

        Receiver.Answer = Receiver.Accept;
        Clock.Advance(TimeSpan.FromMinutes(3));
        await using var other = Host.Join(IntegrationsHost.Modules, Clock, Settings);
        Assert.Equal(2, await other.Services.GetRequiredService<DeliveryWorker>().SendDueAsync());
        go.SetResult();
        await slow;

        Assert.Equal("SUCCESS SUCCESS", string.Join(' ', (await DeliveriesAsync()).Select(d => Text(d, "status"))));
        Assert.Equal(2, Receiver.Requests.Select(r => r.Id).Distinct().Count());
    }

    [Fact]
    public async Task What_is_queued_while_a_turn_ends_is_not_forgotten()
    {
        var (installation, _) = await InstallAsync();
        await HookAsync(installation);
        var dispatcher = Host.Services.GetRequiredService<EventDispatcher>();
        var more = 20;
        // Each request brings the next event, so every end of a turn meets a beginning.
        Receiver.Answer = async (context, request) =>
        {
            if (Interlocked.Decrement(ref more) >= 0)
            {
                await HappenAsync();
                await dispatcher.DispatchAsync();
            }
            await Receiver.Accept(context, request);
        };
        await HappenAsync();

        Assert.Equal(21, await DeliverAsync());
        Assert.Equal(0, await WaitingAsync());
    }

    [Fact]
    public async Task A_large_backlog_of_one_receiver_does_not_hold_up_others()
    {
        var (installation, _) = await InstallAsync();
        await HookAsync(installation, """{ "identifier": "busy" }""");
        await HappenAsync();
        await Host.Services.GetRequiredService<EventDispatcher>().DispatchAsync();
        await Host.Database.ExecuteAsync("""
            INSERT INTO integrations.webhook_deliveries (id, organization_id, subscription_id, event_id, event_type, message_id, created_at, status, attempt_count, attempts)
            SELECT gen_random_uuid(), organization_id, subscription_id, event_id, event_type, gen_random_uuid(), created_at, 'Pending', 0, '[]' FROM integrations.webhook_deliveries, generate_series(1, 20000)
            """);
        await HookAsync(installation, $$"""{ "identifier": "other", "targetUrl": "{{Receiver.Url}}/other" }""");
        await HappenAsync();
        await Host.Services.GetRequiredService<EventDispatcher>().DispatchAsync();

        // One turn each.
        await Task.WhenAll(await Host.Services.GetRequiredService<DeliveryWorker>().StartDueAsync(10, default));

        Assert.Equal(1, Receiver.Requests.Count(r => r.Path == "/other"));
        Assert.Equal(50, Receiver.Requests.Count(r => r.Path == "/hook"));
        // Heads are found by the index of what waits, however much does.
        var plan = string.Join('\n', await Host.Database.ListAsync("""
            EXPLAIN SELECT d.id FROM integrations.webhook_deliveries d
            WHERE d.subscription_id = (SELECT id FROM integrations.webhook_subscriptions WHERE identifier = 'busy') AND d.status = 'Pending' AND d.next_retry_at IS NULL ORDER BY d.number LIMIT 50
            """));
        Assert.Contains("ix_webhook_deliveries_waiting", plan);
        Assert.DoesNotContain("Sort", plan);
    }

    private (ModuleHost Host, Task Running) Start()
    {
        var host = Host.Join(IntegrationsHost.Modules, Clock, Settings);
        var worker = host.Services.GetRequiredService<DeliveryWorker>();
        return (host, Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    await Task.WhenAll(await worker.StartDueAsync(4, default));
                    await Task.Delay(5);
                }
            }
            catch (Exception)
            {
                // The host died, and what it had begun with it.
            }
        }));
    }

    private async Task<long> WaitingAsync() => (long)(await Host.Database.ScalarAsync("SELECT count(*) FROM integrations.webhook_deliveries WHERE status = 'Pending'"))!;
}
