using System.Text.Json;
using GraphQLPlugins.Integrations.Providers.Capabilities;

namespace GraphQLPlugins.Integrations.VendorEvents;

/// <summary>How far an event of a vendor has come.</summary>
public enum IntegrationEventStatus
{
    /// <summary>It is stored and waits.</summary>
    Received,

    /// <summary>What follows from it was done, or is under way.</summary>
    Applied,

    /// <summary>Nothing follows from it.</summary>
    Ignored,

    /// <summary>Applying it failed again and again; it is not tried any more, unless it is replayed.</summary>
    Failed,
}

/// <summary>Something that a vendor told about an organization's integration. Its signature was right, else it would not be here.</summary>
public sealed class IntegrationEvent
{
    internal const int MaxDeliveryIdLength = 200;
    internal const int MaxTextLength = 255;
    internal const int MaxUrlLength = 2048;
    internal const int MaxReasonLength = 1024;
    internal const int MaxAttempts = 8;

    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(10);

    private IntegrationEvent()
    {
    }

    internal IntegrationEvent(Guid organizationId, Guid integrationId, VendorEvent told, ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        OrganizationId = organizationId;
        IntegrationId = integrationId;
        EventType = Cut(told.Type, MaxTextLength)!;
        DeliveryId = UsableId(told);
        Action = told.Action;
        Subject = Cut(told.Subject, MaxTextLength);
        State = Cut(told.State, MaxTextLength);
        Url = told.Url is { Length: <= MaxUrlLength } url && !url.Contains('\0') ? url : null;
        Body = body.ToArray();
        ReceivedAt = now;
    }

    /// <summary>The global id.</summary>
    [ID]
    public Guid Id { get; private set; }

    [GraphQLIgnore]
    public Guid OrganizationId { get; private set; }

    [GraphQLIgnore]
    public Guid IntegrationId { get; private set; }

    /// <summary>The vendor's own word for what happened, such as <c>issues.closed</c>.</summary>
    public string EventType { get; private set; } = null!;

    /// <summary>The vendor's id of it, by which one that is sent again is known; null when it has none.</summary>
    public string? DeliveryId { get; private set; }

    /// <summary>What follows from it here.</summary>
    public VendorAction Action { get; private set; }

    /// <summary>What it happened to: an issue's key, or the vendor's id of a repository, a deployment, an incident or a project.</summary>
    public string? Subject { get; private set; }

    /// <summary>The vendor's own name of the state that it came into, as the event tells it.</summary>
    public string? State { get; private set; }

    /// <summary>Its page at the vendor.</summary>
    public string? Url { get; private set; }

    /// <summary>How far it has come.</summary>
    public IntegrationEventStatus Status { get; private set; }

    /// <summary>Why nothing follows from it, or what was wrong when it was last tried, in a sentence.</summary>
    public string? Reason { get; private set; }

    /// <summary>How often applying it has failed, since it came or was replayed; at most eight times.</summary>
    public int FailedAttempts { get; private set; }

    /// <summary>When it is tried again; null unless trying it failed.</summary>
    public DateTimeOffset? RetryAt { get; private set; }

    /// <summary>How often it was applied again on request.</summary>
    public int Replays { get; private set; }

    /// <summary>When it came.</summary>
    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>When it was last applied, or given up; null while it waits for the first time.</summary>
    public DateTimeOffset? ProcessedAt { get; private set; }

    /// <summary>The body as it came.</summary>
    internal byte[] Body { get; private set; } = [];

    /// <summary>The vendor's id of an event, if it can be kept.</summary>
    internal static string? UsableId(VendorEvent told) => told.DeliveryId is { Length: > 0 and <= MaxDeliveryIdLength } id && !id.Contains('\0') ? id : null;

    internal JsonElement Payload() => JsonElement.Parse(Body);

    internal void Applied(DateTimeOffset now) => End(IntegrationEventStatus.Applied, null, now);

    internal void Ignore(string reason, DateTimeOffset now) => End(IntegrationEventStatus.Ignored, Cut(reason, MaxReasonLength), now);

    /// <summary>Applying it failed: it is tried later, each time twice as late, and given up in the end.</summary>
    internal void Failed(string reason, DateTimeOffset now)
    {
        if (++FailedAttempts >= MaxAttempts) End(IntegrationEventStatus.Failed, Cut(reason, MaxReasonLength), now);
        else (Reason, RetryAt) = (Cut(reason, MaxReasonLength), now + FirstRetry * Math.Pow(2, FailedAttempts - 1));
    }

    /// <summary>Lets it be applied once more.</summary>
    internal void Replay()
    {
        (Status, Reason, FailedAttempts, RetryAt) = (IntegrationEventStatus.Received, null, 0, null);
        Replays++;
    }

    private void End(IntegrationEventStatus status, string? reason, DateTimeOffset now) => (Status, Reason, ProcessedAt, RetryAt) = (status, reason, now, null);

    private static string? Cut(string? text, int max) => text?.Replace("\0", "") is { } clean ? clean.Length <= max ? clean : clean[..max] : null;
}
