using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Modules;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Kernel.Tests;

/// <summary>The kernel over a migrated database of its own, without a web server.</summary>
public sealed class KernelHost : IAsyncDisposable
{
    private readonly TestDatabase _database;

    private KernelHost(TestDatabase database, ServiceProvider services)
    {
        _database = database;
        Services = services;
    }

    public ServiceProvider Services { get; }

    public TestDatabase Database => _database;

    public static async Task<KernelHost> StartAsync(params IModule[] modules)
    {
        var database = await PostgresServer.CreateDatabaseAsync("kernel", async connectionString =>
        {
            await using var services = Build(connectionString, []);
            await services.GetRequiredService<Migrator>().RunAsync(migrate: true, default);
        });
        return new KernelHost(database, Build(database.ConnectionString, modules));
    }

    public static ServiceProvider Build(string connectionString, IModule[] modules, StorageProvider provider = StorageProvider.PostgreSql)
    {
        var kernel = new KernelModule(new StorageOptions { Provider = provider, ConnectionString = connectionString }, new IdentityOptions());
        return new ServiceCollection()
            .AddLogging()
            .AddModules(new ConfigurationBuilder().Build(), [kernel, .. modules])
            .BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        await _database.DisposeAsync();
    }
}
