using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Integrations.Tokens;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Webhooks.Log;

/// <summary>Sends many things once more.</summary>
public sealed record RedeliverWebhooks(WebhookRedeliveryFilter Where, int Limit) : ICommand<RedeliverWebhooksPayload>;

/// <summary>Which deliveries to send once more; what is given must all fit.</summary>
/// <param name="SubscriptionId">Those to one webhook.</param>
/// <param name="Status">Those that ended so; without it the failed and the dead.</param>
/// <param name="EventTypes">Those of some types of event.</param>
/// <param name="Since">Those that were queued then or later.</param>
/// <param name="Until">Those that were queued before.</param>
/// <param name="Replays">Whether replays are repeated too; false.</param>
[GraphQLName("WebhookRedeliveryFilterInput")]
public sealed record WebhookRedeliveryFilter(
    [property: ID<WebhookSubscription>] Guid? SubscriptionId, IReadOnlyList<WebhookDeliveryStatus>? Status, IReadOnlyList<string>? EventTypes, DateTimeOffset? Since, DateTimeOffset? Until, bool? Replays);

/// <summary>What is sent once more.</summary>
/// <param name="Deliveries">The new deliveries, in the order of what they repeat.</param>
/// <param name="HasMore">Whether there are more that fit; those that were repeated just now fit no longer only if <c>where</c> says so.</param>
public sealed record RedeliverWebhooksPayload(IReadOnlyList<WebhookDelivery> Deliveries, bool HasMore);

[MutationType]
public static partial class RedeliverWebhooksMutation
{
    /// <summary>Sends many things once more, the oldest first. Those that are not done, whose webhook is off or gone, or whose payload is no longer kept are left out.</summary>
    /// <param name="where">Which.</param>
    /// <param name="limit">How many at most; up to 1,000, without it 100.</param>
    [Authorize("integrations:write")]
    [Error<InputInvalidException>]
    public static Task<RedeliverWebhooksPayload> RedeliverWebhooksAsync(WebhookRedeliveryFilter where, int? limit, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new RedeliverWebhooks(where, limit ?? 100), ct);
}

internal sealed class RedeliverWebhooksHandler(IntegrationsDb db, Actor actor, AppCaller caller, UnitOfWork work, TimeProvider clock) : IRequestHandler<RedeliverWebhooks, RedeliverWebhooksPayload>
{
    private const int MaxLimit = 1_000;
    private static readonly WebhookDeliveryStatus[] Missed = [WebhookDeliveryStatus.Failed, WebhookDeliveryStatus.Dead];

    public async Task<RedeliverWebhooksPayload> Handle(RedeliverWebhooks request, CancellationToken ct)
    {
        var (where, limit) = (request.Where, request.Limit);
        if (limit is < 1 or > MaxLimit)
            throw new InputInvalidException("limit", $"It must be from 1 to {MaxLimit}.");
        if (where.Since > where.Until)
            throw new InputInvalidException("where", "It must not begin after its end.");
        if (where.EventTypes?.Count > WebhookSubscription.MaxEvents)
            throw new InputInvalidException("where", $"At most {WebhookSubscription.MaxEvents} types of event are named.");
        foreach (var type in where.EventTypes ?? [])
            Text.Findable(type, "where");
        var status = where.Status is { Count: > 0 } wanted ? wanted : Missed;
        var found = db.WebhookDeliveries.AsNoTracking().VisibleTo(db, actor, caller).Where(d => status.Contains(d.Status)).Repeatable(db);
        if (where.SubscriptionId is { } webhook) found = found.Where(d => d.SubscriptionId == webhook);
        if (where.EventTypes is { Count: > 0 } types) found = found.Where(d => types.Contains(d.EventType));
        if (where.Since is { } since) found = found.Where(d => d.CreatedAt >= since);
        if (where.Until is { } until) found = found.Where(d => d.CreatedAt < until);
        if (where.Replays is not true) found = found.Where(d => d.ReplayOf == null);
        var originals = await found.OrderBy(d => d.Number).Take(limit + 1).ToListAsync(ct);
        var repeated = originals.Count == 0 ? [] : await db.ReplayAsync([.. originals.Take(limit)], work, clock.Now(), ct);
        return new RedeliverWebhooksPayload(repeated, originals.Count > limit);
    }
}
