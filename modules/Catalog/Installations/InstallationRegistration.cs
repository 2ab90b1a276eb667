using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Catalog.Installations.Dropped;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Catalog.Installations;

internal static class InstallationRegistration
{
    /// <summary>What is installed.</summary>
    public static IServiceCollection AddInstallations(this IServiceCollection services) => services
        .AddScoped<InstallationStore>()
        .AddScoped<OptionTravel>()
        .AddScoped<Arrivals>()
        .AddScoped<Staging>()
        .AddScoped<InstallCatalogEntry>()
        .AddScoped<InstallFile>()
        .AddScoped<UpgradePlan>()
        .AddScoped<EnablePlan>()
        .AddScoped<DroppedRelease>()
        .AddSingleton<FolderScan>()
        .AddHostedService<FolderWatch>()
        .AddScoped<IPluginUsage, InstallationUsage>();
}
