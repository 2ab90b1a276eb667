using System.Text.Json;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Kernel.Outbox;

/// <summary>Hands events to their consumers. The host's loop calls it; tests call <see cref="DispatchAsync(CancellationToken)"/>.</summary>
public sealed class EventDispatcher
{
    private const int MaxBatch = 100;
    private const int MaxRemoved = 10_000;

    private readonly IServiceScopeFactory _scopes;
    private readonly IReadOnlyList<EventConsumerRegistration> _consumers;
    private readonly IDbContextFactory<KernelDb> _databases;
    private readonly OutboxOptions _options;
    private readonly TimeProvider _clock;

    internal EventDispatcher(
        IServiceScopeFactory scopes, IEnumerable<EventConsumerRegistration> consumers, IDbContextFactory<KernelDb> databases, OutboxOptions options, TimeProvider clock) =>
        (_scopes, _consumers, _databases, _options, _clock) = (scopes, [.. consumers], databases, options, clock);

    internal IReadOnlyList<EventConsumerRegistration> Consumers => _consumers;

    /// <summary>Hands every consumer all events that it has not had, and returns. A consumer that another host is serving is left to that.</summary>
    /// <returns>How many events were taken, by all consumers together.</returns>
    public async Task<int> DispatchAsync(CancellationToken ct = default)
    {
        var total = 0;
        foreach (var consumer in _consumers) total += await DispatchAsync(consumer, ct);
        return total;
    }

    internal async Task<int> DispatchAsync(EventConsumerRegistration consumer, CancellationToken ct)
    {
        var total = 0;
        int taken;
        do
        {
            taken = await DispatchBatchAsync(consumer, ct);
            total += taken;
        }
        while (taken == MaxBatch);
        return total;
    }

    /// <summary>Lets consumers that are new start with what happens from now on.</summary>
    internal async Task PrepareAsync(KernelDb db, CancellationToken ct)
    {
        await OutboxAfterRestore.MendAsync(db, ct);
        var known = await db.EventCursors.Select(c => c.Consumer).ToListAsync(ct);
        foreach (var consumer in _consumers.Where(c => !known.Contains(c.Name)))
            db.EventCursors.Add(new EventCursor(consumer.Name, await db.OutboxEndAsync(null, ct)));
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Removes what is older than its retention.</summary>
    /// <returns>How many rows.</returns>
    public async Task<int> RemoveOldAsync(CancellationToken ct = default)
    {
        var (events, messages) = (_clock.Now() - _options.Retention, _clock.Now() - _options.TopicRetention);
        await using var db = await _databases.CreateDbContextAsync(ct);
        var total = 0;
        int removed;
        do
        {
            var old = db.Outbox.Where(r => r.At < events || (r.Type == null && r.At < messages)).OrderBy(r => r.At).Take(MaxRemoved).Select(r => r.Id);
            removed = await db.Outbox.Where(r => old.Contains(r.Id)).ExecuteDeleteAsync(ct);
            total += removed;
        }
        while (removed == MaxRemoved);
        return total;
    }

    private async Task<int> DispatchBatchAsync(EventConsumerRegistration consumer, CancellationToken ct)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        services.GetRequiredService<Actor>().ActAs((Identity.Authentication.PrincipalIdentity?)null);
        var work = services.GetRequiredService<UnitOfWork>();
        var db = services.GetRequiredService<KernelDb>();
        await work.BeginAsync(ct);
        try
        {
            if (await work.TakeCursorAsync(consumer.Name, ct) is not { } position) return 0;
            var rows = await db.ReadOutboxAsync(position, null, MaxBatch, ct);
            if (rows.Count == 0) return 0;
            await ((IEventConsumer)services.GetRequiredService(consumer.Type)).HandleAsync([.. rows.Select(Record)], ct);
            work.MoveCursor(consumer.Name, position);
            services.GetRequiredService<EventOutbox>().Write(work, rows[^1].CorrelationId);
            var notifications = await work.CommitAsync(ct);
            await services.GetRequiredService<Announcements>().PublishAsync(notifications);
            return rows.Count;
        }
        finally
        {
            if (work.IsOpen) await work.RollbackAsync();
        }
    }

    private static EventRecord Record(ReadRow row) =>
        new(row.Id, row.Type!, row.OrganizationId, row.Resource, JsonElement.Parse(row.Payload ?? "null"), row.Actor, row.CorrelationId, row.At);
}
