using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Catalog.Runtime.Hosts;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Catalog.Runtime;

internal static class RuntimeRegistration
{
    /// <summary>Plugins run on this host.</summary>
    public static IServiceCollection AddPluginRuntime(this IServiceCollection services) => services
        .AddMetrics()
        .AddSingleton<PluginLoader>()
        .AddSingleton<PluginRuntime>()
        .AddSingleton<PluginFollower>()
        .AddSingleton<HostReports>()
        .AddSingleton<FileRecovery>()
        .AddSingleton<RuntimeMetrics>()
        .AddSingleton<InstalledDeclarations>()
        .AddSingleton<CallRunner>()
        .AddSingleton<IPluginActivator, PluginActivator>()
        .AddSingleton(provider => new PluginCalls(provider.GetRequiredService<PluginRuntime>(), provider.GetRequiredService<CallRunner>(), provider.GetRequiredService<CatalogOptions>()))
        .AddSingleton(provider => new PluginSourceCalls(
            provider.GetRequiredService<PluginRuntime>(), provider.GetRequiredService<CallRunner>(), provider.GetRequiredService<CatalogOptions>(), provider.GetRequiredService<IServiceScopeFactory>()))
        .AddScoped(provider => new PluginDeclarations(
            provider.GetRequiredService<IDbContextFactory<CatalogDb>>(), provider.GetRequiredService<StorageServer>(), provider.GetRequiredService<Actor>(), provider.GetRequiredService<IMemoryCache>(), provider.GetRequiredService<InstalledDeclarations>()))
        .AddScoped(provider => new InstalledListings(provider.GetRequiredService<CatalogDb>(), provider.GetRequiredService<Actor>(), provider.GetRequiredService<InstalledDeclarations>()))
        .AddHostedService<PluginHosting>();
}
