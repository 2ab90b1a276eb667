namespace GraphQLPlugins.Sources.Sync;

/// <summary>The heads that the last sync of a repository saw.</summary>
internal sealed class SyncState
{
    private SyncState()
    {
    }

    public SyncState(Guid repositoryId) => RepositoryId = repositoryId;

    public Guid RepositoryId { get; private set; }

    /// <summary>Commits by branch.</summary>
    public Dictionary<string, string> Branches { get; private set; } = [];

    /// <summary>Commits by tag.</summary>
    public Dictionary<string, string> Tags { get; private set; } = [];

    public DateTimeOffset UpdatedAt { get; private set; }

    public void See(SyncRefs refs, DateTimeOffset now)
    {
        Branches = new Dictionary<string, string>(refs.Branches);
        Tags = new Dictionary<string, string>(refs.Tags);
        UpdatedAt = now;
    }
}
