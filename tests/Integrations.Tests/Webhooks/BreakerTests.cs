using GraphQLPlugins.Integrations.Webhooks.Delivery;

namespace GraphQLPlugins.Integrations.Tests.Webhooks;

/// <summary>How receivers that fail are spared.</summary>
public sealed class BreakerTests : WebhookScene
{
    [Fact]
    public void It_opens_at_the_hundredth_failure_when_more_than_a_third_failed_and_closes_after_fifty_successes()
    {
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var breaker = Breaker.Of(null, Rules);
        for (var i = 0; i < 99; i++) breaker.Add(false, now);
        Assert.Equal((WebhookBreakerState.Closed, 99), (breaker.State, breaker.Failures));
        breaker = Breaker.Of(breaker.Store(), Rules);
        breaker.Add(false, now);
        Assert.Equal((WebhookBreakerState.Open, now.AddMinutes(2)), (breaker.State, breaker.OpenUntil));
        Assert.False(breaker.Admits(now.AddSeconds(119)));

        breaker = Breaker.Of(breaker.Store(), Rules);
        Assert.True(breaker.Admits(now.AddSeconds(120)));
        Assert.Equal(WebhookBreakerState.HalfOpen, breaker.State);
        for (var i = 0; i < 49; i++) breaker.Add(true, now);
        Assert.Equal(WebhookBreakerState.HalfOpen, breaker.State);
        breaker.Add(true, now);
        Assert.Equal(WebhookBreakerState.Closed, breaker.State);
        Assert.Null(breaker.Store());
    }

    [Fact]
    public void One_failure_on_trial_opens_it_again()
    {
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var breaker = Breaker.Of(null, Rules);
        for (var i = 0; i < 100; i++) breaker.Add(false, now);
        Assert.True(breaker.Admits(now.AddMinutes(2)));
        breaker.Add(true, now.AddMinutes(2));
        breaker.Add(false, now.AddMinutes(2));

        Assert.Equal((WebhookBreakerState.Open, now.AddMinutes(4)), (breaker.State, breaker.OpenUntil));
    }

    [Theory]
    [InlineData(186, 100, false)]
    [InlineData(185, 100, true)]
    [InlineData(0, 99, false)]
    public void It_goes_by_the_share_of_failures_too(int succeeded, int failed, bool opens)
    {
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var breaker = Breaker.Of(null, Rules);
        for (var i = 0; i < succeeded; i++) breaker.Add(true, now);
        for (var i = 0; i < failed; i++) breaker.Add(false, now);

        Assert.Equal(opens ? WebhookBreakerState.Open : WebhookBreakerState.Closed, breaker.State);
    }

    [Fact]
    public void It_forgets_what_is_older_than_its_window()
    {
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var breaker = Breaker.Of(null, Rules);
        for (var i = 0; i < 99; i++) breaker.Add(false, now);
        breaker.Add(false, now.AddMinutes(5));

        Assert.Equal((WebhookBreakerState.Closed, 1), (breaker.State, breaker.Failures));
    }

    [Fact]
    public async Task While_it_is_open_events_wait_and_nothing_is_sent()
    {
        var (installation, _) = await InstallAsync();
        var (id, _) = await HookAsync(installation);
        Receiver.Answer = Receiver.With(404);
        await HappenAsync(110);
        await DeliverAsync();

        Assert.Equal(100, Receiver.Requests.Count);
        Assert.Equal("OPEN", Text((await WebhookAsync(id)).GetProperty("breaker"), "state"));
        await HappenAsync();
        Assert.Equal(0, await DeliverAsync());
        Receiver.Answer = Receiver.Accept;
        Clock.Advance(TimeSpan.FromSeconds(125));
        Assert.Equal(11, await SendDueAsync());
        var breaker = (await WebhookAsync(id)).GetProperty("breaker");
        Assert.Equal("HALF_OPEN 11", $"{Text(breaker, "state")} {breaker.GetProperty("successes")}");
        await HappenAsync(39);
        await DeliverAsync();
        Assert.Equal("CLOSED", Text((await WebhookAsync(id)).GetProperty("breaker"), "state"));
    }

    [Fact]
    public async Task It_can_be_reset_and_replays_do_not_count()
    {
        var (installation, _) = await InstallAsync();
        var (id, _) = await HookAsync(installation);
        Receiver.Answer = Receiver.With(404);
        await HappenAsync(99);
        await DeliverAsync();
        await DoAsync("redeliverWebhooks", new { where = new { subscriptionId = id } });
        Assert.Equal(99, await SendDueAsync());
        Assert.Equal("CLOSED 99", $"{Text((await WebhookAsync(id)).GetProperty("breaker"), "state")} {(await WebhookAsync(id)).GetProperty("breaker").GetProperty("failures")}");
        await HappenAsync(2);
        Assert.Equal(1, await DeliverAsync());
        Assert.Equal("OPEN", Text((await WebhookAsync(id)).GetProperty("breaker"), "state"));

        Receiver.Answer = Receiver.Accept;
        await DoAsync("resetWebhookBreaker", new { id });
        Assert.Equal("CLOSED", Text((await WebhookAsync(id)).GetProperty("breaker"), "state"));
        Assert.Equal(1, await SendDueAsync());
    }

    [Fact]
    [Trait("Line", "A51")]
    public async Task Seven_days_of_nothing_but_errors_switch_a_webhook_off()
    {
        var (installation, _) = await InstallAsync();
        var (id, _) = await HookAsync(installation);
        Receiver.Answer = Receiver.With(404);
        for (var day = 0; day < 6; day++)
        {
            await HappenAsync(2);
            await DeliverAsync();
            Clock.Advance(TimeSpan.FromDays(1));
        }
        // One success, and the days begin anew.
        Receiver.Answer = Receiver.Accept;
        await HappenAsync();
        await DeliverAsync();
        Receiver.Answer = Receiver.With(404);
        for (var day = 0; day < 6; day++)
        {
            await HappenAsync();
            await DeliverAsync();
            Clock.Advance(TimeSpan.FromDays(1));
        }
        Assert.True((await WebhookAsync(id)).GetProperty("active").GetBoolean());
        await HappenAsync();
        await DeliverAsync();

        var webhook = await WebhookAsync(id);
        Assert.Equal("False BROKEN", $"{webhook.GetProperty("active")} {Text(webhook, "disabledReason")}");
        await DoAsync("updateWebhook", new { id, active = true });
        Receiver.Answer = Receiver.Accept;
        await HappenAsync();
        Assert.Equal(1, await DeliverAsync());
    }

    private static BreakerRules Rules => new(100, 0.35, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(2), 50);
}
