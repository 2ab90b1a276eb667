using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Integrations.Tests.Webhooks;

/// <summary>What is sent, how it is signed, and what becomes of it when a receiver does not behave.</summary>
public sealed class DeliveryTests : WebhookScene
{
    [Fact]
    [Trait("Line", "A46")]
    [Trait("Line", "A47")]
    public async Task A_delivery_is_signed_and_says_what_happened()
    {
        var (installation, slug) = await InstallAsync();
        var (_, secret) = await HookAsync(installation, """{ "customHeaders": [{ "name": "X-Tenant", "value": "seven" }] }""");
        await HappenAsync();

        Assert.Equal(1, await DeliverAsync());

        var request = Assert.Single(Receiver.Requests);
        Assert.True(request.IsSignedWith(secret));
        Assert.StartsWith("msg_", request.Id);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        Assert.Equal("options", request.Headers["Sentry-Hook-Resource"]);
        Assert.Equal(request.Headers["webhook-timestamp"], request.Headers["Sentry-Hook-Timestamp"]);
        Assert.Matches("^[0-9a-f]{32}$", request.Headers["Request-ID"]);
        Assert.True(request.IsHookSignedWith(await ClientSecretAsync(slug)));
        Assert.Equal("seven", request.Headers["X-Tenant"]);
        var body = request.Json;
        Assert.Equal("options.changed changed", $"{Text(body, "type")} {Text(body, "action")}");
        Assert.Equal(installation, body.GetProperty("installation").GetProperty("uuid").GetGuid());
        Assert.Equal("example", Text(body.GetProperty("data"), "confKey"));
        Assert.Equal("""{"type":"application","id":"system","name":"system"}""", JsonSerializer.Serialize(body.GetProperty("actor")));

        var delivery = await DeliveryAsync(Text(Assert.Single(await DeliveriesAsync()), "id")!);
        Assert.Equal("SUCCESS 1 204", $"{Text(delivery, "status")} {delivery.GetProperty("attemptCount")} {delivery.GetProperty("statusCode")}");
        Assert.Equal(request.Id, Text(delivery, "messageId"));
        Assert.Equal(System.Text.Encoding.UTF8.GetString(request.Body), Text(delivery, "payload"));
        var attempt = Assert.Single(delivery.GetProperty("attempts").EnumerateArray());
        Assert.Null(Text(attempt, "responseBody"));
        // Ours alone: what its owner added is a secret.
        Assert.DoesNotContain(attempt.GetProperty("requestHeaders").EnumerateArray(), h => Text(h, "name") == "X-Tenant");
        Assert.Contains(attempt.GetProperty("requestHeaders").EnumerateArray(), h => Text(h, "name") == "webhook-signature");
    }

