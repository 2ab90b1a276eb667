namespace GraphQLPlugins.Sources.Tests.Sync;

/// <summary>The system's clock, put forward by a test. Its timers are the system's.</summary>
internal sealed class MovedClock : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;
}
