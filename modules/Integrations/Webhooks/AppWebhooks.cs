using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Installations;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Integrations.Webhooks.Delivery;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Webhooks;

/// <summary>The webhooks that come with an app: one at its own address, which tells it of its events and of its installation.</summary>
internal sealed class AppWebhooks(IntegrationsDb db, TimeProvider clock)
{
    public const string Identifier = "app";
    private static readonly string[] Lifecycle = [$"{AppEvents.Installation}.created", $"{AppEvents.Installation}.deleted"];

    /// <summary>Those of a new installation.</summary>
    public void Add(App app, AppInstallation installation)
    {
        if (app.WebhookUrl is not null)
            AddOwn(app, WebhookOwner.Of(installation));
    }

    /// <summary>Lets those of all installations be as the app is now.</summary>
    public async Task FollowAsync(App app, CancellationToken ct)
    {
        var now = clock.Now();
        var own = await db.Webhooks.Include(w => w.Topics).Where(w => w.AppId == app.Id && w.Origin == WebhookOrigin.App && w.DeletedAt == null).ToListAsync(ct);
        if (app.WebhookUrl is null)
        {
            foreach (var webhook in own) webhook.Delete(now);
            return;
        }
        var settings = SettingsOf(app);
        foreach (var webhook in own)
            if (webhook.TargetUrl != settings.TargetUrl || !webhook.Events.SequenceEqual(settings.Events)) webhook.Take(settings, now);
        var served = own.Select(w => w.InstallationId).ToHashSet();
        foreach (var installation in await db.Installations.Where(i => i.AppId == app.Id && i.Status != AppInstallationStatus.PendingDeletion).ToListAsync(ct))
            if (!served.Contains(installation.Id)) AddOwn(app, WebhookOwner.Of(installation));
    }

    /// <summary>The installation goes: its webhooks too, except for the one that tells the app so.</summary>
    public async Task EndAsync(AppInstallation installation, CancellationToken ct)
    {
        var now = clock.Now();
        foreach (var webhook in await db.Webhooks.Include(w => w.Topics).Where(w => w.InstallationId == installation.Id && w.Origin != WebhookOrigin.App && w.DeletedAt == null).ToListAsync(ct))
            webhook.Delete(now);
    }

    private void AddOwn(App app, WebhookOwner owner)
    {
        var webhook = new WebhookSubscription(owner, WebhookOrigin.App, Identifier, clock.Now());
        webhook.Take(SettingsOf(app), clock.Now());
        db.Add(webhook);
        db.Add(new WebhookQueue(webhook.Id));
    }

    private static WebhookSettings SettingsOf(App app) => new(app.WebhookUrl!, [.. app.StoredEvents.Concat(Lifecycle).Distinct().Order(StringComparer.Ordinal)], null, false);
}
