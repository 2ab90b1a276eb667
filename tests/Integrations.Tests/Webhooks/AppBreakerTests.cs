using System.Text.Json;
using GraphQLPlugins.Integrations.Webhooks.Delivery;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.ModuleTesting;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Integrations.Tests.Webhooks;

/// <summary>How an app is spared that fails at the addresses which come with it.</summary>
[Trait("Line", "A48")]
public sealed class AppBreakerTests : WebhookScene
{
    private string _slug = null!;

    [Fact]
    public async Task Webhooks_that_come_with_an_app_share_a_breaker_wherever_it_is_installed()
    {
        var (mine, theirs) = await InstallTwiceAsync();
        var (manual, _) = await HookAsync(Guid.Parse(mine.Installation), """{ "identifier": "own" }""");
        Receiver.Answer = (context, request) => (request.Path == "/app" ? Receiver.With(404) : Receiver.Accept)(context, request);
        await ChangeAsync(60);
        await DeliverAsync();

        // Neither webhook has a hundred failures, both together have.
        Assert.Equal((100, 60), (Count("/app"), Count("/hook")));
        Assert.Equal("CLOSED 50, OPEN 0", await BreakersAsync(mine.Webhook));
        Assert.Equal("CLOSED 0, none", await BreakersAsync(manual));
        Assert.Equal("OPEN", Text((await AppAsync(_slug)).GetProperty("webhookBreaker"), "state"));
        Host.Caller = Other();
        Assert.Equal("CLOSED 50, OPEN 0", await BreakersAsync(theirs.Webhook));
        Assert.Equal(JsonValueKind.Null, (await AppAsync(_slug)).GetProperty("webhookBreaker").ValueKind);

        // Another host, and one that starts anew, know it too.
        await using (var another = Host.Join(IntegrationsHost.Modules, Clock, Settings))
        {
            Clock.Advance(TimeSpan.FromSeconds(110));
            Assert.Equal(0, await another.Services.GetRequiredService<DeliveryWorker>().SendDueAsync());
            Clock.Advance(TimeSpan.FromSeconds(15));
            Receiver.Answer = Receiver.Accept;
            Assert.Equal(20, await another.Services.GetRequiredService<DeliveryWorker>().SendDueAsync());
        }
        Assert.Equal("CLOSED 50, HALF_OPEN 20", await BreakersAsync(theirs.Webhook));
        await ChangeAsync(15);
        await DeliverAsync();
        Assert.Equal("CLOSED 50, CLOSED 0", await BreakersAsync(theirs.Webhook));
        Assert.Equal(150, Count("/app"));
    }

    [Fact]
    public async Task On_trial_one_failure_opens_it_for_all()
    {
        var (mine, theirs) = await InstallTwiceAsync();
        Receiver.Answer = Receiver.With(404);
        await ChangeAsync(60);
        await DeliverAsync();
        Clock.Advance(TimeSpan.FromSeconds(125));
        await SendDueAsync();

        // Whoever was on the way already counts for nothing; then all wait again.
        Assert.InRange(Count("/app"), 101, 102);
        Assert.Equal("OPEN", Text((await WebhookAsync(mine.Webhook)).GetProperty("appBreaker"), "state"));
        Assert.Equal(Clock.GetUtcNow().AddMinutes(2), (await WebhookAsync(mine.Webhook)).GetProperty("appBreaker").GetProperty("openUntil").GetDateTimeOffset(), TimeSpan.FromSeconds(1));
        Assert.Equal(0, await SendDueAsync());
        Assert.NotEqual(mine.Webhook, theirs.Webhook);
    }

