namespace GraphQLPlugins.Integrations.Webhooks.Log;

/// <summary>How a delivery stands.</summary>
public enum WebhookDeliveryStatus
{
    /// <summary>It waits for its first or its next attempt.</summary>
    Pending,

    /// <summary>The receiver accepted it.</summary>
    Success,

    /// <summary>The receiver refused it, or it could not be sent; trying again would not help.</summary>
    Failed,

    /// <summary>The webhook was switched off or removed before its turn.</summary>
    Skipped,

    /// <summary>It was given up after all attempts, or after waiting too long.</summary>
    Dead,
}

/// <summary>A header of a request or an answer.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value, cut where it is long.</param>
public sealed record WebhookHeader(string Name, string Value);

/// <summary>One request to a receiver.</summary>
/// <param name="StartedAt">When it was sent.</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
/// <param name="StatusCode">What the receiver answered; null when it did not.</param>
/// <param name="RequestHeaders">The headers of this server; those that its owner added are never shown.</param>
/// <param name="ResponseHeaders">The headers of the answer.</param>
/// <param name="ResponseBody">The beginning of the answer to a request that failed, up to 1,024 characters; null for others.</param>
/// <param name="Error">What went wrong; null when nothing did.</param>
public sealed record WebhookAttempt(
    DateTimeOffset StartedAt, int DurationMs, int? StatusCode, IReadOnlyList<WebhookHeader> RequestHeaders, IReadOnlyList<WebhookHeader> ResponseHeaders, string? ResponseBody, string? Error);

/// <summary>One event on its way to one webhook. Written by statements alone, and never changed once it is done: sending it again makes another one.</summary>
public sealed class WebhookDelivery
{
    internal const int MaxEventTypeLength = 100;

    private WebhookDelivery()
    {
    }

    /// <summary>The global id.</summary>
    [ID]
    public Guid Id { get; private set; }

    [GraphQLIgnore]
    public Guid OrganizationId { get; private set; }

    /// <summary>The webhook's id; the webhook itself may be gone.</summary>
    [ID(nameof(WebhookSubscription))]
    public Guid SubscriptionId { get; private set; }

    [GraphQLIgnore]
    public Guid? AppId { get; private set; }

    /// <summary>What happened, such as <c>plugin.installed</c>.</summary>
    public string EventType { get; private set; } = null!;

    /// <summary>How it stands.</summary>
    public WebhookDeliveryStatus Status { get; private set; }

    /// <summary>How often it was sent.</summary>
    public int AttemptCount { get; private set; }

    /// <summary>What the receiver answered last; null when it never did.</summary>
    public int? StatusCode { get; private set; }

    /// <summary>How long the last attempt took, in milliseconds; null before the first.</summary>
    public int? DurationMs { get; private set; }

    /// <summary>When it is tried again; null before the first attempt, and when it is not.</summary>
    public DateTimeOffset? NextRetryAt { get; private set; }

    /// <summary>The delivery that this one repeats; null for an original.</summary>
    [ID(nameof(WebhookDelivery))]
    public Guid? ReplayOf { get; private set; }

    /// <summary>When it was queued.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it was done or given up; null while it waits.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>Orders deliveries as the events happened.</summary>
    internal long Number { get; private set; }

    internal Guid EventId { get; private set; }

    /// <summary>What receivers tell repetitions by: the same for every attempt and every replay.</summary>
    internal Guid MessageId { get; private set; }

    internal string HeaderId => HeaderIdOf(MessageId);

    internal IReadOnlyList<WebhookAttempt> Attempts { get; private set; } = [];

    /// <summary>The body where it cannot be made from the event again.</summary>
    internal string? Body { get; private set; }

    internal static string HeaderIdOf(Guid messageId) => $"msg_{messageId:N}";
}
