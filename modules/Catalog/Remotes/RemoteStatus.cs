using GraphQLPlugins.Catalog.Repositories;

namespace GraphQLPlugins.Catalog.Remotes;

/// <summary>How a remote repository answered when it was last asked.</summary>
public enum RepositoryReach
{
    /// <summary>It was never asked.</summary>
    Unknown,

    /// <summary>It answered.</summary>
    Up,

    /// <summary>It did not answer, or not usably.</summary>
    Down,
}

/// <summary>What is known about the other end of a remote repository.</summary>
public sealed class RemoteStatus
{
    private RemoteStatus()
    {
    }

    /// <summary>When it last answered; null when it never did.</summary>
    public DateTimeOffset? LastSuccessAt { get; private set; }

    /// <summary>When it last did not.</summary>
    public DateTimeOffset? LastErrorAt { get; private set; }

    /// <summary>What was wrong then.</summary>
    public string? LastError { get; private set; }

    /// <summary>How long its last answer took.</summary>
    public int? LatencyMilliseconds { get; private set; }

    /// <summary>How it answered when it was last asked.</summary>
    public RepositoryReach Reach { get; private set; }

    internal Guid RepositoryKey { get; private set; }

    internal static RemoteStatus Of(Repository repository) => new() { RepositoryKey = repository.Id };

    internal void Answered(TimeSpan latency, DateTimeOffset now) =>
        (Reach, LastSuccessAt, LatencyMilliseconds) = (RepositoryReach.Up, now, (int)Math.Min(latency.TotalMilliseconds, int.MaxValue));

    internal void Failed(string error, DateTimeOffset now) =>
        (Reach, LastErrorAt, LastError) = (RepositoryReach.Down, now, error.Length <= 1000 ? error : error[..1000]);
}
