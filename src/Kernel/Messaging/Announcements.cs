using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Outbox;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Kernel.Messaging;

/// <summary>Tells this host's listeners and subscribers what was committed. The change stands whatever a listener does, so a failing one is only logged.</summary>
internal sealed partial class Announcements(EventMaps maps, LocalTopics topics, Actor actor, IServiceScopeFactory scopes, ILogger<Announcements> log)
{
    public async Task PublishAsync(IReadOnlyList<INotification> notifications)
    {
        if (notifications.Count == 0) return;
        // A scope of their own, since the command's is at its end.
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Actor>().ActAs(actor);
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        foreach (var notification in notifications)
        {
            try
            {
                if (maps.Find(notification) is { } map) await map.TellAsync(notification, topics.Sender);
                await mediator.Publish(notification, CancellationToken.None);
            }
            catch (Exception e)
            {
                LogFailure(e, notification.GetType().Name);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A listener to {Notification} failed")]
    private partial void LogFailure(Exception exception, string notification);
}
