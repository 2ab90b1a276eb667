using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.DataLoading;

/// <summary>A loader that the application registered.</summary>
internal sealed record DataLoaderRegistration(Type Service, Type Implementation, DataLoaderFactory? Factory);

/// <summary>Makes a loader for a request.</summary>
public delegate IDataLoader DataLoaderFactory(IServiceProvider services, IBatchScheduler batchScheduler, DataLoaderOptions options);

/// <summary>All registered loaders of an application and how each is made.</summary>
internal sealed class DataLoaderRegistry
{
    private readonly ConcurrentDictionary<Type, Entry> _entries = [];

    public DataLoaderRegistry(IEnumerable<DataLoaderRegistration> registrations)
    {
        // The last registration of a service wins, as in the container.
        foreach (var registration in registrations)
        {
            var entry = new Entry(registration.Implementation, registration.Factory ?? ByConstructor(registration.Implementation));
            _entries[registration.Service] = entry;
            _entries.TryAdd(registration.Implementation, entry);
        }
    }

    public Entry FactoryOf(Type type) => _entries.GetOrAdd(type, static t => t is { IsAbstract: false, IsInterface: false }
        ? new Entry(t, ByConstructor(t))
        : throw new InvalidOperationException($"The loader {t} is not registered; call AddDataLoader or the module's Add method."));

    private static DataLoaderFactory ByConstructor(Type type)
    {
        var constructor = type.GetConstructors().FirstOrDefault() ?? throw new InvalidOperationException($"The loader {type} has no public constructor.");
        var parameters = constructor.GetParameters().Select(p => p.ParameterType).ToArray();
        Type[] given = [.. new[] { typeof(IBatchScheduler), typeof(DataLoaderOptions) }.Where(parameters.Contains)];
        var create = ActivatorUtilities.CreateFactory(type, given);
        return (given.Contains(typeof(IBatchScheduler)), given.Contains(typeof(DataLoaderOptions))) switch
        {
            (true, true) => (services, scheduler, options) => (IDataLoader)create(services, [scheduler, options]),
            (true, false) => (services, scheduler, _) => (IDataLoader)create(services, [scheduler]),
            (false, true) => (services, _, options) => (IDataLoader)create(services, [options]),
            _ => (services, _, _) => (IDataLoader)create(services, []),
        };
    }

    /// <summary>A loader's class and how it is made.</summary>
    public sealed record Entry(Type Implementation, DataLoaderFactory Create);
}
