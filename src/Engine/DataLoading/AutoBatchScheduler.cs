namespace GraphQLPlugins.Engine.DataLoading;

/// <summary>Fetches each batch as soon as the caller yields. For loaders used outside a request.</summary>
public sealed class AutoBatchScheduler : IBatchScheduler
{
    private AutoBatchScheduler()
    {
    }

    /// <summary>The scheduler; it has no state.</summary>
    public static AutoBatchScheduler Default { get; } = new();

    /// <inheritdoc/>
    public void Schedule(BatchJob job) => _ = DispatchAsync(job);

    private static async Task DispatchAsync(BatchJob job)
    {
        // In a synchronization context the job is posted behind what runs now, so that it holds all keys of the caller.
        await Task.Yield();
        await job.FetchAsync(CancellationToken.None).ConfigureAwait(false);
        job.Publish();
    }
}
