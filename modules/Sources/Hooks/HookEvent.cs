using System.Text.Json;
using GraphQLPlugins.Sources.Contracts;

namespace GraphQLPlugins.Sources.Hooks;

/// <summary>Something that a source told by its hook. Its signature was right, else it would not be here.</summary>
public sealed class HookEvent
{
    internal const int MaxDedupKeyLength = 200;
    private const int MaxTypeLength = 100;
    private const int MaxRefs = 100;

    private HookEvent()
    {
    }

    internal HookEvent(HookAddress address, HookReading reading, ReadOnlyMemory<byte> body, string headersDigest, string? ignoredBecause, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        OrganizationId = address.OrganizationId;
        HookKey = address.HookId;
        Provider = address.Provider.Info.Name;
        RepoId = address.RepoId ?? reading.RepoId;
        EventType = reading.EventType.Length <= MaxTypeLength ? reading.EventType : reading.EventType[..MaxTypeLength];
        Branches = [.. reading.Branches.Take(MaxRefs)];
        Tags = [.. reading.Tags.Take(MaxRefs)];
        SignatureValid = address.IsSigned;
        DedupKey = reading.DeliveryId is { Length: > 0 and <= MaxDedupKeyLength } id ? id : null;
        HeadersDigest = headersDigest;
        Body = body.ToArray();
        ReceivedAt = now;
        if (ignoredBecause is not null) End(HookEventStatus.Ignored, ignoredBecause, [], now);
    }

    [ID]
    public Guid Id { get; private set; }

    /// <summary>The source's name.</summary>
    public string Provider { get; private set; } = null!;

    /// <summary>The repository it is about, by the source's id; null when it names none.</summary>
    public string? RepoId { get; private set; }

    /// <summary>The source's word for what happened, such as <c>push</c>.</summary>
    public string EventType { get; private set; } = null!;

    /// <summary>The branches that changed; empty when it is about none.</summary>
    public List<string> Branches { get; private set; } = [];

    /// <summary>The tags that changed; empty when it is about none.</summary>
    public List<string> Tags { get; private set; } = [];

    /// <summary>SHA-256 of the headers as they came, lower-case hexadecimal.</summary>
    public string HeadersDigest { get; private set; } = null!;

    /// <summary>False when the source was registered without a signature, so that its address alone vouched for it.</summary>
    public bool SignatureValid { get; private set; }

    /// <summary>The source's id of this delivery; null when it gives none.</summary>
    public string? DedupKey { get; private set; }

    public HookEventStatus Status { get; private set; }

    /// <summary>Why it was ignored or given up, in a sentence.</summary>
    public string? Reason { get; private set; }

    /// <summary>How many active repositories it led to a sync of.</summary>
    public int MatchedCount { get; private set; }

    /// <summary>How often it was processed again on request.</summary>
    public int Replays { get; private set; }

    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>When it was matched last, or given up; null while it waits.</summary>
    public DateTimeOffset? ProcessedAt { get; private set; }

    internal Guid OrganizationId { get; private set; }

    internal Guid HookKey { get; private set; }

    /// <summary>The body as it came.</summary>
    internal byte[] Body { get; private set; } = [];

    /// <summary>The records that it led to a sync of.</summary>
    internal List<Guid> MatchedKeys { get; private set; } = [];

    /// <summary>Notes which records it leads to a sync of.</summary>
    internal void Match(IReadOnlyList<Guid> repositories, DateTimeOffset now)
    {
        if (repositories.Count > 0) End(HookEventStatus.Processed, null, repositories, now);
        else End(HookEventStatus.Ignored, "No active repository wants it.", [], now);
    }

    /// <summary>Does not try it any more.</summary>
    internal void GiveUp(string reason, DateTimeOffset now) => End(HookEventStatus.Failed, reason, [], now);

    /// <summary>Lets it be matched once more.</summary>
    internal void Replay()
    {
        Status = HookEventStatus.Received;
        Reason = null;
        Replays++;
    }

    internal JsonElement Payload() => JsonElement.Parse(Body);

    private void End(HookEventStatus status, string? reason, IReadOnlyList<Guid> matched, DateTimeOffset now)
    {
        Status = status;
        Reason = reason;
        MatchedKeys = [.. matched];
        MatchedCount = matched.Count;
        ProcessedAt = now;
    }
}
