namespace GraphQLPlugins.Sources.Repositories;

/// <summary>A repository of a source that somebody follows. The same one may be followed by several owners, each with a record of their own.</summary>
public sealed class SourceRepository
{
    internal const int MaxRepoIdLength = 400;

    private SourceRepository()
    {
    }

    [ID]
    public Guid Id { get; private set; }

    /// <summary>The source's name.</summary>
    public string Provider { get; private set; } = null!;

    /// <summary>The repository's id at the source.</summary>
    public string RepoId { get; private set; } = null!;

    /// <summary>Whose record it is: the principal's id, or the name of somebody whom only the external identity provider knows.</summary>
    public string Owner { get; private set; } = null!;

    /// <summary>The name that the source shows.</summary>
    public string Name { get; private set; } = null!;

    /// <summary>Its page at the source; null when the source has none.</summary>
    public string? Url { get; private set; }

    /// <summary>The branch that the source calls its main one; null when it does not say.</summary>
    public string? DefaultBranch { get; private set; }

    /// <summary>Whether the source shows it to few only.</summary>
    public bool Private { get; private set; }

    public RepositoryStatus Status { get; private set; }

    internal RepositoryConfig Config { get; private set; } = RepositoryConfig.Default;

    /// <summary>The services that get its files, by name in code point order.</summary>
    public List<string> ActiveServices { get; private set; } = [];

    /// <summary>When its files were last brought up to date; null before the first time.</summary>
    public DateTimeOffset? LastSyncAt { get; private set; }

    /// <summary>What went wrong last, as a word for programs; null when nothing did.</summary>
    public string? LastErrorCode { get; private set; }

    /// <summary>What went wrong last, in a sentence.</summary>
    public string? LastErrorMessage { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    internal Guid OrganizationId { get; private set; }

    /// <summary>The hook by which the source tells of changes; null for sources without one.</summary>
    internal Guid? HookKey { get; private set; }

    /// <summary>The configured key to clone with; null uses the connection's credentials.</summary>
    internal string? SshKeyRef { get; private set; }

    /// <summary>The activation's or removal's steps that are behind, so that a start after a crash knows where it was.</summary>
    internal int StepsDone { get; private set; }

    /// <summary>Whether the activation found a hidden record, to which undoing returns.</summary>
    internal bool WasHidden { get; private set; }

    /// <summary>Until when the host that works on it may be believed alive; null while nobody does.</summary>
    internal DateTimeOffset? LeaseUntil { get; private set; }

    /// <summary>When it is asked next whether anything changed; null for sources that send hooks.</summary>
    internal DateTimeOffset? NextPollAt { get; private set; }

    /// <summary>What the source said last, to ask for changes since then.</summary>
    internal string? PollEtag { get; private set; }

    internal int PollFailures { get; private set; }

    /// <summary>Counts changes; the etag shows it, and a write that did not see the latest one fails.</summary>
    internal int Revision { get; private set; }

    /// <summary>Changes whenever the record does.</summary>
    internal string Etag => $"\"{Id:N}-{Revision}\"";

    /// <summary>A record whose activation begins.</summary>
    internal static SourceRepository Begin(Guid organizationId, string owner, string provider, string repoId, string name, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        OrganizationId = organizationId,
        Owner = owner,
        Provider = provider,
        RepoId = repoId,
        Name = name,
        Status = RepositoryStatus.Activating,
        CreatedAt = now,
        UpdatedAt = now,
    };

    /// <summary>Notes that its files are those of the source now.</summary>
    internal void Synced(DateTimeOffset now)
    {
        LastSyncAt = now;
        LastErrorCode = LastErrorMessage = null;
        Touch(now);
    }

    /// <summary>Notes why its files could not be brought up to date.</summary>
    internal void Failed(string code, string message, DateTimeOffset now)
    {
        LastErrorCode = code;
        LastErrorMessage = message.Length <= 1024 ? message : message[..1024];
        Touch(now);
    }

    private void Touch(DateTimeOffset now)
    {
        UpdatedAt = now;
        Revision++;
    }
}
