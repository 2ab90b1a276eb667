using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Avatars;
using GraphQLPlugins.Integrations.Components;
using GraphQLPlugins.Integrations.Contracts;
using GraphQLPlugins.Integrations.Deletion;
using GraphQLPlugins.Integrations.Directory;
using GraphQLPlugins.Integrations.FirstParty;
using GraphQLPlugins.Integrations.Installations;
using GraphQLPlugins.Integrations.Manifest;
using GraphQLPlugins.Integrations.Secrets;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Integrations.Storage.Migrations;
using GraphQLPlugins.Integrations.Tokens;
using GraphQLPlugins.Integrations.VendorEvents;
using GraphQLPlugins.Integrations.Webhooks;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Identity.Authentication;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Modules;
using GraphQLPlugins.Kernel.Outbox;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Integrations;

/// <summary>Apps that others write: what they ask for, where they are installed, what they may do.</summary>
public sealed class IntegrationsModule : IModule
{
    public string Name => IntegrationsDb.Schema;

    public void AddServices(IServiceCollection services, IConfiguration configuration) => services
        .AddModuleDb<IntegrationsDb, PostgreSqlIntegrationsDb, SqlServerIntegrationsDb>()
        .AddSingleton(configuration.GetSection("Integrations").Get<IntegrationsOptions>() ?? new IntegrationsOptions())
        .AddEvents(IntegrationEventTypes.Installations)
        .AddSingleton(services => new AppEvents(services.GetRequiredService<EventTypes>()))
        .AddSingleton(services => new FeatureGate(services.GetRequiredService<IntegrationsOptions>()))
        .AddFirstParty(configuration.GetSection("Integrations").Get<IntegrationsOptions>() ?? new IntegrationsOptions())
        .AddJob<RemoveInstallation, RemoveInstallationJob>(RemoveInstallation.Kind)
        .AddJob<RemoveApp, RemoveAppJob>(RemoveApp.Kind)
        .AddSingleton<ITokenSource, AppTokenSource>()
        .AddScoped<IDirectorySource, PluginSource>()
        .AddScoped<IDirectorySource, AppSource>()
        .AddScoped<IDirectorySource, DocumentSource>()
        .AddScoped<AppWriting>()
        .AddScoped<AppSecrets>()
        .AddScoped<AppCaller>()
        .AddScoped<AppInstaller>()
        .AddScoped<InstallationLookup>()
        .AddSingleton<AppRequest>()
        .AddSingleton(services => new ManifestSource(services.GetRequiredService<EgressGuard>()))
        .AddSingleton(services => new ComponentChoices(services.GetRequiredService<AppRequest>(), services.GetRequiredService<IntegrationsOptions>()))
        .AddWebhooks();

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapAvatars();
        endpoints.MapVendorEvents();
    }

    public void AddTypes(IRequestExecutorBuilder graph) => graph.AddIntegrations().RegisterDbContextFactory<IntegrationsDb>();
}
