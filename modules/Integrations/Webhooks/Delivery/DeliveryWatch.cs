using GraphQLPlugins.Integrations.Webhooks.Log;

namespace GraphQLPlugins.Integrations.Webhooks.Delivery;

/// <summary>A delivery was attempted; those who are told read it.</summary>
public sealed record DeliveryAttempted(Guid DeliveryId, WebhookDeliveryStatus Status);

/// <summary>Tells those who watch a webhook, on every host. Nobody is told of the others: at full speed that would be as many writes again.</summary>
internal sealed class DeliveryWatch(ITopicEventSender sender)
{
    /// <summary>For how long a watcher that says so is told.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    public static string Topic(Guid subscriptionId) => $"integrations.webhook.{subscriptionId:N}";

    public ValueTask TellAsync(DeliveryResult result) => sender.SendAsync(Topic(result.SubscriptionId), new DeliveryAttempted(result.Id, result.Status));
}
