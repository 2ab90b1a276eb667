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
}

/// <summary>Something that a vendor told about an organization's integration. Its signature was right, else it would not be here.</summary>
public sealed class IntegrationEvent
{
    internal const int MaxDeliveryIdLength = 200;
    internal const int MaxTextLength = 255;
    internal const int MaxUrlLength = 2048;
    internal const int MaxReasonLength = 1024;

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

    /// <summary>Why nothing follows from it, in a sentence.</summary>
    public string? Reason { get; private set; }

    /// <summary>How often it was applied again on request.</summary>
    public int Replays { get; private set; }

    /// <summary>When it came.</summary>
    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>When it was last applied; null while it waits.</summary>
    public DateTimeOffset? ProcessedAt { get; private set; }

    /// <summary>The body as it came.</summary>
    internal byte[] Body { get; private set; } = [];

    /// <summary>The vendor's id of an event, if it can be kept.</summary>
    internal static string? UsableId(VendorEvent told) => told.DeliveryId is { Length: > 0 and <= MaxDeliveryIdLength } id && !id.Contains('\0') ? id : null;

    internal JsonElement Payload() => JsonElement.Parse(Body);

    internal void Applied(DateTimeOffset now) => End(IntegrationEventStatus.Applied, null, now);

    internal void Ignore(string reason, DateTimeOffset now) => End(IntegrationEventStatus.Ignored, Cut(reason, MaxReasonLength), now);

    /// <summary>Lets it be applied once more.</summary>
    internal void Replay()
    {
        (Status, Reason) = (IntegrationEventStatus.Received, null);
        Replays++;
    }

    private void End(IntegrationEventStatus status, string? reason, DateTimeOffset now) => (Status, Reason, ProcessedAt) = (status, reason, now);

    private static string? Cut(string? text, int max) => text?.Replace("\0", "") is { } clean ? clean.Length <= max ? clean : clean[..max] : null;
}
