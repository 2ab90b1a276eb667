namespace GraphQLPlugins.Integrations.Webhooks.Delivery;

/// <summary>
/// What workers know of one webhook: when there is something to send, who sends at the moment, and how it has gone lately. One row a webhook, so that finding
/// work costs the same however many deliveries wait. Written by statements alone: by whoever holds the lease, and by those that bring work.
/// </summary>
public sealed class WebhookQueue
{
    private WebhookQueue()
    {
    }

    internal WebhookQueue(Guid subscriptionId) => SubscriptionId = subscriptionId;

    internal Guid SubscriptionId { get; private set; }

    /// <summary>From when on there is something to do; null while nothing waits.</summary>
    internal DateTimeOffset? DueAt { get; private set; }

    internal Guid? LeaseId { get; private set; }

    /// <summary>Until when one host has it to itself.</summary>
    internal DateTimeOffset? LeasedUntil { get; private set; }

    /// <summary>Counts up whenever there is more to do, so that nobody goes to sleep over it.</summary>
    internal long Wake { get; private set; }

    /// <summary>Nothing is sent before: the receiver asked for it, or the breaker is open.</summary>
    internal DateTimeOffset? NotBefore { get; private set; }

    internal string? Breaker { get; private set; }

    /// <summary>Counts up when somebody resets the breaker, so that a worker does not put back what it had.</summary>
    internal int Resets { get; private set; }

    /// <summary>On how many days in a row there were errors and no success.</summary>
    internal int FailingDays { get; private set; }

    internal DateOnly? LastFailingDay { get; private set; }

    /// <summary>Until when somebody wants to be told of each attempt.</summary>
    internal DateTimeOffset? WatchedUntil { get; private set; }
}
