using System.Runtime.CompilerServices;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Integrations.Tokens;
using GraphQLPlugins.Integrations.Webhooks.Delivery;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Webhooks.Log;

[SubscriptionType]
public static partial class WebhookDeliverySubscriptions
{
    /// <summary>Each delivery to a webhook after an attempt, on whichever host it was made.</summary>
    /// <param name="subscriptionId">Which webhook.</param>
    /// <param name="status">Only those that stand so afterwards; all without it.</param>
    [Authorize("integrations:read")]
    [Subscribe(With = nameof(SubscribeToDeliveriesAsync))]
    public static WebhookDelivery OnWebhookDelivery([EventMessage] WebhookDelivery delivery, [ID<WebhookSubscription>] Guid subscriptionId, WebhookDeliveryStatus? status) => delivery;

    public static async IAsyncEnumerable<WebhookDelivery> SubscribeToDeliveriesAsync(
        [ID<WebhookSubscription>] Guid subscriptionId, WebhookDeliveryStatus? status, IDbContextFactory<IntegrationsDb> contexts, Actor actor, AppCaller caller, ITopicEventReceiver receiver,
        TimeProvider clock, [EnumeratorCancellation] CancellationToken ct)
    {
        await using (var db = await contexts.CreateDbContextAsync(ct))
            if (!await db.Webhooks.VisibleTo(actor, caller).AnyAsync(w => w.Id == subscriptionId, ct)) throw new WebhookNotFoundException("subscriptionId");
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await WatchAsync(subscriptionId, contexts, clock, ct);
        var watching = KeepWatchingAsync(subscriptionId, contexts, clock, ended.Token);
        try
        {
            var stream = await receiver.SubscribeAsync<DeliveryAttempted>(DeliveryWatch.Topic(subscriptionId), ct);
            await using var closing = stream.ConfigureAwait(false);
            await foreach (var attempted in stream.ReadEventsAsync().WithCancellation(ct))
            {
                if (status is not null && attempted.Status != status)
                    continue;
                await using var db = await contexts.CreateDbContextAsync(ct);
                if (await db.WebhookDeliveries.FirstOrDefaultAsync(d => d.Id == attempted.DeliveryId, ct) is { } delivery)
                    yield return delivery;
            }
        }
        finally
        {
            await ended.CancelAsync();
            await watching;
        }
    }

    private static async Task WatchAsync(Guid subscriptionId, IDbContextFactory<IntegrationsDb> contexts, TimeProvider clock, CancellationToken ct)
    {
        var until = clock.Now() + DeliveryWatch.Lifetime;
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.WebhookQueues.Where(q => q.SubscriptionId == subscriptionId).ExecuteUpdateAsync(set => set.SetProperty(q => q.WatchedUntil, until), ct);
    }

    private static async Task KeepWatchingAsync(Guid subscriptionId, IDbContextFactory<IntegrationsDb> contexts, TimeProvider clock, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(DeliveryWatch.Lifetime / 2);
        try
        {
            while (await timer.WaitForNextTickAsync(ct)) await WatchAsync(subscriptionId, contexts, clock, ct);
        }
        catch (OperationCanceledException)
        {
            // Nobody watches any more.
        }
        catch (System.Data.Common.DbException)
        {
            // The database is away; whoever watches subscribes again.
        }
    }
}
