using System.Runtime.CompilerServices;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Kernel.Jobs;

[SubscriptionType]
public static partial class JobSubscriptions
{
    /// <summary>A job as it is now, and again at each change; ends when the job has. Stays empty when there is none that the caller may see.</summary>
    [Subscribe(With = nameof(SubscribeToJobAsync))]
    public static OperationJob OnJobProgress([EventMessage] OperationJob job, [ID<OperationJob>] Guid jobId) => job;

    public static async IAsyncEnumerable<OperationJob> SubscribeToJobAsync(
        [ID<OperationJob>] Guid jobId, IDbContextFactory<KernelDb> databases, JobAccess access, ITopicEventReceiver receiver, [EnumeratorCancellation] CancellationToken ct)
    {
        // First the stream, then the state, so that no change falls between them.
        var stream = await receiver.SubscribeAsync<JobChanged>(JobTopics.Of(jobId), ct);
        await using var closing = stream.ConfigureAwait(false);
        await using var changes = stream.ReadEventsAsync().GetAsyncEnumerator(ct);
        do
        {
            await using var db = await databases.CreateDbContextAsync(ct);
            if (await access.Readable(db.Jobs).SingleOrDefaultAsync(j => j.Id == jobId, ct) is not { } job) yield break;
            yield return job;
            if (job.Status is not (JobStatus.Queued or JobStatus.Running)) yield break;
        }
        while (await changes.MoveNextAsync());
    }
}
