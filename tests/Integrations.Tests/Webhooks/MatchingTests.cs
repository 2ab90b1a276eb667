using GraphQLPlugins.Kernel.Outbox;
using GraphQLPlugins.ModuleTesting;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Integrations.Tests.Webhooks;

/// <summary>Which webhooks are told of an event.</summary>
[Trait("Line", "O7")]
public sealed class MatchingTests : WebhookScene
{
    [Fact]
    public async Task An_organizations_event_is_for_its_own_webhooks_and_everybodys_for_all()
    {
        await HookAsync((await InstallAsync()).Installation, """{ "identifier": "a" }""");
        Host.Caller = Other();
        await HookAsync((await InstallAsync(name: "Two")).Installation, """{ "identifier": "b" }""");
        Host.Caller = ModuleHost.Identity("*");

        await HappenAsync();
        await Host.SendAsync(new ChangeOptions(1, OrganizationId: OtherOrganization));
        await Host.SendAsync(new ChangeOptions(1, OrganizationId: Guid.NewGuid()));
        await HappenToEverybodyAsync();
        await DispatchAsync();

        Assert.Equal("a a b b", await ToldAsync());
        // What is told to several is kept once, and not kept at all when nobody is told.
        Assert.Equal("3", $"{await Host.Database.ScalarAsync("SELECT count(*) FROM integrations.webhook_events")}");
    }

    [Fact]
    public async Task Only_webhooks_that_were_there_and_still_are_are_told()
    {
        var (installation, _) = await InstallAsync();
        await HookAsync(installation, """{ "identifier": "before" }""");
        var (gone, _) = await HookAsync(installation, """{ "identifier": "gone" }""");
        var (off, _) = await HookAsync(installation, """{ "identifier": "off" }""");
        await HookAsync(installation, """{ "identifier": "other", "events": ["plugin.installed"] }""");
        Clock.Advance(TimeSpan.FromSeconds(1));
        await HappenAsync();
        Clock.Advance(TimeSpan.FromSeconds(1));
        await HookAsync(installation, """{ "identifier": "after" }""");
        await DoAsync("deleteWebhook", new { id = gone });
        await DoAsync("updateWebhook", new { id = off, active = false });
        await DispatchAsync();

        Assert.Equal("before", await ToldAsync());
        await HappenAsync();
        await DispatchAsync();
        Assert.Equal("after before before", await ToldAsync());
    }

    [Fact]
    public async Task An_app_that_has_not_confirmed_its_installation_is_not_told()
    {
        await CreateAsync($$"""{ "webhookUrl": "{{Receiver.Url}}/app", "scopes": ["org:read"], "events": ["options"] }""");
        var uuid = Text((await DoAsync("installApp", new { slug = "one" })).GetProperty("installation"), "uuid");
        await HappenAsync();
        await DispatchAsync();
        Assert.Equal("installation.created", await TypesAsync());
        await DoAsync("verifyAppInstallation", new { installationUuid = uuid });
        await HappenAsync();
        await DispatchAsync();
        Assert.Equal("installation.created options.changed", await TypesAsync());
    }

    [Fact]
    public async Task Many_events_for_many_webhooks_are_queued_in_their_order_under_ids_of_their_own()
    {
        var (installation, _) = await InstallAsync();
        for (var i = 0; i < 7; i++) await HookAsync(installation, $$"""{ "identifier": "n{{i}}" }""");
        await HappenAsync(150);
        await DispatchAsync();

        Assert.Equal("1050 1050 150", await Host.Database.ScalarAsync("SELECT concat_ws(' ', count(DISTINCT id), count(DISTINCT message_id), count(DISTINCT event_id)) FROM integrations.webhook_deliveries"));
        Assert.Equal("t", await Host.Database.ScalarAsync("SELECT CASE WHEN bool_and(in_order) THEN 't' ELSE 'f' END FROM (SELECT event_id >= lag(event_id) OVER (PARTITION BY subscription_id ORDER BY number) AND id > lag(id) OVER (PARTITION BY subscription_id ORDER BY number) AS in_order FROM integrations.webhook_deliveries) d"));
        // RFC 9562: version 7.
        Assert.Equal("7", await Host.Database.ScalarAsync("SELECT string_agg(DISTINCT substr(id::text, 15, 1), '') FROM integrations.webhook_deliveries"));
        Assert.Equal(7L, await Host.Database.ScalarAsync("SELECT count(*) FROM integrations.webhook_queues WHERE due_at IS NOT NULL"));
    }

    private Task DispatchAsync() => Host.Services.GetRequiredService<EventDispatcher>().DispatchAsync();

    /// <summary>An event that no organization has to itself.</summary>
    private Task HappenToEverybodyAsync() => Host.Database.ExecuteAsync(
        $"INSERT INTO kernel.outbox (id, origin_id, type, resource, payload, actor, correlation_id, at) VALUES ('{Guid.CreateVersion7()}', '{Guid.NewGuid()}', 'options.changed', 'example', '{{}}', 'system', '', '{Clock.GetUtcNow():O}')");

    private async Task<string?> ToldAsync() => (string?)await Host.Database.ScalarAsync(
        "SELECT string_agg(w.identifier, ' ' ORDER BY w.identifier) FROM integrations.webhook_deliveries d JOIN integrations.webhook_subscriptions w ON w.id = d.subscription_id");

    private async Task<string?> TypesAsync() => (string?)await Host.Database.ScalarAsync("SELECT string_agg(event_type, ' ' ORDER BY number) FROM integrations.webhook_deliveries");
}
