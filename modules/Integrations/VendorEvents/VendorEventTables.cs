using GraphQLPlugins.Integrations.FirstParty;
using GraphQLPlugins.Integrations.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.VendorEvents;

/// <summary>How vendors' addresses, and what they told, are stored.</summary>
internal static class VendorEventTables
{
    public static void MapVendorEvents(this ModelBuilder model, bool isPostgreSql)
    {
        model.Entity<IntegrationHook>(e =>
        {
            e.ToTable("integration_hooks");
            e.Property(h => h.Id).ValueGeneratedNever();
            e.Property(h => h.TokenHash).HasMaxLength(32);
            e.Property(h => h.VendorIds).HasJsonList(isPostgreSql);
            e.Property(h => h.Revision).IsConcurrencyToken();
            e.HasOne<OrganizationIntegration>().WithMany().HasForeignKey(h => h.IntegrationId).OnDelete(DeleteBehavior.Cascade);
            e.HasIndex(h => h.IntegrationId).IsUnique();
            e.HasIndex(h => h.TokenHash).IsUnique();
        });
        model.Entity<IntegrationEvent>(e =>
        {
            e.ToTable("integration_events");
            e.Property(told => told.Id).ValueGeneratedNever();
            e.Property(told => told.EventType).HasMaxLength(IntegrationEvent.MaxTextLength);
            e.Property(told => told.DeliveryId!).HasMaxLength(IntegrationEvent.MaxDeliveryIdLength).IsOrdinal(isPostgreSql);
            e.Property(told => told.Action).HasConversion<string>().HasMaxLength(32);
            e.Property(told => told.Subject).HasMaxLength(IntegrationEvent.MaxTextLength);
            e.Property(told => told.State).HasMaxLength(IntegrationEvent.MaxTextLength);
            e.Property(told => told.Url).HasMaxLength(IntegrationEvent.MaxUrlLength);
            e.Property(told => told.Status).HasConversion<string>().HasMaxLength(16);
            e.Property(told => told.Reason).HasMaxLength(IntegrationEvent.MaxReasonLength);
            e.Property(told => told.Body);
            // What failed and waits is passed by on the way to what is due.
            e.HasIndex(told => told.IntegrationId, "ix_integration_events_failing").HasFilter(isPostgreSql ? "status = 'Received' AND failed_attempts > 0" : "[status] = 'Received' AND [failed_attempts] > 0");
            e.HasOne<OrganizationIntegration>().WithMany().HasForeignKey(told => told.IntegrationId).OnDelete(DeleteBehavior.Cascade);
            e.HasIndex(told => new { told.IntegrationId, told.DeliveryId }).IsUnique().HasFilter(isPostgreSql ? "delivery_id IS NOT NULL" : "[delivery_id] IS NOT NULL");
            e.HasIndex(told => new { told.OrganizationId, told.ReceivedAt, told.Id }).IsDescending(false, true, true);
            e.HasIndex(told => told.ReceivedAt);
            e.HasIndex(told => told.Id).HasFilter(isPostgreSql ? "status = 'Received'" : "[status] = 'Received'").HasDatabaseName("ix_integration_events_waiting");
        });
    }
}
