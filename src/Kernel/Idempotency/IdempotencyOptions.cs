using System.ComponentModel.DataAnnotations;

namespace GraphQLPlugins.Kernel.Idempotency;

/// <summary>The settings below <c>Idempotency</c>.</summary>
public sealed class IdempotencyOptions
{
    /// <summary>How long a key is remembered.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromHours(24);
}
