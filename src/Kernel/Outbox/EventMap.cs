using System.Text.Json;
using System.Text.Json.Serialization;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Kernel.Outbox;

/// <summary>How a notification becomes an event.</summary>
public abstract class EventMap
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>The types of event that come of it; none when it is only for subscribers.</summary>
    public IReadOnlyList<EventType> Types { get; init; } = [];

    internal abstract Type Notification { get; }

    /// <summary>The row to store; null when this one is neither an event nor for subscribers.</summary>
    internal abstract OutboxRow? RowOf(INotification notification, OutboxOrigin origin);

    /// <summary>Tells this host's own subscribers.</summary>
    internal abstract ValueTask TellAsync(INotification notification, ITopicEventSender topics);
}

/// <summary>How a notification becomes an event. Its payload is the notification as JSON, so that must hold no secrets.</summary>
/// <typeparam name="TNotification">What handlers pass to <see cref="Storage.UnitOfWork.AfterCommit"/>.</typeparam>
public sealed class EventMap<TNotification> : EventMap where TNotification : INotification
{
    /// <summary>The name of the event's type; null makes none of this notification.</summary>
    public Func<TNotification, string?> Type { get; init; } = _ => null;

    /// <summary>Whose event it is; null is everybody's.</summary>
    public Func<TNotification, Guid?> Organization { get; init; } = _ => null;

    /// <summary>What it happened to, such as a plugin's id.</summary>
    public Func<TNotification, string?> Resource { get; init; } = _ => null;

    /// <summary>The topic on which subscribers of all hosts get the notification itself; null is none.</summary>
    public Func<TNotification, string>? Topic { get; init; }

    internal override Type Notification => typeof(TNotification);

    internal override OutboxRow? RowOf(INotification notification, OutboxOrigin origin)
    {
        var typed = (TNotification)notification;
        var (type, topic) = (Type(typed), Topic?.Invoke(typed));
        return type is null && topic is null ? null : new OutboxRow(origin, type, Organization(typed), Resource(typed), topic, JsonSerializer.Serialize(typed, Json));
    }

    internal override ValueTask TellAsync(INotification notification, ITopicEventSender topics) =>
        Topic is null ? ValueTask.CompletedTask : topics.SendAsync(Topic((TNotification)notification), (TNotification)notification);
}

/// <summary>Registers events.</summary>
public static class EventRegistration
{
    /// <summary>Makes events, and messages to subscribers, of a notification.</summary>
    public static IServiceCollection AddEvents<TNotification>(this IServiceCollection services, EventMap<TNotification> map) where TNotification : INotification =>
        services.AddSingleton<EventMap>(map);

    /// <summary>Adds a consumer of events. It starts with what happens after the next start of a host.</summary>
    /// <param name="services">The module's services.</param>
    /// <param name="name">Unique and never changed, starting with the module's name, such as <c>integrations.webhooks</c>.</param>
    public static IServiceCollection AddEventConsumer<TConsumer>(this IServiceCollection services, string name) where TConsumer : class, IEventConsumer =>
        services.AddScoped<TConsumer>().AddSingleton(new EventConsumerRegistration(name, typeof(TConsumer)));
}
