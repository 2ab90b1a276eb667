using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Sync;

/// <summary>Puts syncs into the queue, one after the other for each record. A full queue refuses people; what sources told is noted, and asked for again later.</summary>
internal sealed class SyncTrigger(JobQueue jobs, SourcesDb db, SourcesOptions options, TimeProvider clock) : ISyncTrigger
{
    public async Task RequestAsync(IReadOnlyList<SourceRepository> repositories, SyncReason reason, Guid? hookEventId, CancellationToken ct)
    {
        foreach (var repository in repositories)
        {
            try
            {
                await jobs.EnqueueAsync(new SyncRepository(repository.Id, reason, hookEventId), SyncRepository.Request(repository), ct);
            }
            catch (JobQueueFullException) when (reason is not SyncReason.Manual)
            {
                DateTimeOffset? later = clock.Now() + options.Sync.RetryAfter;
                await db.Repositories.Where(r => r.Id == repository.Id).ExecuteUpdateAsync(r => r.SetProperty(x => x.NextSyncAt, later), ct);
            }
        }
    }
}