    [Fact]
    public async Task Nothing_is_sent_of_what_was_rolled_back()
    {
        var (installation, _) = await InstallAsync();
        await HookAsync(installation);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Host.SendAsync(new ChangeOptions(1, Fails: true)));
        Assert.Equal(0, await DeliverAsync());
        await HappenAsync();
        Assert.Equal(1, await DeliverAsync());
    }

    [Fact]
    public async Task An_attempt_that_fails_is_repeated_with_growing_pauses_and_then_given_up()
    {
        var (installation, _) = await InstallAsync();
        var (_, secret) = await HookAsync(installation);
        Receiver.Answer = Receiver.With(503, "out of order");
        await HappenAsync();
        await DeliverAsync();

        var pauses = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            var waiting = Assert.Single(await DeliveriesAsync());
            Assert.Equal("PENDING", Text(waiting, "status"));
            var wait = waiting.GetProperty("nextRetryAt").GetDateTimeOffset() - Clock.GetUtcNow();
            pauses.Add(wait.TotalSeconds);
            Assert.Equal(0, await SendDueAsync());
            Clock.Advance(wait + TimeSpan.FromSeconds(1));
            Assert.Equal(1, await SendDueAsync());
        }

        for (var i = 0; i < 5; i++) Assert.InRange(pauses[i], 10 * Math.Pow(2, i) * 0.8 - 0.01, 10 * Math.Pow(2, i) * 1.2);
        var delivery = await DeliveryAsync(Text(Assert.Single(await DeliveriesAsync()), "id")!);
        Assert.Equal("DEAD 6 503", $"{Text(delivery, "status")} {delivery.GetProperty("attemptCount")} {delivery.GetProperty("statusCode")}");
        Assert.All(delivery.GetProperty("attempts").EnumerateArray(), a => Assert.Equal("out of order", Text(a, "responseBody")));
        // Each is the same message, signed anew.
        Assert.Single(Receiver.Requests.Select(r => r.Id).Distinct());
        Assert.Equal(6, Receiver.Requests.Select(r => r.Headers["webhook-timestamp"]).Distinct().Count());
        Assert.All(Receiver.Requests, r => Assert.True(r.IsSignedWith(secret)));
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, await SendDueAsync());
    }

    [Fact]
    [Trait("Line", "A48")]
    public async Task A_refusal_or_a_redirect_is_final()
    {
        var (installation, _) = await InstallAsync();
        await HookAsync(installation);
        foreach (var status in new[] { 400, 404, 422, 429, 302, 308, 501, 505 })
        {
            Receiver.Requests.Clear();
            Receiver.Answer = Receiver.With(status, "no", ("Location", $"{Receiver.Url}/elsewhere"));
            await HappenAsync();
            await DeliverAsync();
            Clock.Advance(TimeSpan.FromHours(1));
            await SendDueAsync();

            var delivery = (await DeliveriesAsync())[0];
            Assert.Equal($"FAILED 1 {status}", Outcome(delivery));
            Assert.Equal("/hook", Assert.Single(Receiver.Requests).Path);
        }
    }

    [Theory]
    [Trait("Line", "A48")]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(507)]
    [InlineData(599)]
    public async Task A_server_that_fails_is_tried_again(int status)
    {
        var (installation, _) = await InstallAsync();
        await HookAsync(installation);
        Receiver.Answer = Receiver.With(status, "no");
        await HappenAsync();
        await DeliverAsync();
        Assert.Equal($"PENDING 1 {status}", Outcome((await DeliveriesAsync())[0]));

        Receiver.Answer = Receiver.With(204, "");
        Clock.Advance(TimeSpan.FromMinutes(1));
        await SendDueAsync();

        Assert.Equal("SUCCESS 2 204", Outcome((await DeliveriesAsync())[0]));
        Assert.Single(Receiver.Requests.Select(r => r.Id).Distinct());
    }

    private static string Outcome(JsonElement delivery) => $"{Text(delivery, "status")} {delivery.GetProperty("attemptCount")} {delivery.GetProperty("statusCode")}";

    [Fact]
    public async Task A_receiver_that_says_when_is_left_alone_until_then()
    {
        var (installation, _) = await InstallAsync();
        await HookAsync(installation);
        foreach (var status in new[] { 503, 429 })
        {
            Receiver.Answer = Receiver.With(status, "", ("Retry-After", "600"));
            await HappenAsync(2);
            Assert.Equal(1, await DeliverAsync());

            Receiver.Answer = Receiver.Accept;
            Clock.Advance(TimeSpan.FromSeconds(570));
            await HappenAsync();
            Assert.Equal(0, await DeliverAsync());
            Clock.Advance(TimeSpan.FromSeconds(31));
            Assert.Equal(3, await SendDueAsync());
            Assert.All(await DeliveriesAsync(), d => Assert.Equal("SUCCESS", Text(d, "status")));
        }
    }

    [Fact]
    public async Task A_receiver_that_is_gone_gets_nothing_more()
    {
        var (installation, _) = await InstallAsync();
        var (id, _) = await HookAsync(installation);
        Receiver.Answer = Receiver.With(410);
        await HappenAsync(3);

        Assert.Equal(1, await DeliverAsync());

        var webhook = await WebhookAsync(id);
        Assert.Equal("False GONE", $"{webhook.GetProperty("active")} {Text(webhook, "disabledReason")}");
        Assert.Equal("SKIPPED SKIPPED FAILED", string.Join(' ', (await DeliveriesAsync()).Select(d => Text(d, "status"))));
        Assert.Equal("disableWebhook", await Host.Database.ScalarAsync("SELECT action FROM kernel.audit_entries ORDER BY id DESC LIMIT 1"));
        await HappenAsync();
        Assert.Equal(0, await DeliverAsync());
        Assert.Equal(3, (await DeliveriesAsync()).Count);
    }

    [Fact]
    public async Task A_receiver_that_breaks_off_or_stalls_is_tried_again()
    {
        var (installation, _) = await InstallAsync();
        await HookAsync(installation);
        Receiver.Answer = (context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        await HappenAsync();
        await DeliverAsync();

        var delivery = await DeliveryAsync(Text(Assert.Single(await DeliveriesAsync()), "id")!);
        Assert.Equal("PENDING", Text(delivery, "status"));
        var attempt = delivery.GetProperty("attempts")[0];
        Assert.Equal("The receiver broke off, or answered against the protocol.", Text(attempt, "error"));
        Assert.Equal(JsonValueKind.Null, attempt.GetProperty("statusCode").ValueKind);
    }

    [Fact]
    [Trait("Line", "A49")]
    public async Task Answers_are_kept_for_errors_alone_and_cut()
    {
        var (installation, _) = await InstallAsync();
        await HookAsync(installation);
        Receiver.Answer = Receiver.With(500, "a\0b" + new string('x', 5000));
        await HappenAsync();
        await DeliverAsync();

        var body = Text((await DeliveryAsync(Text(Assert.Single(await DeliveriesAsync()), "id")!)).GetProperty("attempts")[0], "responseBody")!;
        Assert.Equal(1024, body.Length);
        Assert.StartsWith("abxxx", body);
    }

    [Fact]
    public async Task A_retry_waits_aside_unless_order_is_strict()
    {
        var (installation, _) = await InstallAsync();
        await HookAsync(installation);
        await HookAsync(installation, $$"""{ "identifier": "strict", "targetUrl": "{{Receiver.Url}}/strict", "strictOrder": true }""");
        var failed = new HashSet<string>();
        Receiver.Answer = (context, request) =>
        {
            bool fails;
            lock (failed) fails = failed.Add(request.Path);
            return fails ? Receiver.With(500)(context, request) : Receiver.Accept(context, request);
        };
        await HappenAsync(3);
        await DeliverAsync();
        Clock.Advance(TimeSpan.FromSeconds(15));
        await SendDueAsync();

        Assert.Equal("1 2 3 1", Order("/hook"));
        Assert.Equal("1 1 2 3", Order("/strict"));
    }

    [Fact]
    public async Task Secrets_overlap_while_they_are_rotated()
    {
        var (installation, _) = await InstallAsync();
        var (id, old) = await HookAsync(installation);
        var rotated = await DoAsync("rotateWebhookSecret", new { id, oldSecretValidFor = "PT1H" });
        var secret = Text(rotated, "secret")!;
        Assert.NotEqual(old, secret);
        await HappenAsync();
        await DeliverAsync();
        Clock.Advance(TimeSpan.FromHours(2));
        await HappenAsync();
        await DeliverAsync();

        var requests = Receiver.Requests.ToArray();
        Assert.Equal("True True", $"{requests[0].IsSignedWith(old)} {requests[0].IsSignedWith(secret)}");
        Assert.Equal("False True", $"{requests[1].IsSignedWith(old)} {requests[1].IsSignedWith(secret)}");
    }

    [Fact]
    [Trait("Line", "A50")]
    public async Task Events_of_other_projects_are_left_out()
    {
        var (installation, _) = await InstallAsync();
        var shop = await CreateProjectAsync("shop");
        await HookAsync(installation, $$"""{ "projectIds": ["{{shop}}"] }""");
        var ids = (await Host.Database.ListAsync("SELECT id FROM kernel.projects")).ConvertAll(Guid.Parse);
        await HappenAsync(projectId: ids[0]);
        await HappenAsync(projectId: Guid.NewGuid());
        await HappenAsync();
        Assert.Equal(2, await DeliverAsync());

        // The installation's own filter counts as well.
        var other = await CreateProjectAsync("other");
        await DoAsync("setInstallationProjects", new { installationUuid = installation, projectIds = new[] { other } });
        await HappenAsync(projectId: ids[0]);
        Assert.Equal(0, await DeliverAsync());
    }

    [Fact]
    public async Task What_waits_too_long_is_given_up_and_what_is_off_is_skipped()
    {
        var (installation, _) = await InstallAsync();
        var (id, _) = await HookAsync(installation);
        await HappenAsync();
        await Host.Services.GetRequiredService<Kernel.Outbox.EventDispatcher>().DispatchAsync();
        Clock.Advance(TimeSpan.FromDays(4));
        Assert.Equal(0, await SendDueAsync());
        Assert.Equal("DEAD", Text(Assert.Single(await DeliveriesAsync()), "status"));

        await HappenAsync();
        await Host.Services.GetRequiredService<Kernel.Outbox.EventDispatcher>().DispatchAsync();
        await DoAsync("updateWebhook", new { id, active = false });
        Assert.Equal(0, await SendDueAsync());
        Assert.Equal("SKIPPED", Text((await DeliveriesAsync())[0], "status"));
    }

    [Fact]
    [Trait("Line", "A41")]
    [Trait("Line", "A43")]
    public async Task An_app_is_told_of_its_coming_and_going_at_its_own_address()
    {
        var (installation, slug) = await InstallAsync($"{Receiver.Url}/app", events: """["options"]""");
        var secret = await ClientSecretAsync(slug);
        await HappenAsync();
        await DeliverAsync();
        await DoAsync("uninstallApp", new { installationUuid = installation });
        await HappenAsync();
        await DeliverAsync();

        Assert.Equal("installation.created options.changed installation.deleted", string.Join(' ', Receiver.Requests.Select(r => Text(r.Json, "type"))));
        Assert.All(Receiver.Requests, r => Assert.True(r.IsSignedWith(secret) && r.IsHookSignedWith(secret)));
        var told = Receiver.Requests.First().Json.GetProperty("data").GetProperty("installation");
        Assert.Equal($"{installation} {slug}", $"{Text(told, "uuid")} {Text(told.GetProperty("app"), "slug")}");
    }

    [Fact]
    public async Task A_receiver_that_is_down_does_not_block_an_uninstallation()
    {
        var (installation, _) = await InstallAsync($"{Receiver.Url}/app");
        await DeliverAsync();
        Receiver.Answer = Receiver.With(500);

        Assert.Equal("PENDING_DELETION", Text((await DoAsync("uninstallApp", new { installationUuid = installation })).GetProperty("appInstallation"), "status"));
        await DeliverAsync();
        Receiver.Answer = Receiver.Accept;
        Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(1, await SendDueAsync());
        Assert.Equal("installation.deleted", Text(Receiver.Requests.Last().Json, "type"));
    }

    [Fact]
    public async Task The_webhook_of_an_app_follows_the_app()
    {
        var (_, slug) = await InstallAsync($"{Receiver.Url}/app");
        var own = (await Host.RunAsync("webhooks")).GetProperty("data").GetProperty("webhooks").GetProperty("nodes")[0];
        Assert.Equal("app APP", $"{Text(own, "identifier")} {Text(own, "origin")}");
        var id = Text(own, "id");
        Assert.Equal("WEBHOOK_FOLLOWS_APP", Text(await RefusedAsync("updateWebhook", new { id, targetUrl = "https://example.com" }), "code"));
        Assert.Equal("WEBHOOK_FOLLOWS_APP", Text(await RefusedAsync("deleteWebhook", new { id }), "code"));
        Assert.Equal("WEBHOOK_FOLLOWS_APP", Text(await RefusedAsync("rotateWebhookSecret", new { id }), "code"));

        await DoAsync("updateApp", new { slug, webhookUrl = $"{Receiver.Url}/moved", events = new[] { "options" } });
        await HappenAsync();
        await DeliverAsync();
        Assert.Equal("/moved /moved", string.Join(' ', Receiver.Requests.Select(r => r.Path)));
        await DoAsync("updateApp", new { slug, webhookUrl = (string?)null, events = Array.Empty<string>() });
        Assert.Empty((await Host.RunAsync("webhooks")).GetProperty("data").GetProperty("webhooks").GetProperty("nodes").EnumerateArray());
    }

    private string Order(string path)
    {
        var all = Receiver.Requests.Where(r => r.Path == path).Select(r => int.Parse(r.Json.GetProperty("data").GetProperty("keys")[0].GetString()!)).ToList();
        return string.Join(' ', all.Select(n => n - all.Min() + 1));
    }

    private async Task<string> ClientSecretAsync(string slug) => Text(await AppAsync(slug), "clientSecret")!;
}
