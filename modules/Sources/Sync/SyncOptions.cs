using System.ComponentModel.DataAnnotations;

namespace GraphQLPlugins.Sources.Sync;

/// <summary>The settings below <c>Sources:Sync</c>.</summary>
public sealed class SyncOptions
{
    /// <summary>How long one sync may take, its services included.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan MaxTime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How soon a sync, or a service, that failed for a passing reason is tried again; twice as long each further time.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest wait between two tries.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromHours(6);

    /// <summary>How long a service may take for one sync.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ServiceTime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Branches of a repository that services get: the main one, then by name.</summary>
    [Range(1, 10_000)]
    public int MaxBranches { get; set; } = 100;

    /// <summary>Files of one delivery to a service.</summary>
    [Range(1, 10_000_000)]
    public int MaxFiles { get; set; } = 100_000;

    /// <summary>Bytes of a file that services get the content of; of larger ones they get the name.</summary>
    [Range(0, 268_435_456)]
    public int MaxFileBytes { get; set; } = 1024 * 1024;

    /// <summary>When to try again after so many failures in a row.</summary>
    internal TimeSpan WaitAfter(int failures)
    {
        var wait = RetryAfter.Ticks * Math.Pow(2, Math.Clamp(failures - 1, 0, 30));
        return TimeSpan.FromTicks((long)Math.Min(wait, MaxRetryAfter.Ticks));
    }
}
