using System.Collections.Concurrent;
using GraphQLPlugins.Engine.DataLoading;

namespace GraphQLPlugins.Engine.Execution;

/// <summary>What all service scopes of one operation share: the scheduler of batches and one instance of each thing kept by type (loaders, their cache).</summary>
/// <remarks>A scoped service. The executor starts the request's and joins those of its resolvers to it, so that a loader is the same in every scope.</remarks>
public sealed class OperationScope(IServiceProvider services)
{
    private OperationScope? _root;
    private IBatchScheduler? _scheduler;
    private ConcurrentDictionary<Type, Lazy<object>>? _instances;

    /// <summary>The services of the request.</summary>
    public IServiceProvider Services => Root.OwnServices;

    /// <summary>The operation's scheduler; outside an operation one that starts each batch soon after it was opened.</summary>
    public IBatchScheduler Scheduler => Root._scheduler ?? UnattendedBatchScheduler.Instance;

    private OperationScope Root => _root ?? this;

    private IServiceProvider OwnServices { get; } = services;

    /// <summary>The operation's instance of this type, made once with the services of the request.</summary>
    public T GetOrAdd<T>(Func<IServiceProvider, T> create) where T : class
    {
        var root = Root;
        var instances = root._instances
            ?? Interlocked.CompareExchange(ref root._instances, new ConcurrentDictionary<Type, Lazy<object>>(), null)
            ?? root._instances;
        return (T)instances.GetOrAdd(typeof(T), static (_, state) => new Lazy<object>(() => state.create(state.Services)), (create, root.Services)).Value;
    }

    internal void Start(IBatchScheduler? scheduler) => _scheduler = scheduler;

    internal void Join(OperationScope root) => _root = root.Root;

    // Where no operation waits there is no wave to complete: the thread pool's next turn stands in for it.
    private sealed class UnattendedBatchScheduler : IBatchScheduler
    {
        public static readonly UnattendedBatchScheduler Instance = new();

        public void Schedule(BatchJob job) => ThreadPool.UnsafeQueueUserWorkItem(static job => _ = RunAsync(job), job, preferLocal: false);

        private static async Task RunAsync(BatchJob job)
        {
            await job.FetchAsync(CancellationToken.None).ConfigureAwait(false);
            job.Publish();
        }
    }
}
