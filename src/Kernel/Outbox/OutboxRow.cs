using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Kernel.Outbox;

/// <summary>Where a row comes from.</summary>
internal readonly record struct OutboxOrigin(Guid Host, string Actor, string CorrelationId, DateTimeOffset At);

/// <summary>An event, a message to subscribers, or both.</summary>
public sealed class OutboxRow
{
    private OutboxRow() { }

    internal OutboxRow(OutboxOrigin origin, string? type, Guid? organizationId, string? resource, string? topic, string? payload)
    {
        Id = OrderedId.Next(origin.At);
        (OriginId, Actor, CorrelationId, At) = (origin.Host, origin.Actor, origin.CorrelationId, origin.At);
        (Type, OrganizationId, Resource, Topic, Payload) = (type, organizationId, resource, topic, payload);
    }

    public Guid Id { get; private set; }

    /// <summary>The host that has told its own subscribers already.</summary>
    public Guid OriginId { get; private set; }

    public Guid? OrganizationId { get; private set; }

    /// <summary>Null for what is only for subscribers.</summary>
    public string? Type { get; private set; }

    public string? Resource { get; private set; }

    /// <summary>Null for what is no subscriber's.</summary>
    public string? Topic { get; private set; }

    /// <summary>As JSON; null ends the topic.</summary>
    public string? Payload { get; private set; }

    public string Actor { get; private set; } = "";

    public string CorrelationId { get; private set; } = "";

    public DateTimeOffset At { get; private set; }
}

/// <summary>How far a consumer is.</summary>
public sealed class EventCursor
{
    private EventCursor() { }

    internal EventCursor(string consumer, OutboxPosition position)
    {
        Consumer = consumer;
        MoveTo(position);
    }

    public string Consumer { get; private set; } = "";

    public long Floor { get; private set; }

    public string SeenJson { get; private set; } = "{}";

    internal OutboxPosition Position => new(Floor, SeenJson);

    internal void MoveTo(OutboxPosition position) => (Floor, SeenJson) = (position.Floor, position.SeenJson);
}
