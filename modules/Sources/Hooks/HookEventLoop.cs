using System.Collections.Concurrent;
using GraphQLPlugins.Kernel.Background;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Sources.Hooks;

/// <summary>
/// Matches hook events for as long as the host runs: when it is told of one, and now and then for those of other hosts and of before. Many at a time, and one by one as soon as one of them fails,
/// so that it takes none of the others along; what failed is tried again later, and given up in the end.
/// </summary>
internal sealed partial class HookEventLoop(IServiceScopeFactory scopes, IDbContextFactory<SourcesDb> contexts, SourcesOptions options, TimeProvider clock, ILogger<HookEventLoop> log) : BatchedService(LookEvery, scopes, clock, log)
{
    private const int MaxEvents = 200;
    private const int MaxAttempts = 8;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(10);

    /// <summary>Events that failed on this host: how often, and when they are tried again. Another host counts for itself, and so does this one after a start.</summary>
    private readonly ConcurrentDictionary<Guid, (int Attempts, DateTimeOffset Again)> _failed = new();

    protected override string Work => "Matching hook events";

    /// <summary>Matches all that wait, except for what failed and is not due again.</summary>
    /// <returns>How many events there were, without those that failed.</returns>
    public async Task<int> RunOnceAsync(CancellationToken ct)
    {
        for (var total = 0; ;)
        {
            var ids = await DueAsync(ct);
            if (ids.Count == 0) return total;
            total += await DoAsync(ids, ct);
            // What failed again has another time.
            foreach (var id in ids)
                if (_failed.TryGetValue(id, out var failed) && failed.Again <= Clock.Now()) _failed.TryRemove(id, out _);
        }
    }

    /// <summary>Removes events that are older than the settings say.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RemoveOldAsync(CancellationToken ct)
    {
        var before = Clock.Now() - options.HookRetention;
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.HookEvents.Where(e => e.ReceivedAt < before).ExecuteDeleteAsync(ct);
    }

    protected override Task RoundAsync(CancellationToken ct) => RunOnceAsync(ct);

    private async Task<List<Guid>> DueAsync(CancellationToken ct)
    {
        var now = Clock.Now();
        Guid[] later = [.. _failed.Where(f => f.Value.Again > now).Select(f => f.Key)];
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Due(db, later).ToListAsync(ct);
    }

    /// <summary>The first events that wait, in the order of their coming.</summary>
    /// <param name="db">The database.</param>
    /// <param name="later">Those to leave for later.</param>
    internal static IQueryable<Guid> Due(SourcesDb db, Guid[] later) =>
        db.HookEvents.Where(e => e.Status == HookEventStatus.Received && !later.Contains(e.Id)).OrderBy(e => e.ReceivedAt).ThenBy(e => e.Id).Select(e => e.Id).Take(MaxEvents);

    protected override IRequest<int> CommandFor(IReadOnlyList<Guid> ids) => new MatchHookEvents(ids);

    protected override async Task FailedAsync(Guid id, string reason, CancellationToken ct)
    {
        var attempts = _failed.GetValueOrDefault(id).Attempts + 1;
        if (attempts < MaxAttempts)
        {
            _failed[id] = (attempts, Clock.Now() + FirstRetry * Math.Pow(2, attempts - 1));
            return;
        }
        if (await SendAsync(new GiveUpHookEvent(id, reason), ct)) LogGivenUp(id, MaxAttempts);
        _failed.TryRemove(id, out _);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The hook event {EventId} was given up after {Attempts} attempts; replayHookEvent tries it again")]
    private partial void LogGivenUp(Guid eventId, int attempts);
}
