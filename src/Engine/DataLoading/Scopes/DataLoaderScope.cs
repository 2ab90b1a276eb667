using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.DataLoading;

/// <inheritdoc/>
/// <param name="services">The request's services.</param>
/// <param name="scheduler">The request's scheduler.</param>
internal sealed class DataLoaderScope(IServiceProvider services, IBatchScheduler scheduler) : IDataLoaderScope
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
        (T)_loaders.GetOrAdd((typeof(T), name), static (_, a) => a.create(a.scheduler, a.options), (create, scheduler, options: Options));

    private IDataLoader Add(Type type)
    {
        _registry ??= services.GetRequiredService<DataLoaderRegistry>();
        var factory = _registry.FactoryOf(type);
        // Interface and class are one loader: it is kept under its class.
        var loader = _loaders.GetOrAdd(factory.Implementation, static (_, a) => a.factory.Create(a.services, a.scheduler, a.Options),
            (factory, services, scheduler, Options));
        _loaders.TryAdd(type, loader);
        return loader;
    }

    private DataLoaderOptions NewOptions()
    {
        var options = services.GetService<DataLoaderOptions>()?.Copy() ?? new DataLoaderOptions();
        options.Cache = Cache;
        options.DiagnosticEvents ??= services.GetService<IDataLoaderDiagnosticEvents>();
        return options;
    }
}
