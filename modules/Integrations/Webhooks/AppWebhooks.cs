using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Installations;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Integrations.Webhooks.Delivery;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Webhooks;

/// <summary>
/// The webhooks that every installation of an app has: one at the app's own address, which tells it of its events and of its installation, and those that its manifest
/// names. Where an organization has made one with a manifest's identifier itself, that one stays.
/// </summary>
internal sealed class AppWebhooks(IntegrationsDb db, AppEvents known, TimeProvider clock)
{
    public const string Identifier = "app";
    private static readonly string[] Lifecycle = [$"{AppEvents.Installation}.created", $"{AppEvents.Installation}.deleted"];

    /// <summary>Those of a new installation.</summary>
    public void Add(App app, AppInstallation installation)
    {
        foreach (var (identifier, origin, settings) in WantedBy(app)) Add(WebhookOwner.Of(installation), origin, identifier, settings);
    }

    /// <summary>Lets those of all installations be as the app is now. Whether one is switched off stays as it is.</summary>
    public async Task FollowAsync(App app, CancellationToken ct)
    {
        var now = clock.Now();
        var moved = false;
        var wanted = WantedBy(app).ToDictionary(w => w.Identifier);
        var there = (await db.Webhooks.Include(w => w.Topics).Where(w => w.AppId == app.Id && w.DeletedAt == null).ToListAsync(ct)).ToLookup(w => w.InstallationId!.Value);
        foreach (var installation in await db.Installations.Where(i => i.AppId == app.Id && i.Status != AppInstallationStatus.PendingDeletion).ToListAsync(ct))
        {
            foreach (var webhook in there[installation.Id])
            {
                if (webhook.Origin == WebhookOrigin.Manual) Restrict(webhook, app, now);
                else if (!wanted.TryGetValue(webhook.Identifier, out var its)) webhook.Delete(now);
                else if (!webhook.Has(its.Settings))
                {
                    moved |= webhook.TargetUrl != its.Settings.TargetUrl;
                    webhook.Take(its.Settings, now);
                }
            }
            foreach (var (identifier, origin, settings) in wanted.Values)
                if (there[installation.Id].All(w => w.Identifier != identifier)) Add(WebhookOwner.Of(installation), origin, identifier, settings);
        }
        // Another receiver has failed at nothing yet.
        if (moved) await db.ForgetAppFailuresAsync(app.Id, now, ct);
    }

    /// <summary>The installation goes: its webhooks too, except for the one that tells the app so.</summary>
    public async Task EndAsync(AppInstallation installation, CancellationToken ct)
    {
        var now = clock.Now();
        foreach (var webhook in await db.Webhooks.Include(w => w.Topics).Where(w => w.InstallationId == installation.Id && w.Origin != WebhookOrigin.App && w.DeletedAt == null).ToListAsync(ct))
            webhook.Delete(now);
    }

    /// <summary>What the app has no scope for any more is no longer sent.</summary>
    private void Restrict(WebhookSubscription webhook, App app, DateTimeOffset now)
    {
        var kept = webhook.Events.Where(type => known.ScopeOf(type[..type.IndexOf('.')]) is not { } scope || AppScopes.Cover(app.Scopes, scope)).ToList();
        if (kept.Count == webhook.Events.Count)
            return;
        webhook.Take(new WebhookSettings(webhook.TargetUrl, kept, webhook.Query, webhook.StrictOrder), now);
    }

    private void Add(WebhookOwner owner, WebhookOrigin origin, string identifier, WebhookSettings settings)
    {
        var webhook = new WebhookSubscription(owner, origin, identifier, clock.Now());
        webhook.Take(settings, clock.Now());
        db.Add(webhook);
        db.Add(new WebhookQueue(webhook.Id));
    }

    private static IEnumerable<(string Identifier, WebhookOrigin Origin, WebhookSettings Settings)> WantedBy(App app)
    {
        if (app.WebhookUrl is { } url)
            yield return (Identifier, WebhookOrigin.App, new WebhookSettings(url, [.. app.StoredEvents.Concat(Lifecycle).Distinct().Order(StringComparer.Ordinal)], null, false));
        foreach (var named in app.ManifestWebhooks)
            yield return (named.Identifier, WebhookOrigin.Manifest, new WebhookSettings(named.TargetUrl, named.Events, named.Query, named.StrictOrder));
    }
}
