using GraphQLPlugins.Engine.DataLoading;

namespace GraphQLPlugins.Engine.Tests.DataLoading;

/// <summary>Runs batches when the test says so, as an operation does between two waves.</summary>
internal sealed class WaveScheduler : IBatchScheduler
{
    private readonly Queue<BatchJob> _jobs = [];

    public int Waiting => _jobs.Count;

    public void Schedule(BatchJob job) => _jobs.Enqueue(job);

    public async Task RunWaveAsync()
    {
        BatchJob[] wave = [.. _jobs];
        _jobs.Clear();
        foreach (var job in wave) await job.FetchAsync(CancellationToken.None);
        // As on the thread pool, where operations run: the test framework's context would take the continuations away.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        foreach (var job in wave) job.Publish();
        SynchronizationContext.SetSynchronizationContext(context);
    }
}
