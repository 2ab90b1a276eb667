using GraphQLPlugins.Integrations.FirstParty;
using GraphQLPlugins.Integrations.Providers.AzureDevOps;
using GraphQLPlugins.Integrations.Providers.GitHub;
using GraphQLPlugins.Integrations.Providers.Jira;
using GraphQLPlugins.Integrations.Providers.PagerDuty;
using GraphQLPlugins.Integrations.Providers.Vercel;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Providers;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Integrations.Providers;

/// <summary>The list of the integrations that are part of this server.</summary>
internal static class ProviderRegistration
{
    public static IServiceCollection AddProviders(this IServiceCollection services, IntegrationsOptions options) => services
        .Add((egress, client, clock) => new GitHubProvider(options.GitHub, egress, client, clock))
        .Add((egress, client, clock) => new JiraProvider(options.Jira, egress, client, clock))
        .Add((egress, client, clock) => new PagerDutyProvider(options.PagerDuty, egress, clock))
        .Add((egress, client, clock) => new AzureDevOpsProvider(options.AzureDevOps, egress, client, clock))
        .Add((egress, client, clock) => new VercelProvider(options.Vercel, egress, client, clock))
        .AddScoped<IInstallStep, VercelApp>()
        .AddSingleton(provider => new IntegrationProviders(provider.GetServices<IIntegrationProvider>()));

    private static IServiceCollection Add(this IServiceCollection services, Func<EgressGuard, OAuthClient, TimeProvider, IIntegrationProvider> make) =>
        services.AddSingleton(provider => make(provider.GetRequiredService<EgressGuard>(), provider.GetRequiredService<OAuthClient>(), provider.GetRequiredService<TimeProvider>()));
}
