using GraphQLPlugins.Integrations.Manifest;
using GraphQLPlugins.Integrations.Webhooks.Delivery;
using GraphQLPlugins.Integrations.Webhooks.Events;
using GraphQLPlugins.Integrations.Webhooks.Log;
using GraphQLPlugins.Kernel.Outbox;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Integrations.Webhooks;

internal static class WebhookRegistration
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services) => services
        .AddSingleton(provider => provider.GetRequiredService<IntegrationsOptions>().Webhooks)
        .AddScoped<WebhookWriting>()
        .AddScoped<AppWebhooks>()
        .AddScoped<IManifestSection, ManifestWebhooks>()
        .AddSingleton<PayloadQuery>()
        .AddEventConsumer<WebhookFanOut>(WebhookFanOut.Name)
        .AddSingleton<WebhookSender>()
        .AddSingleton<DeliveryWake>()
        .AddSingleton<DeliveryWatch>()
        .AddSingleton<DeliveryRecorder>()
        .AddSingleton<DeliveryWorker>()
        .AddHostedService<DeliveryLoop>()
        .AddSingleton(new Perishable("webhook deliveries", DeliveryRetention.RemoveOldAsync));
}
