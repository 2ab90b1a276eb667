using GraphQLPlugins.Integrations.Installations;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Integrations.Webhooks.Delivery;
using GraphQLPlugins.Kernel.Outbox;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Webhooks.Events;

/// <summary>Makes a delivery for each webhook that wants an event, in the transaction that counts the event as taken: so it is queued if and only if its change was committed.</summary>
internal sealed class WebhookFanOut(IntegrationsDb db, UnitOfWork work, TimeProvider clock) : IEventConsumer
{
    public const string Name = "integrations.webhooks";
    private const string PluginGone = "plugin.uninstalled";

    public async Task HandleAsync(IReadOnlyList<EventRecord> events, CancellationToken ct)
    {
        var now = clock.Now();
        var targets = await TargetsAsync(events, ct);
        var told = new List<EventTold>();
        var deliveries = new List<NewDelivery>();
        foreach (var record in events)
        {
            if (!targets.Contains(record.Type))
                continue;
            var happened = EventTold.Of(record);
            var before = deliveries.Count;
            foreach (var target in targets[record.Type])
                if (target.Wants(happened))
                    deliveries.Add(target.Delivery(happened, deliveries.Count, now));
            if (deliveries.Count > before)
                told.Add(happened);
        }
        if (deliveries.Count > 0)
        {
            await db.QueueAsync(told, deliveries, now, ct);
            work.AfterCommit(new DeliveriesQueued());
        }
        foreach (var gone in events.Where(e => e.Type == PluginGone))
            await RemovePluginAsync(gone.OrganizationId, gone.Resource, now, ct);
    }

    private static readonly CompiledQuery<Func<IntegrationsDb, string[], bool, Guid[], IAsyncEnumerable<Target>>> TargetsOf = new(() => EF.CompileAsyncQuery(
        (IntegrationsDb db, string[] types, bool everybody, Guid[] organizations) =>
            from topic in db.WebhookTopics.AsNoTracking()
            where types.Contains(topic.EventType) && (everybody || organizations.Contains(topic.OrganizationId))
            join webhook in db.Webhooks.AsNoTracking() on topic.SubscriptionId equals webhook.Id
            join installation in db.Installations.AsNoTracking() on webhook.InstallationId equals installation.Id into owners
            from owner in owners.DefaultIfEmpty()
            orderby webhook.Id
            select new Target(
                topic.EventType, webhook.Id, webhook.OrganizationId, webhook.Origin == WebhookOrigin.Manual ? null : webhook.AppId, webhook.InstallationId, webhook.CreatedAt, webhook.ProjectIds, owner == null ? null : owner.Status, owner == null ? null : owner.ProjectIds)));

    private async Task<ILookup<string, Target>> TargetsAsync(IReadOnlyList<EventRecord> events, CancellationToken ct)
    {
        var types = events.Select(e => e.Type).Distinct().ToArray();
        var organizations = events.Select(e => e.OrganizationId).OfType<Guid>().Distinct().ToArray();
        var everybody = events.Any(e => e.OrganizationId is null);
        return (await TargetsOf.For(db)(db, types, everybody, organizations).ToListAsync(ct)).ToLookup(target => target.EventType);
    }

    /// <summary>A plugin that is gone wants nothing more, once it was told so.</summary>
    private async Task RemovePluginAsync(Guid? organizationId, string? name, DateTimeOffset now, CancellationToken ct)
    {
        var webhooks = await db.Webhooks.Include(w => w.Topics).Where(w => w.OrganizationId == organizationId && w.PluginName == name && w.DeletedAt == null).ToListAsync(ct);
        foreach (var webhook in webhooks)
            webhook.Delete(now, drains: true);
    }

    /// <summary>A webhook that may want an event.</summary>
    private sealed record Target(
        string EventType, Guid Id, Guid OrganizationId, Guid? LogAppId, Guid? InstallationId, DateTimeOffset CreatedAt, List<Guid> ProjectIds, AppInstallationStatus? Status, List<Guid>? InstallationProjectIds)
    {
        public bool Wants(EventTold happened)
        {
            if ((happened.OrganizationId is { } organization && organization != OrganizationId) || happened.At < CreatedAt)
                return false;
            // An app hears of its own coming and going, whatever its state is, and of nobody else's.
            if (InstallationId is { } installation && happened.Installation is { } about)
                return installation == about;
            if (InstallationId is not null && Status != AppInstallationStatus.Installed)
                return false;
            return IsIn(ProjectIds, happened.ProjectId) && IsIn(InstallationProjectIds, happened.ProjectId);
        }

        public NewDelivery Delivery(EventTold happened, int ord, DateTimeOffset now)
        {
            var id = OrderedId.Next(now);
            return new NewDelivery(ord, id, OrganizationId, Id, LogAppId, happened.Id, happened.Type, id, null, null, now);
        }

        private static bool IsIn(List<Guid>? wanted, Guid? project) => project is null || wanted is null or [] || wanted.Contains(project.Value);
    }
}
