using System.Text.Json;
using GraphQLPlugins.ModuleTesting;

namespace GraphQLPlugins.Integrations.Tests.Webhooks;

/// <summary>The log: finding what failed, sending it again, trying webhooks out.</summary>
[Trait("Line", "O6")]
public sealed class ReplayTests : WebhookScene
{
    [Fact]
    public async Task A_replay_is_the_same_message_signed_anew_and_leaves_the_original_alone()
    {
        var (installation, _) = await InstallAsync();
        var (_, secret) = await HookAsync(installation);
        Receiver.Answer = Receiver.With(400);
        await HappenAsync();
        await DeliverAsync();
        var id = Text(Assert.Single(await DeliveriesAsync()), "id")!;
        var before = (await DeliveryAsync(id)).ToString();
        Receiver.Answer = Receiver.Accept;
        Clock.Advance(TimeSpan.FromMinutes(1));

        var replay = (await DoAsync("redeliverWebhook", new { id })).GetProperty("delivery");
        Assert.Equal($"PENDING {id}", $"{Text(replay, "status")} {Text(replay, "replayOf")}");
        Assert.Equal("WEBHOOK_DELIVERY_NOT_REPEATABLE", Text(await RefusedAsync("redeliverWebhook", new { id = Text(replay, "id") }), "code"));
        await SendDueAsync();

        Assert.Equal(before, (await DeliveryAsync(id)).ToString());
        Assert.Equal("SUCCESS", Text(await DeliveryAsync(Text(replay, "id")!), "status"));
        var (first, second) = (Receiver.Requests.First(), Receiver.Requests.Last());
        Assert.Equal((first.Id, Convert.ToHexString(first.Body)), (second.Id, Convert.ToHexString(second.Body)));
        Assert.NotEqual(first.Headers["webhook-signature"], second.Headers["webhook-signature"]);
        Assert.True(second.IsSignedWith(secret));
        Assert.Equal("False true", $"{first.Headers.ContainsKey("Webhook-Replay")} {second.Headers["Webhook-Replay"]}");
        Host.Caller = Other();
        Assert.Equal("WEBHOOK_DELIVERY_NOT_FOUND", Text(await RefusedAsync("redeliverWebhook", new { id }), "code"));
    }

    [Fact]
    public async Task What_failed_is_found_and_sent_again_in_bulk()
    {
        var (installation, _) = await InstallAsync();
        var (webhook, _) = await HookAsync(installation);
        var fails = true;
        Receiver.Answer = (context, request) => (fails ? Receiver.With(422) : Receiver.Accept)(context, request);
        await HappenAsync(5);
        await DeliverAsync();
        fails = false;
        await HappenAsync(2);
        await DeliverAsync();
        Assert.Equal(5, (await DeliveriesAsync(new { status = new { eq = "FAILED" }, statusCode = new { eq = 422 } })).Count);
        Assert.Equal(2, (await DeliveriesAsync(new { status = new { eq = "SUCCESS" }, subscriptionId = new { eq = webhook } })).Count);

        var some = await DoAsync("redeliverWebhooks", new { where = new { subscriptionId = webhook }, limit = 3 });
        Assert.Equal("3 True", $"{some.GetProperty("deliveries").GetArrayLength()} {some.GetProperty("hasMore")}");
        await SendDueAsync();
        var none = await DoAsync("redeliverWebhooks", new { where = new { eventTypes = new[] { "plugin.installed" } } });
        Assert.Equal("0 False", $"{none.GetProperty("deliveries").GetArrayLength()} {none.GetProperty("hasMore")}");
        Assert.Equal("INPUT_INVALID", Text(await RefusedAsync("redeliverWebhooks", new { where = new { }, limit = 1001 }), "code"));

        var replays = await DeliveriesAsync(new { replayOf = new { neq = (string?)null } });
        Assert.Equal("SUCCESS SUCCESS SUCCESS", string.Join(' ', replays.Select(d => Text(d, "status"))));
        // In the order of the events.
        var sent = Receiver.Requests.Select(r => r.Id).ToList();
        Assert.Equal(sent.Take(3), sent.TakeLast(3));
    }

