namespace GraphQLPlugins.Sources.Services;

/// <summary>How far a service is with a repository's files.</summary>
public sealed class ServiceProgress
{
    private ServiceProgress()
    {
    }

    internal ServiceProgress(Guid repositoryId, string service, DateTimeOffset now) => (RepositoryId, Service, ActiveSince) = (repositoryId, service, now);

    /// <summary>The service's name.</summary>
    public string Service { get; private set; } = null!;

    /// <summary>Since when it gets the files.</summary>
    public DateTimeOffset ActiveSince { get; private set; }

    /// <summary>When it last took files; null before the first time.</summary>
    public DateTimeOffset? LastDeliveredAt { get; private set; }

    /// <summary>How often in a row it did not take them.</summary>
    public int Failures { get; private set; }

    /// <summary>When it is tried again without anybody asking; null when it is not behind, or only a change or somebody's asking helps.</summary>
    public DateTimeOffset? NextTryAt { get; private set; }

    /// <summary>Why it did not take the files last, as a word for programs; null when it did.</summary>
    public string? LastErrorCode { get; private set; }

    /// <summary>Why it did not take the files last, in a sentence.</summary>
    public string? LastErrorMessage { get; private set; }

    internal Guid RepositoryId { get; private set; }

    /// <summary>The commit that it has of each branch.</summary>
    internal Dictionary<string, string> Branches { get; private set; } = [];

    /// <summary>Stands for the patterns that chose the files it has.</summary>
    internal string? Selection { get; private set; }

    /// <summary>It has the branch as it is at the commit; null when the branch is gone.</summary>
    internal void Take(string branch, string? commit, string selection, DateTimeOffset now)
    {
        Branches = commit is null ? new(Branches.Where(b => b.Key != branch)) : new(Branches) { [branch] = commit };
        Selection = selection;
        LastDeliveredAt = now;
    }

    /// <summary>All that it has counts no longer; it gets all files once more.</summary>
    internal void StartOver()
    {
        Branches = [];
        Selection = null;
        (Failures, NextTryAt) = (0, null);
    }

    /// <summary>It is being tried again.</summary>
    internal void RequestTry() => NextTryAt = null;

    /// <summary>It has everything.</summary>
    internal void CatchUp()
    {
        (Failures, NextTryAt) = (0, null);
        (LastErrorCode, LastErrorMessage) = (null, null);
    }

    internal void Fail(string code, string message, DateTimeOffset? nextTryAt)
    {
        Failures++;
        NextTryAt = nextTryAt;
        LastErrorCode = code.Length <= 64 ? code : code[..64];
        LastErrorMessage = message.Length <= 1024 ? message : message[..1024];
    }
}