    [Fact]
    public async Task Any_of_its_webhooks_resets_it_for_all()
    {
        var (mine, theirs) = await InstallTwiceAsync();
        Receiver.Answer = Receiver.With(404);
        await ChangeAsync(60);
        await DeliverAsync();
        Receiver.Answer = Receiver.Accept;
        Assert.Equal(0, await SendDueAsync());

        Host.Caller = Other();
        var reset = (await DoAsync("resetWebhookBreaker", new { id = theirs.Webhook })).GetProperty("webhook");
        Assert.Equal(("CLOSED", "CLOSED"), (Text(reset.GetProperty("breaker"), "state"), Text(reset.GetProperty("appBreaker"), "state")));
        Assert.Equal("CLOSED 0, CLOSED 0", await BreakersAsync(theirs.Webhook));
        Host.Caller = ModuleHost.Identity("*");
        Assert.Equal("CLOSED 50, CLOSED 0", await BreakersAsync(mine.Webhook));
        Assert.Equal(20, await SendDueAsync());
    }

    [Fact]
    public async Task At_another_address_it_begins_anew()
    {
        var (mine, _) = await InstallTwiceAsync();
        Receiver.Answer = Receiver.With(404);
        await ChangeAsync(60);
        await DeliverAsync();
        Receiver.Answer = Receiver.Accept;
        await DoAsync("updateApp", new { slug = _slug, webhookUrl = $"{Receiver.Url}/moved" });

        Assert.Equal("CLOSED 50, CLOSED 0", await BreakersAsync(mine.Webhook));
        Assert.Equal(20, await SendDueAsync());
        Assert.Equal(20, Count("/moved"));
    }

    [Fact]
    public async Task What_was_sent_before_a_reset_is_not_counted_after_it()
    {
        var (mine, _) = await InstallTwiceAsync();
        var arrived = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        Receiver.Answer = async (context, _) =>
        {
            arrived.TrySetResult();
            await go.Task;
            context.Response.StatusCode = 404;
        };
        await ChangeAsync(1, theirs: 0);
        var sending = DeliverAsync();
        await arrived.Task;
        await DoAsync("resetWebhookBreaker", new { id = mine.Webhook });
        go.SetResult();
        Assert.Equal(1, await sending);

        Assert.Equal("CLOSED 0, CLOSED 0", await BreakersAsync(mine.Webhook));
    }

    /// <summary>A published app in two organizations, both of which know of nothing but its address.</summary>
    private async Task<((string Installation, string Webhook) Mine, (string Installation, string Webhook) Theirs)> InstallTwiceAsync()
    {
        var app = await CreateAsync($$"""{ "webhookUrl": "{{Receiver.Url}}/app", "scopes": ["org:read"], "events": ["options"], "verifyInstall": false }""");
        _slug = Text(app, "slug")!;
        await PublishAsync(_slug);
        var mine = await InstallAsync();
        Host.Caller = Other();
        var theirs = await InstallAsync();
        Host.Caller = ModuleHost.Identity("*");
        // That it was installed is told first.
        await DeliverAsync();
        Receiver.Requests.Clear();
        return (mine, theirs);
    }

    private async Task<(string Installation, string Webhook)> InstallAsync()
    {
        var installation = (await DoAsync("installApp", new { slug = _slug })).GetProperty("installation");
        var webhook = Assert.Single((await Host.RunAsync("webhooks", new { })).GetProperty("data").GetProperty("webhooks").GetProperty("nodes").EnumerateArray());
        return (Text(installation, "uuid")!, Text(webhook, "id")!);
    }

    /// <summary>So many events in each of the organizations.</summary>
    private async Task ChangeAsync(int count, int? theirs = null)
    {
        await Host.SendAsync(new ChangeOptions(count));
        await Host.SendAsync(new ChangeOptions(theirs ?? count, OrganizationId: OtherOrganization));
    }

    private int Count(string path) => Receiver.Requests.Count(r => r.Path == path);

    /// <summary>State and failures, or successes on trial, of a webhook's own breaker and of its app's.</summary>
    private async Task<string> BreakersAsync(string id)
    {
        var webhook = await WebhookAsync(id);
        return $"{Of(webhook.GetProperty("breaker"))}, {Of(webhook.GetProperty("appBreaker"))}";

        static string Of(JsonElement breaker) =>
            breaker.ValueKind == JsonValueKind.Null ? "none" : $"{Text(breaker, "state")} {breaker.GetProperty(Text(breaker, "state") == "HALF_OPEN" ? "successes" : "failures")}";
    }
}
