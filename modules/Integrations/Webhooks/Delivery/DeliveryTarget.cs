using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Headers;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Secrets;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Webhooks.Delivery;

/// <summary>A webhook with all that it takes to send to it.</summary>
/// <param name="Webhook">The webhook.</param>
/// <param name="App">The app that owns it; null for a plugin's.</param>
/// <param name="Headers">The owner's own headers.</param>
/// <param name="SigningKeys">The newest secret's first; more than one while an old one still counts.</param>
/// <param name="HookSecret">What the app platform's signature is made with: the app's secret, or a plugin's webhook's own.</param>
internal sealed record DeliveryTarget(WebhookSubscription Webhook, App? App, IReadOnlyList<(string Name, string Value)> Headers, IReadOnlyList<byte[]> SigningKeys, string HookSecret)
{
    /// <summary>The breaker that webhooks which come with an app share; null for others.</summary>
    public AppCircuit? Circuit { get; init; }

    /// <summary>Reads some webhooks, those that are switched off or removed too; what cannot be opened any more is left out.</summary>
    public static async Task<Dictionary<Guid, DeliveryTarget>> ReadAsync(IntegrationsDb db, Guid[] ids, SecretBox box, DateTimeOffset now, CancellationToken ct)
    {
        var webhooks = await db.Webhooks.Where(w => ids.Contains(w.Id)).ToListAsync(ct);
        var own = (await db.WebhookSecrets.Where(s => ids.Contains(s.SubscriptionId)).OrderByDescending(s => s.Version).ToListAsync(ct)).ToLookup(s => s.SubscriptionId);
        var appIds = webhooks.Select(w => w.AppId).OfType<Guid>().Distinct().ToArray();
        var apps = await db.Apps.Where(a => appIds.Contains(a.Id)).ToDictionaryAsync(a => a.Id, ct);
        var appSecrets = (await db.AppSecrets.Where(s => appIds.Contains(s.AppId)).OrderByDescending(s => s.Version).ToListAsync(ct))
            .Where(s => s.IsAcceptedAt(now)).ToLookup(s => s.AppId, s => s.Open(box));
        var sharing = webhooks.Where(w => w.SharesAppBreaker).Select(w => w.AppId!.Value).Distinct().ToArray();
        var circuits = sharing.Length == 0 ? [] : await db.AppBreakers.Where(b => sharing.Contains(b.AppId)).ToDictionaryAsync(b => b.AppId, b => new AppCircuit(b.AppId, b.Breaker, b.Resets), ct);
        var targets = new Dictionary<Guid, DeliveryTarget>();
        foreach (var webhook in webhooks)
        {
            var app = webhook.AppId is { } appId ? apps.GetValueOrDefault(appId) : null;
            List<string> client = app is null ? [] : [.. appSecrets[app.Id]];
            List<string> signing = webhook.IsSignedByApp ? client : [.. own[webhook.Id].Where(s => s.SignsAt(now)).Select(s => s.Open(box))];
            if (signing.Count == 0)
                continue;
            targets.Add(webhook.Id, new DeliveryTarget(
                webhook, app, [.. HeadersOf(webhook, app, box)], [.. signing.Select(WebhookSecret.KeyOf)], app is null ? signing[0] : client.FirstOrDefault() ?? signing[0])
            {
                Circuit = webhook.SharesAppBreaker ? circuits.GetValueOrDefault(webhook.AppId!.Value) : null,
            });
        }
        return targets;
    }

    private static IEnumerable<(string Name, string Value)> HeadersOf(WebhookSubscription webhook, App? app, SecretBox box) =>
        webhook.Origin == WebhookOrigin.App && app is not null
            ? app.Headers.Select(header => (header.Name, header.Open(app.Id, box)))
            : webhook.Headers.Select(header => (header.Name, header.Open(webhook.Id, box)));
}
