using GraphQLPlugins.Engine.DataLoading;
using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Execution.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers data loaders.</summary>
public static class DataLoaderServiceCollectionExtensions
{
    /// <summary>Registers a loader class. One instance a request.</summary>
    public static IServiceCollection AddDataLoader<T>(this IServiceCollection services) where T : class, IDataLoader => services.AddDataLoader<T, T>();

    /// <summary>Registers a loader under its interface. One instance a request.</summary>
    public static IServiceCollection AddDataLoader<TService, TImplementation>(this IServiceCollection services)
        where TService : class, IDataLoader
        where TImplementation : class, TService => services.Add<TService, TImplementation>(null);

    /// <summary>Registers a loader under its interface, with the way to make it. One instance a request.</summary>
    public static IServiceCollection AddDataLoader<TService, TImplementation>(this IServiceCollection services, DataLoaderFactory factory)
        where TService : class, IDataLoader
        where TImplementation : class, TService => services.Add<TService, TImplementation>(factory);

    /// <summary>Registers a loader class. One instance a request.</summary>
    public static IRequestExecutorBuilder AddDataLoader<T>(this IRequestExecutorBuilder builder) where T : class, IDataLoader
    {
        builder.Services.AddDataLoader<T>();
        return builder;
    }

    /// <summary>Registers a loader under its interface. One instance a request.</summary>
    public static IRequestExecutorBuilder AddDataLoader<TService, TImplementation>(this IRequestExecutorBuilder builder)
        where TService : class, IDataLoader
        where TImplementation : class, TService
    {
        builder.Services.AddDataLoader<TService, TImplementation>();
        return builder;
    }

    /// <summary>What loaders need, registered once.</summary>
    internal static IServiceCollection AddDataLoaderCore(this IServiceCollection services)
    {
        services.TryAddSingleton<DataLoaderRegistry>();
        services.TryAddScoped<OperationScope>();
        services.TryAddScoped<IDataLoaderScope>(static sp =>
        {
            var operation = sp.GetRequiredService<OperationScope>();
            return operation.GetOrAdd(_ => new DataLoaderScope(operation));
        });
        return services;
    }

    private static IServiceCollection Add<TService, TImplementation>(this IServiceCollection services, DataLoaderFactory? factory)
        where TService : class, IDataLoader
        where TImplementation : class, TService
    {
        services.AddDataLoaderCore();
        services.AddSingleton(new DataLoaderRegistration(typeof(TService), typeof(TImplementation), factory));
        services.TryAddScoped(static sp => sp.GetRequiredService<IDataLoaderScope>().GetDataLoader<TService>());
        if (typeof(TService) != typeof(TImplementation))
            services.TryAddScoped(static sp => sp.GetRequiredService<IDataLoaderScope>().GetDataLoader<TImplementation>());
        return services;
    }
}
