using System.ComponentModel.DataAnnotations;

namespace GraphQLPlugins.Kernel.Jobs;

/// <summary>The settings below <c>Jobs</c>.</summary>
public sealed class JobOptions
{
    /// <summary>How many jobs this host runs at the same time; 0 leaves them to the others.</summary>
    [Range(0, 64)]
    public int Concurrency { get; set; } = 4;

    /// <summary>How long a host may be silent before another one takes its jobs over.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often to look for jobs that nothing has told of: delayed ones, those of a host that died, all of them on SQL Server.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one job may take, unless its kind says less.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan MaxRunTime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How many times a job is taken over from hosts that died before it counts as failed.</summary>
    [Range(0, 100)]
    public int MaxTakeovers { get; set; } = 3;

    /// <summary>How many jobs of one organization may wait.</summary>
    [Range(1, 1_000_000)]
    public int MaxQueued { get; set; } = 10_000;

    /// <summary>How long ended jobs are kept.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);
}
