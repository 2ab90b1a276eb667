using System.ComponentModel.DataAnnotations;

namespace GraphQLPlugins.Catalog.Runtime;

/// <summary>The settings below <c>Catalog:Runtime</c>: what plugins that run may take.</summary>
public sealed class RuntimeOptions
{
    /// <summary>Whether plugins' code is loaded into this process; without, only remote plugins run.</summary>
    public bool InProcess { get; set; } = true;

    /// <summary>Whether the host refuses to start when a plugin that a policy calls mandatory does not run.</summary>
    public bool RequireMandatory { get; set; } = true;

    /// <summary>How long a plugin may take to start.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long calls may take to end before a plugin stops, and then its stop; what is still running is abandoned.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a view, an action or a configuration test may take, with the time it waits for its turn.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a hook of an option may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:00:30")]
    public TimeSpan HookTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Calls of one plugin at the same time.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrentCalls { get; set; } = 32;

    /// <summary>Calls of one plugin that may wait for their turn.</summary>
    [Range(0, 100_000)]
    public int MaxWaitingCalls { get; set; } = 1000;

    /// <summary>Bytes of a request to a plugin.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaxRequestBytes { get; set; } = 1024 * 1024;

    /// <summary>Bytes of a plugin's answer.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaxResponseBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Bytes of all assemblies of a package together, unpacked.</summary>
    [Range(1024L, 4L * 1024 * 1024 * 1024)]
    public long MaxUnpackedBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>Failures in a row after which a plugin is left alone for a while.</summary>
    [Range(1, 10_000)]
    public int BreakerFailures { get; set; } = 20;

    /// <summary>How long it is left alone; then one call tries.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan BreakerPause { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a host compares what it runs with what the database says, beside the events that it hears.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan FollowInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>What this host is called where installations tell how they do on each; null is the machine's name with a digest of the data directory.</summary>
    [StringLength(255)]
    public string? HostName { get; set; }

    /// <summary>A host that missed four comparisons is taken for gone.</summary>
    internal DateTimeOffset AliveSince(DateTimeOffset now) => now - 4 * FollowInterval;
}
