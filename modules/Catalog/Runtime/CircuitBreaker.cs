namespace GraphQLPlugins.Catalog.Runtime;

/// <summary>Leaves a plugin alone after many failures in a row; after a pause one call tries whether it works again.</summary>
internal sealed class CircuitBreaker(int failures, TimeSpan pause, TimeProvider clock)
{
    private int _inARow;
    private long _retryAt = long.MaxValue;

    /// <summary>Whether a call may be made now. Once the pause is over this is true for one call, and for the next one after another pause.</summary>
    public bool Allows()
    {
        if (Volatile.Read(ref _inARow) < failures) return true;
        var retryAt = Volatile.Read(ref _retryAt);
        var now = clock.GetTimestamp();
        return now >= retryAt && Interlocked.CompareExchange(ref _retryAt, now + Ticks(pause), retryAt) == retryAt;
    }

    public void Succeeded()
    {
        if (Volatile.Read(ref _inARow) != 0) Volatile.Write(ref _inARow, 0);
    }

    /// <returns>True for the failure with which the pause begins.</returns>
    public bool Failed()
    {
        Volatile.Write(ref _retryAt, clock.GetTimestamp() + Ticks(pause));
        return Interlocked.Increment(ref _inARow) == failures;
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * clock.TimestampFrequency);
}
