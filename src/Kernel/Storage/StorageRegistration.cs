using System.Data.Common;
using GraphQLPlugins.Kernel.Signals;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace GraphQLPlugins.Kernel.Storage;

/// <summary>Registers the database and the modules' contexts.</summary>
public static class StorageRegistration
{
    /// <summary>
    /// Registers a module's context. <c>IDbContextFactory&lt;TDb&gt;</c> gives contexts to read with: pooled, without tracking.
    /// A scoped <c>TDb</c> is for handlers: it tracks, and belongs to the command's transaction; a <c>Lazy&lt;TDb&gt;</c> is for those who rarely need it.
    /// </summary>
    /// <typeparam name="TDb">What the module's code names.</typeparam>
    /// <typeparam name="TPostgreSql">Derived from it; PostgreSQL's migrations belong to it.</typeparam>
    /// <typeparam name="TSqlServer">Derived from it; SQL Server's migrations belong to it.</typeparam>
    public static IServiceCollection AddModuleDb<TDb, TPostgreSql, TSqlServer>(this IServiceCollection services)
        where TDb : ModuleDbContext, IModuleSchema where TPostgreSql : TDb where TSqlServer : TDb
    {
        services.AddSingleton(provider => provider.GetRequiredService<StorageOptions>().IsPostgreSql
            ? ModuleDbFactory<TDb>.For<TPostgreSql>(provider)
            : ModuleDbFactory<TDb>.For<TSqlServer>(provider));
        services.AddSingleton<IDbContextFactory<TDb>>(provider => provider.GetRequiredService<ModuleDbFactory<TDb>>());
        services.AddSingleton<IModuleDbFactory>(provider => provider.GetRequiredService<ModuleDbFactory<TDb>>());
        services.AddScoped(provider => provider.GetRequiredService<UnitOfWork>().Open(provider.GetRequiredService<ModuleDbFactory<TDb>>()));
        services.AddScoped(provider => new Lazy<TDb>(provider.GetRequiredService<TDb>));
        return services;
    }

    internal static IServiceCollection AddStorage(this IServiceCollection services, StorageOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<DbProviderFactory>(SqlClientFactory.Instance);
        return services
            .AddSingleton(options)
            .AddSingleton<StorageServer>()
            .AddSingleton<Migrator>()
            .AddSingleton<DatabaseSignals>()
            .AddHostedService<Housekeeping>()
            .AddScoped(provider => new UnitOfWork(provider.GetRequiredService<StorageServer>(), provider.GetRequiredService<DatabaseSignals>()));
    }
}
