using GraphQLPlugins.Engine.Execution.Configuration;
using GraphQLPlugins.Engine.Subscriptions;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers where subscriptions get their events.</summary>
public static class SubscriptionServiceCollectionExtensions
{
    /// <summary>Events stay in this process.</summary>
    public static IRequestExecutorBuilder AddInMemorySubscriptions(this IRequestExecutorBuilder builder, SubscriptionOptions? options = null)
    {
        builder.Services.AddInMemorySubscriptions(options);
        return builder;
    }

    /// <inheritdoc cref="AddInMemorySubscriptions(IRequestExecutorBuilder, SubscriptionOptions?)"/>
    public static IServiceCollection AddInMemorySubscriptions(this IServiceCollection services, SubscriptionOptions? options = null)
    {
        services.AddTopicHub(options);
        services.TryAddSingleton<ITopicEventSender>(static sp => sp.GetRequiredService<TopicHub>());
        return services;
    }

    /// <summary>Listeners of this process, with a sender that the caller registers: it moves events between processes and hands those that arrive to <see cref="TopicHub.Receive"/>.</summary>
    public static IServiceCollection AddTopicHub(this IServiceCollection services, SubscriptionOptions? options = null)
    {
        services.TryAddSingleton(_ => new TopicHub(options ?? new SubscriptionOptions()));
        services.TryAddSingleton<ITopicEventReceiver>(static sp => sp.GetRequiredService<TopicHub>());
        return services;
    }
}
