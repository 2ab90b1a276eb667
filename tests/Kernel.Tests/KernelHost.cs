using System.Security.Claims;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authentication;
using GraphQLPlugins.Kernel.Modules;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.AspNetCore.Http;
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

    public static Task<KernelHost> StartAsync(params IModule[] modules) => StartAsync(modules, null, null);

    public static async Task<KernelHost> StartAsync(IModule[] modules, IdentityOptions? identity, TimeProvider? clock)
    {
        var database = await PostgresServer.CreateDatabaseAsync("kernel", async connectionString =>
        {
            await using var services = Build(connectionString, []);
            await services.GetRequiredService<Migrator>().RunAsync(migrate: true, default);
        });
        return new KernelHost(database, Build(database.ConnectionString, modules, identity, clock));
    }

    public static ServiceProvider Build(string connectionString, IModule[] modules, IdentityOptions? identity = null, TimeProvider? clock = null)
    {
        var kernel = new KernelModule(new StorageOptions { Provider = StorageProvider.PostgreSql, ConnectionString = connectionString }, identity ?? new IdentityOptions());
        return new ServiceCollection()
            .AddLogging()
            .AddSingleton(clock ?? TimeProvider.System)
            .AddModules(new ConfigurationBuilder().Build(), [kernel, .. modules])
            .BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
    }

    /// <summary>Sends a request as the system itself.</summary>
    public Task<T> SendAsync<T>(IRequest<T> request) => SendAsync(request, (HttpContext?)null);

    /// <summary>Sends a request as the owner of a token, or without one.</summary>
    public Task<T> SendAsync<T>(IRequest<T> request, PrincipalIdentity? identity) =>
        SendAsync(request, new DefaultHttpContext { User = identity is null ? new ClaimsPrincipal(new ClaimsIdentity()) : new ClaimsPrincipal(identity) });

    private async Task<T> SendAsync<T>(IRequest<T> request, HttpContext? context)
    {
        await using var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>().HttpContext = context;
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        await _database.DisposeAsync();
    }
}
