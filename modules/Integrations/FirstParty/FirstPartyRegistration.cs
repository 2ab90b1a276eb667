using GraphQLPlugins.Integrations.Alerts;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Contracts;
using GraphQLPlugins.Integrations.Directory;
using GraphQLPlugins.Integrations.ExternalIssues;
using GraphQLPlugins.Integrations.Providers;
using GraphQLPlugins.Integrations.Setup;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Integrations.VendorEvents;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Outbox;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Integrations.FirstParty;

/// <summary>What the integrations that are part of this server need.</summary>
internal static class FirstPartyRegistration
{
    public static IServiceCollection AddFirstParty(this IServiceCollection services, IntegrationsOptions options) => services
        .AddEvents(IntegrationChanged.Events)
        .AddEvents(ExternalIssueChanged.Events)
        .AddSingleton<IssueSyncLoop>()
        .AddHostedService(provider => provider.GetRequiredService<IssueSyncLoop>())
        .AddVendorEvents()
        .AddProviders(options)
        .AddSingleton(provider => new IntegrationAccesses(
            provider.GetRequiredService<IDbContextFactory<IntegrationsDb>>(), provider.GetRequiredService<IntegrationProviders>(), provider.GetRequiredService<FeatureGate>(),
            provider.GetRequiredService<SecretBox>(), provider.GetRequiredService<IServiceScopeFactory>(), provider.GetRequiredService<TimeProvider>()))
        .AddScoped<SetupSteps>()
        .AddScoped<TakenStep>()
        .AddScoped<AnsweredIssue>()
        .AddScoped<ToldAlert>()
        .AddScoped<IntegrationLookup>()
        .AddScoped<IntegrationInstaller>()
        .AddScoped<IDirectorySource, ProviderSource>()
        .AddCommandJob<RemoveIntegration, OrganizationIntegration>(RemoveIntegration.Kind, _ => null)
        .AddJob<ForgetIntegration, ForgetIntegrationJob>(ForgetIntegration.Kind);
}
