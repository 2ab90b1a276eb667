using System.Text.Json;

namespace GraphQLPlugins.Kernel.Outbox;

/// <summary>Something that happened, after the change is there for everyone to see.</summary>
/// <param name="Id">The event's own; ascends in time.</param>
/// <param name="Type">The name of its <see cref="EventType"/>.</param>
/// <param name="OrganizationId">Whose event it is; null is everybody's.</param>
/// <param name="Resource">What it happened to, such as a plugin's id.</param>
/// <param name="Payload">What is to be told of it.</param>
/// <param name="Actor">Who made it happen: the principal's name, or <c>system</c>.</param>
/// <param name="CorrelationId">The trace id of the request; the audit and the logs name it as well.</param>
/// <param name="At">When it happened.</param>
public sealed record EventRecord(
    Guid Id, string Type, Guid? OrganizationId, string? Resource, JsonElement Payload, string Actor, string CorrelationId, DateTimeOffset At);

/// <summary>
/// Gets every event once, whichever host it happened on: in the order in which the changes were made, except that of changes made at the same
/// time the one that took longer may come later. Runs on one host at a time.
/// </summary>
public interface IEventConsumer
{
    /// <summary>
    /// Takes some events, inside a transaction: what is written to the module's scoped context, and jobs that are asked for, are there if and only
    /// if the events count as taken. When it throws, the same events come again later. It must be quick and call nobody outside: jobs do that.
    /// </summary>
    Task HandleAsync(IReadOnlyList<EventRecord> events, CancellationToken ct);
}

internal sealed record EventConsumerRegistration(string Name, Type Type);
