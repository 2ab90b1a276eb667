using System.Runtime.CompilerServices;
using GraphQLPlugins.Kernel.Background;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Outbox;
using GraphQLPlugins.Kernel.Signals;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Kernel.Audit;

/// <summary>The audit as it grows, for those who watch it. They read the table, so that commands pay nothing for being watched.</summary>
public sealed class AuditStream
{
    private const int MaxBatch = 500;

    /// <summary>An entry is written right before its commit, so it shows up within this time after the one that its time names, whatever the hosts' clocks say.</summary>
    private static readonly TimeSpan Lateness = TimeSpan.FromSeconds(30);

    private readonly IDbContextFactory<KernelDb> _databases;
    private readonly DatabaseSignals _signals;
    private readonly Actor _actor;
    private readonly OutboxOptions _options;
    private readonly TimeProvider _clock;

    internal AuditStream(IDbContextFactory<KernelDb> databases, DatabaseSignals signals, Actor actor, OutboxOptions options, TimeProvider clock) =>
        (_databases, _signals, _actor, _options, _clock) = (databases, signals, actor, options, clock);

    /// <summary>Starts with what is written from now on.</summary>
    internal async ValueTask<ISourceStream<AuditEntry>> OpenAsync(AuditEventFilterInput? where, CancellationToken ct)
    {
        await _signals.ListenAsync(ct);
        var organization = _actor.OrganizationId;
        var since = _clock.Now() - Lateness;
        await using var db = await _databases.CreateDbContextAsync(ct);
        var seen = await db.AuditEntries.Where(a => a.OrganizationId == organization && a.At >= since).ToDictionaryAsync(a => a.Id, a => a.At, ct);
        return new Source(ReadAsync(organization, where, seen, ct));
    }

    private async IAsyncEnumerable<AuditEntry> ReadAsync(Guid organization, AuditEventFilterInput? where, Dictionary<Guid, DateTimeOffset> seen, [EnumeratorCancellation] CancellationToken ct)
    {
        var wake = new Wakeup();
        using var listening = _signals.On(Signal.Events, wake.Call);
        while (true)
        {
            var since = _clock.Now() - Lateness;
            var news = await NewAsync(organization, since, seen, ct);
            foreach (var entry in news)
            {
                seen[entry.Id] = entry.At;
                if (where?.Fits(entry) != false) yield return entry;
            }
            foreach (var (id, at) in seen)
                if (at < since - Lateness) seen.Remove(id);
            if (news.Count < MaxBatch) await wake.WaitAsync(_options.PollInterval, ct);
        }
    }

    /// <summary>Oldest first.</summary>
    private async Task<List<AuditEntry>> NewAsync(Guid organization, DateTimeOffset since, Dictionary<Guid, DateTimeOffset> seen, CancellationToken ct)
    {
        await using var db = await _databases.CreateDbContextAsync(ct);
        Guid[] known = [.. seen.Keys];
        return await db.AuditEntries.Where(a => a.OrganizationId == organization && a.At >= since && !known.Contains(a.Id)).OrderBy(a => a.At).ThenBy(a => a.Id).Take(MaxBatch).ToListAsync(ct);
    }

    private sealed class Source(IAsyncEnumerable<AuditEntry> entries) : ISourceStream<AuditEntry>
    {
        public IAsyncEnumerable<AuditEntry> ReadEventsAsync() => entries;

        IAsyncEnumerable<object?> ISourceStream.ReadEventsAsync() => entries;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
