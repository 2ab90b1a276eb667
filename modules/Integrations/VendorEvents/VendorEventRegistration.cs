using GraphQLPlugins.Integrations.Contracts;
using GraphQLPlugins.Integrations.FirstParty;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Outbox;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Integrations.VendorEvents;

/// <summary>What taking events of vendors needs.</summary>
internal static class VendorEventRegistration
{
    public static IServiceCollection AddVendorEvents(this IServiceCollection services) => services
        .AddEvents(VendorTold.Events)
        .AddSingleton(provider => new IntegrationHookUrls(provider.GetRequiredService<SecretBox>(), provider.GetRequiredService<IntegrationsOptions>()))
        .AddSingleton<VendorEventLoop>()
        .AddHostedService(provider => provider.GetRequiredService<VendorEventLoop>())
        .AddSingleton(new Perishable("events of vendors", (provider, ct) => provider.GetRequiredService<VendorEventLoop>().RemoveOldAsync(ct)))
        .AddScoped<VendorHooks>()
        .AddScoped<HookAtSetup>()
        .AddScoped<RegisteredHooks>()
        .AddCommandJob<RegisterIntegrationHook, OrganizationIntegration>(RegisterIntegrationHook.Kind, _ => null)
        .AddSingleton<VendorEventReceiver>();

    public static void MapVendorEvents(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost($"{IntegrationHook.Path}/{{provider}}", ReceiveAsync).AllowAnonymous();
        endpoints.MapPost($"{IntegrationHook.Path}/{{provider}}/{{token}}", ReceiveAsync).AllowAnonymous();
    }

    private static Task ReceiveAsync(HttpContext http) => http.RequestServices.GetRequiredService<VendorEventReceiver>().ReceiveAsync(http);
}
