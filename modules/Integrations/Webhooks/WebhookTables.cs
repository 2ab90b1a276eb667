using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Integrations.Webhooks.Delivery;
using GraphQLPlugins.Integrations.Webhooks.Events;
using GraphQLPlugins.Integrations.Webhooks.Log;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Webhooks;

/// <summary>How webhooks, what waits for them, and their log are stored.</summary>
internal static class WebhookTables
{
    public static void MapWebhooks(this ModelBuilder model, bool isPostgreSql)
    {
        model.Entity<WebhookSubscription>(e =>
        {
            e.ToTable("webhook_subscriptions");
            e.Property(w => w.Id).ValueGeneratedNever();
            e.Property(w => w.OwnerKey).HasMaxLength(300);
            e.Property(w => w.PluginName).HasMaxLength(255);
            e.Property(w => w.Identifier).HasMaxLength(WebhookSubscription.MaxIdentifierLength).IsOrdinal(isPostgreSql);
            e.Property(w => w.Origin).HasConversion<string>().HasMaxLength(16);
            e.Property(w => w.TargetUrl).HasMaxLength(WebhookSubscription.MaxUrlLength);
            e.Property(w => w.Query).HasMaxLength(PayloadQuery.MaxLength);
            e.Property(w => w.DisabledReason).HasConversion<string>().HasMaxLength(16);
            e.Property(w => w.Headers).HasJsonList(isPostgreSql);
            e.Property(w => w.ProjectIds);
            e.Property(w => w.DeletedAt);
            e.Property(w => w.Drains);
            e.Property(w => w.Revision).IsConcurrencyToken();
            e.HasMany(w => w.Topics).WithOne().HasForeignKey(t => t.SubscriptionId).OnDelete(DeleteBehavior.Cascade);
            e.HasIndex(w => new { w.OrganizationId, w.OwnerKey, w.Identifier }).IsUnique().HasFilter(isPostgreSql ? "deleted_at IS NULL" : "[deleted_at] IS NULL");
            e.HasIndex(w => new { w.OrganizationId, w.CreatedAt, w.Id }).IsDescending(false, true, true);
            e.HasIndex(w => w.AppId).HasFilter(isPostgreSql ? "app_id IS NOT NULL" : "[app_id] IS NOT NULL");
        });
        model.Entity<WebhookTopic>(e =>
        {
            e.ToTable("webhook_topics");
            e.HasKey(t => new { t.EventType, t.OrganizationId, t.SubscriptionId });
            e.Property(t => t.EventType).HasMaxLength(WebhookDelivery.MaxEventTypeLength);
        });
        model.Entity<WebhookSecret>(e =>
        {
            e.ToTable("webhook_secrets");
            e.HasKey(s => new { s.SubscriptionId, s.Version });
            e.Property(s => s.Version).ValueGeneratedNever();
            e.Property(s => s.Sealed);
            e.HasOne<WebhookSubscription>().WithMany().HasForeignKey(s => s.SubscriptionId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<WebhookQueue>(e =>
        {
            e.ToTable("webhook_queues");
            e.HasKey(q => q.SubscriptionId);
            e.Property(q => q.SubscriptionId).ValueGeneratedNever();
            e.Property(q => q.DueAt);
            e.Property(q => q.LeaseId);
            e.Property(q => q.LeasedUntil);
            e.Property(q => q.Wake);
            e.Property(q => q.NotBefore);
            e.Property(q => q.Breaker).HasMaxLength(1000);
            e.Property(q => q.Resets);
            e.Property(q => q.FailingDays);
            e.Property(q => q.LastFailingDay);
            e.Property(q => q.WatchedUntil);
            e.HasOne<WebhookSubscription>().WithOne().HasForeignKey<WebhookQueue>(q => q.SubscriptionId).OnDelete(DeleteBehavior.Cascade);
            e.HasIndex(q => q.DueAt, "ix_webhook_queues_due").HasFilter(isPostgreSql ? "due_at IS NOT NULL" : "[due_at] IS NOT NULL");
        });
        model.Entity<AppBreaker>(e =>
        {
            e.ToTable("app_breakers");
            e.HasKey(b => b.AppId);
            e.Property(b => b.AppId).ValueGeneratedNever();
            e.Property(b => b.Breaker).HasMaxLength(AppBreaker.MaxLength);
            e.Property(b => b.Resets);
            e.HasOne<Apps.App>().WithOne().HasForeignKey<AppBreaker>(b => b.AppId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<WebhookEvent>(e =>
        {
            e.ToTable("webhook_events");
            e.HasKey(x => x.Id);
            e.Property(x => x.Id).ValueGeneratedNever();
            e.Property(x => x.Type).HasMaxLength(WebhookDelivery.MaxEventTypeLength);
            e.Property(x => x.Resource).HasMaxLength(400);
            e.Property(x => x.Data);
            e.Property(x => x.Actor).HasMaxLength(2000);
            e.Property(x => x.At);
            e.Property(x => x.CreatedAt);
            e.HasIndex(x => x.CreatedAt);
        });
        // No foreign keys: a row is written for every event and webhook, and the log outlives both.
        model.Entity<WebhookDelivery>(e =>
        {
            e.ToTable("webhook_deliveries");
            e.Property(d => d.Id).ValueGeneratedNever();
            e.Property(d => d.Number).ValueGeneratedOnAdd();
            e.Property(d => d.EventType).HasMaxLength(WebhookDelivery.MaxEventTypeLength);
            e.Property(d => d.Status).HasConversion<string>().HasMaxLength(16);
            e.Property(d => d.EventId);
            e.Property(d => d.MessageId);
            e.Property(d => d.Attempts).HasJsonList(isPostgreSql);
            e.Property(d => d.Body);
            e.HasIndex(d => new { d.SubscriptionId, d.Number }, "ix_webhook_deliveries_waiting").HasFilter("status = 'Pending' AND next_retry_at IS NULL");
            e.HasIndex(d => new { d.SubscriptionId, d.NextRetryAt, d.Number }, "ix_webhook_deliveries_retries").HasFilter("status = 'Pending' AND next_retry_at IS NOT NULL");
            e.HasIndex(d => new { d.SubscriptionId, d.Number }, "ix_webhook_deliveries_of_webhook");
            e.HasIndex(d => new { d.OrganizationId, d.Number }, "ix_webhook_deliveries_of_organization");
            e.HasIndex(d => new { d.AppId, d.EventType, d.Number }, "ix_webhook_deliveries_of_app").HasFilter(isPostgreSql ? "app_id IS NOT NULL" : "[app_id] IS NOT NULL");
            e.HasIndex(d => d.CreatedAt);
            e.HasIndex(d => d.CreatedAt, "ix_webhook_deliveries_bodies").HasFilter(isPostgreSql ? "body IS NOT NULL" : "[body] IS NOT NULL");
        });
    }
}
