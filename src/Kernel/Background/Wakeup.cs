namespace GraphQLPlugins.Kernel.Background;

/// <summary>
/// Wakes up one waiter. However often it is called before the waiter looks, that counts once, and costs the caller next to nothing: a busy host calls with
/// every command, mostly while the waiter is awake.
/// </summary>
public sealed class Wakeup
{
    private readonly SemaphoreSlim _calls = new(0, 1);
    private int _isCalled;

    /// <summary>The next look comes at once, also when the waiter is just looking.</summary>
    public void Call()
    {
        if (Interlocked.Exchange(ref _isCalled, 1) == 0) _calls.Release();
    }

    /// <summary>Returns when it was called since the last time, or after a while.</summary>
    /// <returns>Whether it was called.</returns>
    public async Task<bool> WaitAsync(TimeSpan atMost, CancellationToken ct)
    {
        if (!await _calls.WaitAsync(atMost, ct)) return false;
        // Before the waiter looks: what is said from now on, it may miss.
        Interlocked.Exchange(ref _isCalled, 0);
        return true;
    }
}
