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
        var wanted = await WantedAsync(events, ct);
        List<EventTold> told = [.. events.Where(e => wanted.Contains(e.Type)).Select(EventTold.Of)];
        if (told.Count > 0 && await db.QueueMatchingAsync(told, now, ct)) work.AfterCommit(new DeliveriesQueued());
        foreach (var gone in events.Where(e => e.Type == PluginGone))
            await RemovePluginAsync(gone.OrganizationId, gone.Resource, now, ct);
    }

    private static readonly CompiledQuery<Func<IntegrationsDb, string[], bool, Guid[], IAsyncEnumerable<string>>> TypesOf = new(() => EF.CompileAsyncQuery(
        (IntegrationsDb db, string[] types, bool everybody, Guid[] organizations) =>
            db.WebhookTopics.Where(topic => types.Contains(topic.EventType) && (everybody || organizations.Contains(topic.OrganizationId))).Select(topic => topic.EventType).Distinct()));

    /// <summary>Of which types anybody wants to hear whom these events may concern: mostly none, and then nothing more is sent.</summary>
    private async Task<HashSet<string>> WantedAsync(IReadOnlyList<EventRecord> events, CancellationToken ct)
    {
        string[] types = [.. events.Select(e => e.Type).Distinct()];
        Guid[] organizations = [.. events.Select(e => e.OrganizationId).OfType<Guid>().Distinct()];
        var wanted = new HashSet<string>();
        await foreach (var type in TypesOf.For(db)(db, types, events.Any(e => e.OrganizationId is null), organizations).WithCancellation(ct)) wanted.Add(type);
        return wanted;
    }

    /// <summary>A plugin that is gone wants nothing more, once it was told so.</summary>
    private async Task RemovePluginAsync(Guid? organizationId, string? name, DateTimeOffset now, CancellationToken ct)
    {
        var webhooks = await db.Webhooks.Include(w => w.Topics).Where(w => w.OrganizationId == organizationId && w.PluginName == name && w.DeletedAt == null).ToListAsync(ct);
        foreach (var webhook in webhooks)
            webhook.Delete(now, drains: true);
    }
}
