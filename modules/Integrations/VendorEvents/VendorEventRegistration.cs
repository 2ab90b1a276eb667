using GraphQLPlugins.Integrations.Contracts;
using GraphQLPlugins.Kernel.Outbox;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.AspNetCore.Builder;
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
        .AddSingleton<VendorEventReceiver>();

    public static void MapVendorEvents(this IEndpointRouteBuilder endpoints)
    {
        var receiver = endpoints.ServiceProvider.GetRequiredService<VendorEventReceiver>();
        endpoints.MapPost($"{IntegrationHook.Path}/{{provider}}", receiver.ReceiveAsync).AllowAnonymous();
        endpoints.MapPost($"{IntegrationHook.Path}/{{provider}}/{{token}}", receiver.ReceiveAsync).AllowAnonymous();
    }
}
