using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Integrations.Webhooks.Log;

/// <summary>Removes what the log no longer keeps: deliveries, sooner their payloads, and webhooks that were deleted and have nothing waiting.</summary>
internal static class DeliveryRetention
{
    private const int MaxRemoved = 10_000;
    private static readonly TimeSpan KeepDeleted = TimeSpan.FromHours(1);

    public static async Task RemoveOldAsync(IServiceProvider services, CancellationToken ct)
    {
        var options = services.GetRequiredService<WebhookOptions>();
        var now = services.GetRequiredService<TimeProvider>().Now();
        var (log, payloads, deleted) = (now - options.LogRetention, now - options.PayloadRetention, now - KeepDeleted);
        await using var db = await services.GetRequiredService<IDbContextFactory<IntegrationsDb>>().CreateDbContextAsync(ct);
        await RepeatAsync(() =>
        {
            var old = db.WebhookDeliveries.Where(d => d.CreatedAt < log).OrderBy(d => d.CreatedAt).Take(MaxRemoved).Select(d => d.Id);
            return db.WebhookDeliveries.Where(d => old.Contains(d.Id)).ExecuteDeleteAsync(ct);
        });
        await RepeatAsync(() =>
        {
            var old = db.WebhookEvents.Where(e => e.CreatedAt < payloads).OrderBy(e => e.CreatedAt).Take(MaxRemoved).Select(e => e.Id);
            return db.WebhookEvents.Where(e => old.Contains(e.Id)).ExecuteDeleteAsync(ct);
        });
        await RepeatAsync(() =>
        {
            var old = db.WebhookDeliveries.Where(d => d.CreatedAt < payloads && d.Body != null).OrderBy(d => d.CreatedAt).Take(MaxRemoved).Select(d => d.Id);
            return db.WebhookDeliveries.Where(d => old.Contains(d.Id)).ExecuteUpdateAsync(set => set.SetProperty(d => d.Body, (string?)null), ct);
        });
        await RepeatAsync(() =>
        {
            var gone = db.Webhooks.Where(w => w.DeletedAt < deleted && !db.WebhookDeliveries.Any(d => d.SubscriptionId == w.Id && d.Status == WebhookDeliveryStatus.Pending)).OrderBy(w => w.DeletedAt).Take(MaxRemoved).Select(w => w.Id);
            return db.Webhooks.Where(w => gone.Contains(w.Id)).ExecuteDeleteAsync(ct);
        });
    }

    private static async Task RepeatAsync(Func<Task<int>> remove)
    {
        while (await remove() == MaxRemoved)
        {
        }
    }
}
