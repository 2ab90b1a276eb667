namespace GraphQLPlugins.Kernel.Storage;

/// <summary>The time as it is stored and shown.</summary>
public static class Clock
{
    /// <summary>UTC in whole milliseconds: what is stored equals what the graph shows, so a filter by a shown value finds its row.</summary>
    public static DateTimeOffset Now(this TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
    }
}
