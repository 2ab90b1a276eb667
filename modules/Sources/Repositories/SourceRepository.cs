using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Sources.Connections;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Hooks;
using GraphQLPlugins.Sources.Services;

namespace GraphQLPlugins.Sources.Repositories;

/// <summary>A repository of a source that somebody follows. The same one may be followed by several owners, each with a record of their own.</summary>
public sealed class SourceRepository
{
    internal const int MaxRepoIdLength = 400;
    internal const int MaxBranchLength = 255;

    /// <summary>How long a host may be silent before another one takes over what it was doing with a repository.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

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

    /// <summary>Where git finds it, without credentials.</summary>
    internal string CloneUrl { get; private set; } = null!;

    /// <summary>The activation's steps that are behind, so that a start after a crash knows where it was.</summary>
    internal int StepsDone { get; private set; }

    /// <summary>Whether the activation found a hidden record, to which undoing returns.</summary>
    internal bool WasHidden { get; private set; }

    /// <summary>Whether the removal found it disabled, to which failing returns.</summary>
    internal bool WasDisabled { get; private set; }

    /// <summary>Until when the host that works on it may be believed alive; null while nobody does.</summary>
    internal DateTimeOffset? LeaseUntil { get; private set; }

    /// <summary>When it is asked next whether anything changed; null for sources that send hooks.</summary>
    internal DateTimeOffset? NextPollAt { get; private set; }

    /// <summary>What the source said last, to ask for changes since then.</summary>
    internal string? PollEtag { get; private set; }

    internal int PollFailures { get; private set; }

    /// <summary>When a sync that failed is tried again by itself; null when none is due.</summary>
    public DateTimeOffset? NextSyncAt { get; private set; }

    /// <summary>How many syncs failed in a row.</summary>
    internal int SyncFailures { get; private set; }

    /// <summary>Who wants plugins published at tags; null when nobody does.</summary>
    internal Delegation? PublishAs { get; private set; }

    /// <summary>Counts changes; the etag shows it, and a write that did not see the latest one fails.</summary>
    internal int Revision { get; private set; }

    internal SourceOwner OwnedBy => new(OrganizationId, Owner);

    internal ServedRepository Served => new(OrganizationId, Id, Provider, RepoId, Name);

    /// <summary>Changes whenever the record does; a sync by itself changes nothing that a caller could overwrite.</summary>
    internal string Etag => $"\"{Id:N}-{Revision}\"";

    /// <summary>A record whose activation begins.</summary>
    internal static SourceRepository Begin(SourceOwner owner, RemoteRepository remote, string? sshKeyRef, RepositoryConfig config, DateTimeOffset now)
    {
        var repository = new SourceRepository { Id = Guid.CreateVersion7(now), OrganizationId = owner.OrganizationId, Owner = owner.Key, Provider = remote.Provider, RepoId = remote.RepoId, CreatedAt = now };
        repository.Start(remote, sshKeyRef, config, now);
        return repository;
    }

    /// <summary>Takes a hidden record up again; what it was told before still counts (N9).</summary>
    internal void BeginAgain(RemoteRepository remote, string? sshKeyRef, RepositoryConfig config, DateTimeOffset now)
    {
        if (Status is not RepositoryStatus.Hidden) throw new RepositoryAlreadyActiveException(Provider, RepoId);
        WasHidden = true;
        Start(remote, sshKeyRef, config, now);
    }

    /// <summary>The activation is over: it is followed from now on.</summary>
    internal void CompleteActivation(DateTimeOffset now)
    {
        if (Status is not RepositoryStatus.Activating) throw new RepositoryNotActiveException(Name);
        Status = RepositoryStatus.Active;
        LastErrorCode = LastErrorMessage = null;
        LeaseUntil = null;
        WasHidden = false;
        SyncFailures = 0;
        Touch(now);
    }

    /// <summary>Keeps the record, but follows it no longer: its owner disconnected the source, or its activation is undone and it was hidden before.</summary>
    internal void Hide(DateTimeOffset now)
    {
        Status = RepositoryStatus.Hidden;
        HookKey = null;
        LeaseUntil = null;
        NextPollAt = NextSyncAt = null;
        StepsDone = 0;
        WasHidden = false;
        Touch(now);
    }

