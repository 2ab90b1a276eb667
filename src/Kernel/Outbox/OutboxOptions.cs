using System.ComponentModel.DataAnnotations;

namespace GraphQLPlugins.Kernel.Outbox;

/// <summary>The settings below <c>Outbox</c>.</summary>
public sealed class OutboxOptions
{
    /// <summary>How long events are kept; whoever consumes them must keep up with that.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long messages to subscribers are kept for hosts that have lost their connection to the database.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan TopicRetention { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How often to look for what nothing has told of: after a lost connection, and all of it on SQL Server.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(2);
}
