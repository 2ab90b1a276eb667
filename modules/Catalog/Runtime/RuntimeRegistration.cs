using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Installations.Activation;
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
        .AddSingleton<RuntimeMetrics>()
        .AddSingleton<InstalledDeclarations>()
        .AddSingleton<CallRunner>()
        .AddSingleton<IPluginActivator, PluginActivator>()
        .AddSingleton(provider => new PluginCalls(provider.GetRequiredService<PluginRuntime>(), provider.GetRequiredService<CallRunner>(), provider.GetRequiredService<CatalogOptions>()))
        .AddHostedService<PluginHosting>();
}