    /// <summary>Its source refuses it; it is kept, but not synced, until somebody has it synced with success.</summary>
    internal void Disable(string code, string message, DateTimeOffset now)
    {
        if (Status is not RepositoryStatus.Active) throw new RepositoryNotActiveException(Name);
        Status = RepositoryStatus.Disabled;
        NextPollAt = NextSyncAt = null;
        Failed(code, message, now);
    }

    /// <summary>Its source takes it again: it is followed as before.</summary>
    internal void Enable(DateTimeOffset? nextPollAt, DateTimeOffset now)
    {
        if (Status is not RepositoryStatus.Disabled) throw new RepositoryNotActiveException(Name);
        Status = RepositoryStatus.Active;
        NextPollAt = HookKey is null ? nextPollAt : null;
        PollFailures = 0;
        Touch(now);
    }

    /// <summary>Its removal is wanted; nothing new begins for it.</summary>
    internal void RequestRemoval(DateTimeOffset now)
    {
        if (Status is not (RepositoryStatus.Active or RepositoryStatus.Disabled)) throw new RepositoryNotActiveException(Name);
        WasDisabled = Status is RepositoryStatus.Disabled;
        Status = RepositoryStatus.PendingDeletion;
        LeaseUntil = now + Lease;
        Touch(now);
    }

    /// <summary>Its services, hook and files are being removed; from here there is no way back but an error of its source.</summary>
    internal void BeginRemoval(DateTimeOffset now)
    {
        if (Status is not RepositoryStatus.PendingDeletion) throw new RepositoryNotActiveException(Name);
        Status = RepositoryStatus.DeletionInProgress;
        Touch(now);
    }

    /// <summary>The removal failed before anything was lost; all is as it was before.</summary>
    internal void CancelRemoval(string code, string message, DateTimeOffset now)
    {
        if (Status is not (RepositoryStatus.PendingDeletion or RepositoryStatus.DeletionInProgress)) throw new RepositoryNotActiveException(Name);
        Status = WasDisabled ? RepositoryStatus.Disabled : RepositoryStatus.Active;
        LeaseUntil = null;
        // Its services have let go of its files already; they get them once more.
        if (!WasDisabled) NextSyncAt = now;
        Failed(code, message, now);
    }

    /// <summary>Takes it over from a host that died.</summary>
    internal void TakeOver(DateTimeOffset now)
    {
        LeaseUntil = now + Lease;
        Touch(now);
    }

    internal void Configure(RepositoryConfig config, DateTimeOffset now)
    {
        EnsureActive();
        Config = config;
        Touch(now);
    }

    /// <summary>Notes for whom plugins are published at tags: whoever said last at which ones.</summary>
    /// <param name="before">What was configured before; null when nothing was.</param>
    /// <param name="actor">Who says so now.</param>
    /// <exception cref="ForbiddenException">Somebody who may not publish plugins wants them published.</exception>
    internal void Delegate(RepositoryConfig? before, Actor actor)
    {
        if (Config.PublishOnTag.Count == 0)
        {
            PublishAs = null;
        }
        else if (PublishAs is null || before?.PublishOnTag.SequenceEqual(Config.PublishOnTag) is not true)
        {
            actor.Require("catalog:write");
            PublishAs = actor.Delegate();
        }
    }

    /// <summary>Its source tells of changes by this hook.</summary>
    internal void Listen(SourceHook hook, DateTimeOffset now)
    {
        HookKey = hook.Id;
        NextPollAt = null;
        Touch(now);
    }

    /// <summary>No hook tells of its changes any more.</summary>
    internal void Unlink(DateTimeOffset now)
    {
        HookKey = null;
        Touch(now);
    }

    /// <summary>It is asked for changes instead, since no hook tells of them.</summary>
    internal void Poll(DateTimeOffset at)
    {
        HookKey = null;
        NextPollAt = at;
        Touch(at);
    }