    [Fact]
    public async Task A_webhook_is_tried_with_and_without_sending()
    {
        var (installation, _) = await InstallAsync();
        var (id, secret) = await HookAsync(installation);

        var dry = JsonElement.Parse(Text(await DoAsync("dryRunWebhook", new { id, eventType = "options.changed", data = new { confKey = "x" } }), "payload")!);
        Assert.Equal("options.changed x", $"{Text(dry, "type")} {Text(dry.GetProperty("data"), "confKey")}");
        Assert.Equal("INPUT_INVALID", Text(await RefusedAsync("dryRunWebhook", new { id, eventType = "plugin.installed" }), "code"));
        Assert.Empty(await DeliveriesAsync());

        var triggered = (await DoAsync("triggerWebhook", new { id, eventType = "options.changed", data = new { confKey = "y" } })).GetProperty("delivery");
        Assert.Equal(1, await SendDueAsync());
        var request = Assert.Single(Receiver.Requests);
        Assert.True(request.IsSignedWith(secret));
        Assert.Equal("y user", $"{Text(request.Json.GetProperty("data"), "confKey")} {Text(request.Json.GetProperty("actor"), "type")}");
        Assert.Equal("SUCCESS", Text(await DeliveryAsync(Text(triggered, "id")!), "status"));
        await DoAsync("updateWebhook", new { id, active = false });
        Assert.Equal("WEBHOOK_INACTIVE", Text(await RefusedAsync("triggerWebhook", new { id, eventType = "options.changed" }), "code"));
    }

    [Fact]
    public async Task A_query_chooses_the_payload_as_the_app_that_asks()
    {
        var (installation, _) = await InstallAsync();
        const string query = "query($resource: String) { viewer { name capabilities } app(slug: $resource) { name } tokens { nodes { id } } }";
        foreach (var (wrong, words) in new[]
        {
            ("{ viewer { nothing } }", "nothing"), ("mutation { deleteApp(input: { slug: \"x\" }) { app { id } } }", "Exactly one query"), ("{ viewer {", "cannot be read"), ("query($who: String) { viewer { name } }", "$who"),
            ("{ viewer { name } } " + new string(' ', 10_000), "at most 10000"),
        })
        {
            var error = await RefusedAsync("createWebhook", new Dictionary<string, JsonElement>(Input(installation)) { ["query"] = JsonSerializer.SerializeToElement(wrong) });
            Assert.Equal("WEBHOOK_QUERY_INVALID", Text(error, "code"));
            Assert.Contains(words, Text(error, "message"));
        }
        await DoAsync("createWebhook", new Dictionary<string, JsonElement>(Input(installation)) { ["query"] = JsonSerializer.SerializeToElement(query) });
        Receiver.Answer = Receiver.With(500);
        await HappenAsync();
        await DeliverAsync();
        Receiver.Answer = Receiver.Accept;
        Clock.Advance(TimeSpan.FromSeconds(15));
        await SendDueAsync();

        var (first, second) = (Receiver.Requests.First(), Receiver.Requests.Last());
        Assert.Equal(first.Body, second.Body);
        var viewer = first.Json.GetProperty("data").GetProperty("viewer");
        Assert.StartsWith("app/one-", Text(viewer, "name"));
        Assert.Equal("catalog:read integrations:read options:read", string.Join(' ', viewer.GetProperty("capabilities").EnumerateArray()));
        // What the app may not see is an error of the payload.
        Assert.Equal("AUTH_NOT_AUTHORIZED", Text(first.Json.GetProperty("errors")[0].GetProperty("extensions"), "code"));

        // Whoever tries it is not taken for the app, and is still themselves afterwards.
        var id = (await Host.RunAsync("webhooks")).GetProperty("data").GetProperty("webhooks").GetProperty("nodes")[0].GetProperty("id").GetString();
        var dry = JsonElement.Parse(Text(await DoAsync("dryRunWebhook", new { id, eventType = "options.changed" }), "payload")!);
        Assert.StartsWith("app/one-", Text(dry.GetProperty("data").GetProperty("viewer"), "name"));
        Assert.Equal("tester", Text(dry.GetProperty("actor"), "name"));
        Host.Caller = ModuleHost.Identity("integrations:write options:read");
        Assert.Equal("SCOPE_EXCEEDS_REQUESTER", Text(await RefusedAsync("dryRunWebhook", new { id, eventType = "options.changed" }), "code"));
        Assert.Equal("SCOPE_EXCEEDS_REQUESTER", Text(await RefusedAsync("triggerWebhook", new { id, eventType = "options.changed" }), "code"));
        Assert.Equal("SCOPE_EXCEEDS_REQUESTER", Text(await RefusedAsync("createWebhook", new Dictionary<string, JsonElement>(Input(installation)) { ["identifier"] = JsonSerializer.SerializeToElement("two"), ["query"] = JsonSerializer.SerializeToElement(query) }), "code"));
    }

