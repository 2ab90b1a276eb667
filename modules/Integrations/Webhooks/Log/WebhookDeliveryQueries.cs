using System.Text;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Integrations.Tokens;
using GraphQLPlugins.Integrations.Webhooks.Delivery;
using GraphQLPlugins.Integrations.Webhooks.Events;
using GraphQLPlugins.Kernel.Identity;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Webhooks.Log;

[QueryType]
public static partial class WebhookDeliveryQueries
{
    /// <summary>What was sent to the organization's webhooks, and what waits, newest first unless another order is given; kept for 30 days unless the server's settings say otherwise. To an app its own.</summary>
    [Authorize("integrations:read")]
    [UsePaging(IncludeTotalCount = true)]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<WebhookDelivery> GetWebhookDeliveries(IntegrationsDb db, Actor actor, AppCaller caller) =>
        db.WebhookDeliveries.AsNoTracking().VisibleTo(db, actor, caller).OrderByDescending(d => d.Number);

    /// <summary>One delivery; null when there is none that the caller may see.</summary>
    /// <param name="id">Its global id.</param>
    [Authorize("integrations:read")]
    public static Task<WebhookDelivery?> GetWebhookDeliveryAsync([ID<WebhookDelivery>] Guid id, IntegrationsDb db, Actor actor, AppCaller caller, CancellationToken ct) =>
        db.WebhookDeliveries.AsNoTracking().VisibleTo(db, actor, caller).FirstOrDefaultAsync(d => d.Id == id, ct);

    /// <summary>Those of the caller's organization, to an app only those to its installation.</summary>
    internal static IQueryable<WebhookDelivery> VisibleTo(this IQueryable<WebhookDelivery> deliveries, IntegrationsDb db, Actor actor, AppCaller caller)
    {
        var (organization, own) = (actor.OrganizationId, caller.InstallationId);
        var visible = deliveries.Where(d => d.OrganizationId == organization);
        return own is null ? visible : visible.Where(d => db.Webhooks.Any(w => w.Id == d.SubscriptionId && w.InstallationId == own));
    }
}

[ObjectType<WebhookDelivery>]
public static partial class WebhookDeliveryNode
{
    [NodeResolver]
    [Authorize("integrations:read")]
    public static Task<WebhookDelivery?> GetWebhookDeliveryAsync(Guid id, IntegrationsDb db, Actor actor, AppCaller caller, CancellationToken ct) =>
        db.WebhookDeliveries.AsNoTracking().VisibleTo(db, actor, caller).FirstOrDefaultAsync(d => d.Id == id, ct);

    /// <summary>The webhook; null once it is gone.</summary>
    public static async Task<WebhookSubscription?> GetSubscriptionAsync(
        [Parent(requires: nameof(WebhookDelivery.SubscriptionId))] WebhookDelivery delivery, IWebhookByIdDataLoader webhooks, CancellationToken ct) =>
        await webhooks.LoadAsync(delivery.SubscriptionId, ct);

    /// <summary>What receivers tell repetitions by, as in the header <c>webhook-id</c>: the same for every attempt and every replay.</summary>
    public static string GetMessageId([Parent(requires: nameof(WebhookDelivery.MessageId))] WebhookDelivery delivery) => delivery.HeaderId;

    /// <summary>Each request that was made for it, in order.</summary>
    public static IReadOnlyList<WebhookAttempt> GetAttempts([Parent(requires: nameof(WebhookDelivery.Attempts))] WebhookDelivery delivery) => delivery.Attempts;

    /// <summary>The body that is sent, as it is signed; null once payloads of its age are gone, and for one whose query has not run yet.</summary>
    public static async Task<string?> GetPayloadAsync(
        [Parent] WebhookDelivery delivery, IWebhookByIdDataLoader webhooks, IWebhookEventByIdDataLoader events, CancellationToken ct)
    {
        if (delivery.Body is { } kept)
            return kept;
        if (await webhooks.LoadAsync(delivery.SubscriptionId, ct) is not { Query: null } webhook || await events.LoadAsync(delivery.EventId, ct) is not { } told)
            return null;
        return Encoding.UTF8.GetString(DeliveryBody.Write(webhook, told.Type, told.At, told.Data, told.Actor));
    }
}

internal static class WebhookDeliveryLoaders
{
    [DataLoader]
    internal static async Task<Dictionary<Guid, WebhookEvent>> GetWebhookEventByIdAsync(IReadOnlyList<Guid> ids, IDbContextFactory<IntegrationsDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.WebhookEvents.Where(e => ids.Contains(e.Id)).ToDictionaryAsync(e => e.Id, ct);
    }
}