    /// <summary>It was asked for changes.</summary>
    internal void Polled(string? etag, DateTimeOffset nextAt)
    {
        PollEtag = etag;
        PollFailures = 0;
        NextPollAt = nextAt;
    }

    /// <summary>It could not be asked for changes.</summary>
    internal void PollFailed(DateTimeOffset nextAt, string code, string message, DateTimeOffset now)
    {
        PollFailures++;
        NextPollAt = nextAt;
        Failed(code, message, now);
    }

    /// <exception cref="ServiceAlreadyActiveException">The service gets its files already.</exception>
    internal void Serve(string service, DateTimeOffset now)
    {
        EnsureActive();
        if (ActiveServices.Contains(service)) throw new ServiceAlreadyActiveException(service, Name);
        ActiveServices = [.. ActiveServices.Append(service).Order(StringComparer.Ordinal)];
        Touch(now);
    }

    /// <exception cref="ServiceNotActiveException">The service does not get its files.</exception>
    internal void Unserve(string service, DateTimeOffset now)
    {
        EnsureActive();
        if (!ActiveServices.Contains(service)) throw new ServiceNotActiveException(service, Name);
        ActiveServices = [.. ActiveServices.Where(s => s != service)];
        Touch(now);
    }

    /// <exception cref="RepositoryNotActiveException">It is not followed now.</exception>
    internal void EnsureActive()
    {
        if (Status is not (RepositoryStatus.Active or RepositoryStatus.Disabled)) throw new RepositoryNotActiveException(Name);
    }

    /// <summary>The event that tells how it is now.</summary>
    internal RepositoryStatusChanged Event(DateTimeOffset at, bool removed = false) =>
        new(OrganizationId, Id, Provider, RepoId, Status, removed, LastErrorCode, LastErrorMessage, at);

    /// <summary>Notes that its files are those of the source now.</summary>
    /// <param name="defaultBranch">What the source calls its main branch now; null when it does not say.</param>
    /// <param name="now">When.</param>
    internal void Synced(string? defaultBranch, DateTimeOffset now)
    {
        if (defaultBranch is { Length: <= MaxBranchLength }) DefaultBranch = defaultBranch;
        LastSyncAt = now;
        LastErrorCode = LastErrorMessage = null;
        SyncFailures = 0;
        NextSyncAt = null;
        UpdatedAt = now;
    }

    /// <summary>Notes why its files could not be brought up to date.</summary>
    /// <param name="code">What went wrong.</param>
    /// <param name="message">What went wrong, in a sentence.</param>
    /// <param name="nextSyncAt">When it is tried again by itself; null when that would not help.</param>
    /// <param name="now">When it happened.</param>
    internal void SyncFailed(string code, string message, DateTimeOffset? nextSyncAt, DateTimeOffset now)
    {
        SyncFailures++;
        NextSyncAt = nextSyncAt;
        Explain(code, message);
        UpdatedAt = now;
    }

    /// <summary>Its next sync was asked for.</summary>
    internal void RequestSync() => NextSyncAt = null;

    /// <summary>Notes what went wrong.</summary>
    internal void Failed(string code, string message, DateTimeOffset now)
    {
        Explain(code, message);
        Touch(now);
    }

    private void Explain(string code, string message)
    {
        LastErrorCode = code;
        LastErrorMessage = message.Length <= 1024 ? message : message[..1024];
    }

    private void Start(RemoteRepository remote, string? sshKeyRef, RepositoryConfig config, DateTimeOffset now)
    {
        Name = remote.Name;
        Url = remote.Url;
        CloneUrl = remote.CloneUrl;
        SshKeyRef = sshKeyRef;
        DefaultBranch = remote.DefaultBranch;
        Private = remote.Private;
        Config = config;
        Status = RepositoryStatus.Activating;
        StepsDone = 0;
        LeaseUntil = now + Lease;
        LastErrorCode = LastErrorMessage = null;
        Touch(now);
    }

    private void Touch(DateTimeOffset now)
    {
        UpdatedAt = now;
        Revision++;
    }
}
