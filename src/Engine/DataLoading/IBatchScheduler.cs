namespace GraphQLPlugins.Engine.DataLoading;

/// <summary>Collects batches and starts them when nothing else of the operation can run: one batch a loader and wave, no timers.</summary>
public interface IBatchScheduler
{
    /// <summary>Puts a batch up for the next dispatch. Once for each batch, from any thread.</summary>
    void Schedule(BatchJob job);
}

/// <summary>One batch of a loader: keys may be added until it is fetched.</summary>
public abstract class BatchJob
{
    /// <summary>Starts the fetch; called once, when the wave is complete. Must not throw: a failure is kept for <see cref="Publish"/>.</summary>
    public abstract ValueTask FetchAsync(CancellationToken cancellationToken);

    /// <summary>Hands the values, or the failure, to those who wait for them. Called once after the fetch, on the operation's loop: continuations that run
    /// inline register their next keys before the next dispatch. Must not throw.</summary>
    public abstract void Publish();
}
