using System.Data;
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
internal sealed class EventOutbox(Actor actor, EventMaps maps, HostId host, TimeProvider clock)
{
    private const string Insert = """
        INSERT INTO kernel.outbox (id, origin_id, organization_id, type, resource, topic, payload, actor, correlation_id, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """;

    /// <summary>Adds rows for those of the notifications that are events.</summary>
    public void Write(UnitOfWork work, string correlationId)
    {
        foreach (var notification in work.Pending)
        {
            if (maps.Find(notification)?.RowOf(notification, new OutboxOrigin(host.Value, actor.Name, correlationId, clock.Now())) is not { } row) continue;
            work.WriteLast(
                Insert, row.Id, row.OriginId, row.OrganizationId ?? (object)DbType.Guid, row.Type, row.Resource, row.Topic, row.Payload, row.Actor, row.CorrelationId, row.At);
            work.SignalAfterCommit(Signal.Events);
        }
    }
}
