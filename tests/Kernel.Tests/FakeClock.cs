namespace GraphQLPlugins.Kernel.Tests;

/// <summary>Stands still until it is told otherwise.</summary>
public sealed class FakeClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Time { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Time;
}
