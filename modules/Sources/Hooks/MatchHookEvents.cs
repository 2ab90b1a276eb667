using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Hooks;

/// <summary>Finds the active repositories that some waiting hook events are for, of every owner (R10). The answer is how many of them still waited.</summary>
internal sealed record MatchHookEvents(IReadOnlyList<Guid> Ids) : ICommand<int>
{
    public const string Lock = "sources:hook-events";

    string ICommand.AuditTarget => "hook events";
}

internal sealed class MatchHookEventsHandler(SourcesDb db, UnitOfWork work, IEnumerable<ISyncTrigger> triggers, TimeProvider clock) : IRequestHandler<MatchHookEvents, int>
{
    public async Task<int> Handle(MatchHookEvents request, CancellationToken ct)
    {
        // One host at a time, in the order in which the events came.
        await db.LockAsync(MatchHookEvents.Lock, ct);
        var events = await Waiting(db, request.Ids).ToListAsync(ct);
        if (events.Count == 0) return 0;
        string[] ids = [.. events.Select(e => e.RepoId).OfType<string>().Distinct()];
        var active = (await db.Repositories.AsNoTracking().Where(r => r.Status == RepositoryStatus.Active && ids.Contains(r.RepoId)).ToListAsync(ct))
            .ToLookup(r => (r.OrganizationId, r.Provider, r.RepoId));
        foreach (var told in events)
        {
            var matching = active[(told.OrganizationId, told.Provider, told.RepoId ?? "")].Where(r => Wants(r, told)).ToList();
            told.Match([.. matching.Select(r => r.Id)], clock.Now());
            if (matching.Count > 0)
                foreach (var trigger in triggers) await trigger.RequestAsync(matching, SyncReason.Hook, told.Id, ct);
            work.AfterCommit(new HookEventMatched(told.OrganizationId, told.Id, told.Provider, told.RepoId, told.MatchedCount));
        }
        return events.Count;
    }

    /// <summary>Those of some events that still wait, in the order of their coming.</summary>
    internal static IQueryable<HookEvent> Waiting(SourcesDb db, IReadOnlyList<Guid> ids) =>
        db.HookEvents.Where(e => e.Status == HookEventStatus.Received && ids.Contains(e.Id)).OrderBy(e => e.ReceivedAt).ThenBy(e => e.Id);

    /// <summary>Tags count always, branches as the owner configured; an event about neither counts too.</summary>
    private static bool Wants(SourceRepository repository, HookEvent told)
    {
        if (repository.Config.Branches.Count == 0 || told.Tags.Count > 0 || told.Branches.Count == 0) return true;
        var globs = repository.Config.Branches.Select(Glob.Parse).ToList();
        return told.Branches.Exists(branch => globs.Exists(glob => glob.Matches(branch)));
    }
}
