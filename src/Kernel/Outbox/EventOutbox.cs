using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Signals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Kernel.Outbox;

/// <summary>This host, as its rows and its messages name it.</summary>
internal sealed class HostId
{
    public Guid Value { get; } = Guid.NewGuid();
}

/// <summary>Which notifications are events.</summary>
internal sealed class EventMaps(IEnumerable<EventMap> maps)
{
    private readonly Dictionary<Type, EventMap> _maps = maps.ToDictionary(m => m.Notification);

    public EventMap? Find(INotification notification) => _maps.GetValueOrDefault(notification.GetType());
}

/// <summary>Writes a command's events into the command's own transaction.</summary>
internal sealed class EventOutbox(KernelDb db, Actor actor, EventMaps maps, HostId host, TimeProvider clock)
{
    /// <summary>Adds rows for those of the notifications that are events.</summary>
    public void Write(UnitOfWork work, string correlationId)
    {
        foreach (var notification in work.Pending)
        {
            if (maps.Find(notification)?.RowOf(notification, new OutboxOrigin(host.Value, actor.Name, correlationId, clock.Now())) is not { } row) continue;
            db.Outbox.Add(row);
            work.SignalAfterCommit(Signal.Events);
        }
    }
}
