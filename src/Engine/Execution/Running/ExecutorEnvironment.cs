using System.Collections.Concurrent;
using GraphQLPlugins.Engine.TypeSystem;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace GraphQLPlugins.Engine.Execution.Running;

/// <summary>What all requests of one executor share. Frozen but for instances of resolver classes and the pool of runs.</summary>
internal sealed partial class ExecutorEnvironment(ExecutorSetup setup)
{
    private const int PooledRuns = 64;

    private readonly ConcurrentDictionary<Type, object> _resolvers = new();
    private readonly ConcurrentBag<OperationRun> _runs = [];
    private int _pooled;

    public Schema Schema { get; } = setup.Schema;

    public IServiceProvider Services { get; } = setup.Services;

    public ExecutorSetup Setup { get; } = setup;

    public Limits Limits { get; } = setup.Options.Limits;

    public IErrorFilter[] ErrorFilters { get; } = [.. setup.ErrorFilters];

    public bool IncludeExceptionDetails { get; } = setup.Options.IncludeExceptionDetails;

    public ILogger Logger { get; } =
        setup.Services.GetService<ILoggerFactory>()?.CreateLogger("GraphQLPlugins.Engine.Execution") ?? NullLogger.Instance;

    public IQueryableExecutor[] QueryableExecutors { get; } = [.. setup.Services.GetServices<IQueryableExecutor>()];

    /// <summary>The instance of a class that holds resolvers: the service, or else one made for the schema with the services of the first request.</summary>
    public object ResolverInstance(Type type, IServiceProvider services) =>
        services.GetService(type) ?? _resolvers.GetOrAdd(type, static (t, sp) => ActivatorUtilities.CreateInstance(sp, t), services);

    public OperationRun Rent()
    {
        if (!_runs.TryTake(out var run)) return new OperationRun(this);
        Interlocked.Decrement(ref _pooled);
        return run;
    }

    public void Return(OperationRun run)
    {
        if (Interlocked.Increment(ref _pooled) <= PooledRuns) _runs.Add(run);
        else Interlocked.Decrement(ref _pooled);
    }

    [LoggerMessage(2, LogLevel.Error, "A resolver's cleanup failed")]
    public static partial void LogCleanupFailed(ILogger logger, Exception exception);
}
