using System.Collections.Concurrent;
using GraphQLPlugins.Engine.Execution;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.DataLoading;

/// <inheritdoc/>
internal sealed class DataLoaderScope(OperationScope operation) : IDataLoaderScope, IBatchScheduler
{
    private readonly ConcurrentDictionary<object, IDataLoader> _loaders = [];
    private DataLoaderOptions? _options;
    private DataLoaderRegistry? _registry;

    /// <summary>The cache that the loaders share.</summary>
    public PromiseCache Cache { get; } = new();

    private DataLoaderOptions Options => _options ??= NewOptions();

    /// <inheritdoc/>
    public T GetDataLoader<T>() where T : IDataLoader =>
        (T)(_loaders.TryGetValue(typeof(T), out var found) ? found : Add(typeof(T)));

    /// <inheritdoc/>
    public T GetDataLoader<T>(string name, Func<IBatchScheduler, DataLoaderOptions, T> create) where T : IDataLoader =>
        (T)_loaders.GetOrAdd((typeof(T), name), static (_, a) => a.create(a.scheduler, a.options), (create, scheduler: this, options: Options));

    // Loaders may be made before the operation starts: its scheduler is asked for when there is something to schedule.
    void IBatchScheduler.Schedule(BatchJob job) => operation.Scheduler.Schedule(job);

    private IDataLoader Add(Type type)
    {
        _registry ??= operation.Services.GetRequiredService<DataLoaderRegistry>();
        var factory = _registry.FactoryOf(type);
        // Interface and class are one loader: it is kept under its class.
        var loader = _loaders.GetOrAdd(factory.Implementation, static (_, a) => a.factory.Create(a.operation.Services, a.scheduler, a.Options),
            (factory, operation, scheduler: this, Options));
        _loaders.TryAdd(type, loader);
        return loader;
    }

    private DataLoaderOptions NewOptions()
    {
        var options = operation.Services.GetService<DataLoaderOptions>()?.Copy() ?? new DataLoaderOptions();
        options.Cache = Cache;
        options.DiagnosticEvents ??= operation.Services.GetService<IDataLoaderDiagnosticEvents>();
        return options;
    }
}
