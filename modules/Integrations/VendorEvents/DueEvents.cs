using GraphQLPlugins.Integrations.Storage;

namespace GraphQLPlugins.Integrations.VendorEvents;

/// <summary>Which events may be applied.</summary>
internal static class DueEvents
{
    /// <summary>Those whose time has come, in the order of their coming. What comes after one that failed and is about the same thing waits behind it.</summary>
    public static IQueryable<IntegrationEvent> DueVendorEvents(this IntegrationsDb db, DateTimeOffset now) =>
        db.IntegrationEvents
            .Where(e => e.Status == IntegrationEventStatus.Received && (e.RetryAt == null || e.RetryAt <= now) && !db.IntegrationEvents.Any(
                failed => failed.Status == IntegrationEventStatus.Received && failed.FailedAttempts > 0 && failed.IntegrationId == e.IntegrationId && failed.Subject == e.Subject && failed.ReceivedAt < e.ReceivedAt))
            .OrderBy(e => e.ReceivedAt).ThenBy(e => e.Id);
}
