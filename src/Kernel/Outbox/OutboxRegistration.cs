using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Kernel.Outbox;

internal static class OutboxRegistration
{
    public static IServiceCollection AddOutbox(this IServiceCollection services, IConfiguration configuration)
    {
#if OWN_ENGINE
        services.AddTopicHub();
        services.AddSingleton<SharedTopics>()
            .AddSingleton<ITopicEventSender>(p => p.GetRequiredService<SharedTopics>())
            .AddSingleton<ITopicEventReceiver>(p => p.GetRequiredService<SharedTopics>())
            .AddHostedService<SharedTopicsFlush>()
            .AddSingleton(p => new LocalTopics(p.GetRequiredService<TopicHub>()));
#else
        services.AddSingleton(p => new LocalTopics(p.GetRequiredService<ITopicEventSender>()));
#endif
        return services
            .AddSingleton(configuration.GetSection("Outbox").Get<OutboxOptions>() ?? new OutboxOptions())
            .AddSingleton<HostId>()
            .AddSingleton<EventMaps>()
            .AddSingleton(p => new EventTypes(p.GetServices<EventMap>()))
            .AddScoped<EventOutbox>()
            .AddSingleton(p => new EventDispatcher(
                p.GetRequiredService<IServiceScopeFactory>(), p.GetServices<EventConsumerRegistration>(), p.GetRequiredService<IDbContextFactory<KernelDb>>(),
                p.GetRequiredService<OutboxOptions>(), p.GetRequiredService<TimeProvider>()))
            .AddSingleton(new Perishable("events", (services, ct) => services.GetRequiredService<EventDispatcher>().RemoveOldAsync(ct)))
            .AddHostedService<OutboxLoop>();
    }
}
