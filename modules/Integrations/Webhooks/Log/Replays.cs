using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Integrations.Webhooks.Delivery;
using GraphQLPlugins.Integrations.Webhooks.Events;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Webhooks.Log;

/// <summary>Queues deliveries once more. The originals stay as they are; what is sent is the same message, signed anew and marked as a replay.</summary>
internal static class Replays
{
    /// <summary>The replays, in the order of what they repeat.</summary>
    public static async Task<IReadOnlyList<WebhookDelivery>> ReplayAsync(this IntegrationsDb db, IReadOnlyList<WebhookDelivery> originals, UnitOfWork work, DateTimeOffset now, CancellationToken ct)
    {
        var replays = originals.Select((d, i) => new NewDelivery(
            i, OrderedId.Next(now), d.OrganizationId, d.SubscriptionId, d.AppId, d.EventId, d.EventType, d.MessageId, d.Id, d.Body, now)).ToList();
        await db.QueueAsync([], replays, now, ct);
        work.AfterCommit(new DeliveriesQueued());
        var ids = replays.ConvertAll(r => r.Id);
        return await db.WebhookDeliveries.AsNoTracking().Where(d => ids.Contains(d.Id)).OrderBy(d => d.Number).ToListAsync(ct);
    }

    /// <summary>What can be sent again: it is done, its webhook is in use, and its payload is still there.</summary>
    public static IQueryable<WebhookDelivery> Repeatable(this IQueryable<WebhookDelivery> deliveries, IntegrationsDb db) =>
        deliveries.Where(d => d.Status != WebhookDeliveryStatus.Pending && db.Webhooks.Any(w => w.Id == d.SubscriptionId && w.Active && w.DeletedAt == null)
            && (d.Body != null || db.WebhookEvents.Any(e => e.Id == d.EventId)));
}
