namespace GraphQLPlugins.Sources.Hooks;

/// <summary>Something that a source told by its hook. Its signature was right, else it would not be here.</summary>
public sealed class HookEvent
{
    private HookEvent()
    {
    }

    [ID]
    public Guid Id { get; private set; }

    /// <summary>The source's name.</summary>
    public string Provider { get; private set; } = null!;

    /// <summary>The repository it is about, by the source's id; null when it names none.</summary>
    public string? RepoId { get; private set; }

    /// <summary>The source's word for what happened, such as <c>push</c>.</summary>
    public string EventType { get; private set; } = null!;

    /// <summary>The branch that changed; null when it is not about one.</summary>
    public string? Branch { get; private set; }

    /// <summary>SHA-256 of the headers as they came, lower-case hexadecimal.</summary>
    public string HeadersDigest { get; private set; } = null!;

    /// <summary>False when the source was registered without a secret, so that its address alone vouched for it.</summary>
    public bool SignatureValid { get; private set; }

    /// <summary>The source's id of this delivery; null when it gives none.</summary>
    public string? DedupKey { get; private set; }

    public HookEventStatus Status { get; private set; }

    /// <summary>Why it was ignored or failed, in a sentence.</summary>
    public string? Reason { get; private set; }

    /// <summary>How many active repositories it led to a sync of.</summary>
    public int MatchedCount { get; private set; }

    /// <summary>How often it was processed again on request.</summary>
    public int Replays { get; private set; }

    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>When it was matched last; null while it waits.</summary>
    public DateTimeOffset? ProcessedAt { get; private set; }

    internal Guid OrganizationId { get; private set; }

    internal Guid HookKey { get; private set; }

    /// <summary>The body as it came.</summary>
    internal byte[] Body { get; private set; } = [];

    /// <summary>SHA-256 of the body: a copy under another delivery id is found by it.</summary>
    internal byte[] BodyDigest { get; private set; } = [];

    /// <summary>The records that it led to a sync of.</summary>
    internal List<Guid> MatchedKeys { get; private set; } = [];
}