    [Fact]
    public async Task Subscribers_hear_of_each_attempt()
    {
        var (installation, _) = await InstallAsync();
        var (subscriptionId, _) = await HookAsync(installation);
        Receiver.Answer = Receiver.With(500);

        // An event shows the delivery as it is when the event arrives.
        var first = await Host.EventsAsync("onWebhookDelivery", new { subscriptionId }, 1, async () =>
        {
            await HappenAsync();
            await DeliverAsync();
        });
        Receiver.Answer = Receiver.Accept;
        var second = await Host.EventsAsync("onWebhookDelivery", new { subscriptionId }, 1, async () =>
        {
            Clock.Advance(TimeSpan.FromSeconds(15));
            await SendDueAsync();
        });
        Assert.Equal("1 2", $"{first[0].GetProperty("attemptCount")} {second[0].GetProperty("attemptCount")}");

        var one = await Host.EventsAsync("onWebhookDelivery", new { subscriptionId, status = "FAILED" }, 1, async () =>
        {
            await HappenAsync();
            await DeliverAsync();
            Receiver.Answer = Receiver.With(404);
            await HappenAsync();
            await DeliverAsync();
        });
        Assert.Equal("FAILED 404", $"{Text(one[0], "status")} {one[0].GetProperty("statusCode")}");
    }

    [Fact]
    [Trait("Line", "A49")]
    public async Task An_author_sees_the_latest_requests_of_each_type()
    {
        var (installation, slug) = await InstallAsync($"{Receiver.Url}/app", events: """["options"]""");
        await HookAsync(installation);
        await HappenAsync(103);
        await DeliverAsync();
        Receiver.Answer = Receiver.With(500, "oops");
        await HappenAsync(2);
        await DeliverAsync();

        var all = await RequestsAsync(new { slug });
        Assert.Equal("100 1", $"{all.Count(r => Text(r, "eventType") == "options.changed")} {all.Count(r => Text(r, "eventType") == "installation.created")}");
        Assert.Equal("500 oops", $"{all[0].GetProperty("responseCode")} {Text(all[0], "responseBody")}");
        Assert.All(all, r => Assert.Equal($"{Receiver.Url}/app", Text(r, "url")));
        Assert.Equal(2, (await RequestsAsync(new { slug, errorsOnly = true })).Count);
        Assert.Single(await RequestsAsync(new { slug, eventType = "installation.created", organization = "default" }));
        Assert.Empty(await RequestsAsync(new { slug, organization = "other" }));
        Assert.Empty(await RequestsAsync(new { slug, end = Clock.GetUtcNow().AddDays(-1) }));
        Assert.Equal("INPUT_INVALID", CodeOf(await Host.RunAsync("appWebhookRequests", new { slug, start = Clock.GetUtcNow(), end = Clock.GetUtcNow().AddDays(-1) })));
        Host.Caller = Other();
        Assert.Equal("APP_NOT_FOUND", CodeOf(await Host.RunAsync("appWebhookRequests", new { slug })));

        async Task<List<JsonElement>> RequestsAsync(object variables) =>
            [.. (await Host.RunAsync("appWebhookRequests", variables)).GetProperty("data").GetProperty("appWebhookRequests").EnumerateArray()];
    }
}
