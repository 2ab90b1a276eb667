using GraphQLPlugins.Catalog.Import;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Modules;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Catalog.Tests;

/// <summary>Kernel and catalog over a migrated database of their own, without a web server.</summary>
public sealed class CatalogHost : IAsyncDisposable
{
    private CatalogHost(TestDatabase database, ServiceProvider services)
    {
        Database = database;
        Services = services;
    }

    public TestDatabase Database { get; }

    public ServiceProvider Services { get; }

    internal CatalogImporter Importer => Services.GetRequiredService<CatalogImporter>();

    /// <param name="settings">Such as <c>Catalog:AllowRemoteAdmin</c>.</param>
    public static async Task<CatalogHost> StartAsync(params (string Name, string Value)[] settings)
    {
        var database = await PostgresServer.CreateDatabaseAsync("catalog", async connectionString =>
        {
            await using var services = Build(connectionString);
            await services.GetRequiredService<Migrator>().RunAsync(migrate: true, default);
        });
        return new CatalogHost(database, Build(database.ConnectionString, settings));
    }

    /// <summary>Reads rows as a resolver would.</summary>
    internal async Task<T> ReadAsync<T>(Func<CatalogDb, Task<T>> read)
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<CatalogDb>>().CreateDbContextAsync();
        return await read(db);
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static ServiceProvider Build(string connectionString, params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value)).Build();
        var kernel = new KernelModule(new StorageOptions { Provider = StorageProvider.PostgreSql, ConnectionString = connectionString }, new IdentityOptions());
        return new ServiceCollection()
            .AddLogging()
            .AddModules(configuration, kernel, new CatalogModule())
            .BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
    }
}
