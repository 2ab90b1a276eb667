using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Sync;

/// <summary>Asks for syncs of repositories whose time to be tried again has come, their own or one of their services'. The answer is how many.</summary>
internal sealed record RequestDueSyncs : ICommand<int>
{
    public const int MaxRepositories = 200;

    string ICommand.AuditTarget => "syncs";
}

internal sealed class RequestDueSyncsHandler(SourcesDb db, IEnumerable<ISyncTrigger> triggers, TimeProvider clock) : IRequestHandler<RequestDueSyncs, int>
{
    public async Task<int> Handle(RequestDueSyncs request, CancellationToken ct)
    {
        var now = clock.Now();
        await db.LockAsync("sources:due-syncs", ct);
        var due = await db.Repositories
            .Where(r => r.Status == RepositoryStatus.Active && (r.NextSyncAt <= now || db.ServiceProgress.Any(p => p.RepositoryId == r.Id && p.NextTryAt <= now)))
            .OrderBy(r => r.Id).Take(RequestDueSyncs.MaxRepositories).ToListAsync(ct);
        if (due.Count == 0) return 0;
        foreach (var repository in due) repository.RequestSync();
        Guid[] ids = [.. due.Select(r => r.Id)];
        foreach (var progress in await db.ServiceProgress.Where(p => ids.Contains(p.RepositoryId) && p.NextTryAt <= now).ToListAsync(ct)) progress.RequestTry();
        foreach (var trigger in triggers) await trigger.RequestAsync(due, SyncReason.Retry, null, ct);
        return due.Count;
    }
}
