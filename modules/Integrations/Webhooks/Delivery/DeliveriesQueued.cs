using GraphQLPlugins.Kernel.Background;
using MediatR;

namespace GraphQLPlugins.Integrations.Webhooks.Delivery;

/// <summary>There is something to send; the other hosts find it when they look.</summary>
internal sealed record DeliveriesQueued : INotification;

internal sealed class WakeDeliveryLoop(DeliveryWake wake) : INotificationHandler<DeliveriesQueued>
{
    public Task Handle(DeliveriesQueued notification, CancellationToken ct)
    {
        wake.Raise();
        return Task.CompletedTask;
    }
}

/// <summary>Wakes up this host's worker.</summary>
internal sealed class DeliveryWake
{
    private readonly Wakeup _wakeup = new();

    public void Raise() => _wakeup.Call();

    /// <summary>Returns when something was raised since the last time, or after a while.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken ct) => _wakeup.WaitAsync(atMost, ct);
}
