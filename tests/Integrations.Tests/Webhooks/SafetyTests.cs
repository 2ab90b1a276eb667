using GraphQLPlugins.Integrations.Webhooks.Log;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Integrations.Tests.Webhooks;

/// <summary>What never leaves, what ends, and what goes after a while.</summary>
public sealed class SafetyTests : WebhookScene
{
    protected override (string Name, string Value)[] Settings => [.. base.Settings, ("Integrations:Webhooks:Timeout", "00:00:00.3")];

    [Fact]
    public async Task Secrets_are_in_neither_the_graph_nor_the_tables()
    {
        var (installation, _) = await InstallAsync();
        var (id, secret) = await HookAsync(installation, """{ "customHeaders": [{ "name": "Authorization", "value": "Bearer opensesame" }] }""");
        await HappenAsync();
        await DeliverAsync();
        Assert.Equal("Bearer opensesame", Assert.Single(Receiver.Requests).Headers["Authorization"]);
        // The mask keeps the value.
        await DoAsync("updateWebhook", new { id, customHeaders = new[] { new { name = "Authorization", value = "********" } } });
        await HappenAsync();
        await DeliverAsync();
        Assert.Equal("Bearer opensesame", Receiver.Requests.Last().Headers["Authorization"]);

        var shown = string.Join('\n',
            (await Host.RunAsync("webhooks")).ToString(), (await DeliveryAsync(Text((await DeliveriesAsync())[0], "id")!)).ToString(),
            string.Join('\n', await Host.Database.ListAsync("SELECT to_jsonb(w)::text FROM integrations.webhook_subscriptions w UNION ALL SELECT to_jsonb(d)::text FROM integrations.webhook_deliveries d UNION ALL SELECT to_jsonb(s)::text FROM integrations.webhook_secrets s UNION ALL SELECT to_jsonb(a)::text FROM kernel.audit_entries a UNION ALL SELECT to_jsonb(o)::text FROM kernel.outbox o")));
        Assert.Contains("webhook-signature", shown);
        Assert.DoesNotContain("opensesame", shown);
        Assert.DoesNotContain(secret["whsec_".Length..], shown);
    }

    [Fact]
    public async Task A_receiver_that_is_slow_or_stops_half_way_is_left_after_the_time_limit()
    {
        var (installation, _) = await InstallAsync();
        await HookAsync(installation);
        using var over = new CancellationTokenSource();
        Receiver.Answer = async (context, _) => await Task.Delay(Timeout.Infinite, CancellationTokenSource.CreateLinkedTokenSource(over.Token, context.RequestAborted).Token).ContinueWith(_ => { });
        await HappenAsync();
        await DeliverAsync();
        var slow = await DeliveryAsync(Text((await DeliveriesAsync())[0], "id")!);
        Assert.Equal("PENDING The receiver did not answer within 0.3 s.", $"{Text(slow, "status")} {Text(slow.GetProperty("attempts")[0], "error")}");

        // The status has come, the rest of the answer never does.
        Receiver.Answer = async (context, _) =>
        {
            context.Response.StatusCode = 400;
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, CancellationTokenSource.CreateLinkedTokenSource(over.Token, context.RequestAborted).Token).ContinueWith(_ => { });
        };
        await HappenAsync();
        await DeliverAsync();
        Assert.Equal("FAILED 400", $"{Text((await DeliveriesAsync())[0], "status")} {(await DeliveriesAsync())[0].GetProperty("statusCode")}");
        await over.CancelAsync();
    }

    [Fact]
    public async Task An_address_that_turns_private_is_not_called()
    {
        var (installation, _) = await InstallAsync();
        await HookAsync(installation);
        // As if its name led elsewhere by now: what is saved is checked again at each attempt.
        await Host.Database.ExecuteAsync("UPDATE integrations.webhook_subscriptions SET target_url = 'http://10.0.0.1/hook'");
        await HappenAsync();
        await DeliverAsync();

        var delivery = await DeliveryAsync(Text((await DeliveriesAsync())[0], "id")!);
        Assert.Equal("FAILED", Text(delivery, "status"));
        Assert.Contains("private network", Text(delivery.GetProperty("attempts")[0], "error"));
    }

    [Fact]
    public async Task Payloads_go_before_the_log_does()
    {
        var (installation, _) = await InstallAsync();
        var (id, _) = await HookAsync(installation);
        await HappenAsync();
        await DeliverAsync();
        var delivery = Text((await DeliveriesAsync())[0], "id")!;
        await DeliveryRetention.RemoveOldAsync(Host.Services, default);
        Assert.NotNull(Text(await DeliveryAsync(delivery), "payload"));

        Clock.Advance(TimeSpan.FromDays(15));
        await DeliveryRetention.RemoveOldAsync(Host.Services, default);
        Assert.Equal("SUCCESS", Text(await DeliveryAsync(delivery), "status"));
        Assert.Null(Text(await DeliveryAsync(delivery), "payload"));
        Assert.Equal("WEBHOOK_DELIVERY_NOT_REPEATABLE", Text(await RefusedAsync("redeliverWebhook", new { id = delivery }), "code"));

        await DoAsync("deleteWebhook", new { id });
        Clock.Advance(TimeSpan.FromDays(16));
        await DeliveryRetention.RemoveOldAsync(Host.Services, default);
        Assert.Empty(await DeliveriesAsync());
        Assert.Equal(0L, await Host.Database.ScalarAsync("SELECT count(*) FROM integrations.webhook_subscriptions"));
        Assert.Equal(0L, await Host.Database.ScalarAsync("SELECT count(*) FROM integrations.webhook_queues"));
    }

    [Fact]
    [Trait("Line", "A13")]
    public async Task A_deleted_app_is_told_at_each_of_its_installations()
    {
        var (installation, slug) = await InstallAsync($"{Receiver.Url}/app");
        await DoAsync("deleteApp", new { slug });
        await DeliverAsync();

        Assert.Equal("installation.created installation.deleted", string.Join(' ', Receiver.Requests.Select(r => Text(r.Json, "type"))));
        Assert.Equal(installation, Receiver.Requests.Last().Json.GetProperty("installation").GetProperty("uuid").GetGuid());
    }
}
