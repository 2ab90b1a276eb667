namespace GraphQLPlugins.Catalog.Runtime;

/// <summary>What became of the wish to call.</summary>
internal enum Entry
{
    /// <summary>The call may run, and must leave afterwards.</summary>
    Entered,

    /// <summary>Too many wait already, or none of them ended in time.</summary>
    Busy,

    /// <summary>The plugin no longer takes calls; another load of it may.</summary>
    Closed,
}

/// <summary>Lets a bounded number of calls into one load of a plugin, and tells when the last one is out.</summary>
internal sealed class CallGate(int maxRunning, int maxWaiting)
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _slots = new(maxRunning, maxRunning);
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;
    private int _running;
    private bool _closed;

    /// <summary>Calls that run now, abandoned ones among them.</summary>
    public int Running => Volatile.Read(ref _running);

    public async ValueTask<Entry> EnterAsync(TimeSpan patience, CancellationToken ct)
    {
        if (_slots.Wait(0)) return Admit();
        if (Interlocked.Increment(ref _waiting) > maxWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return Entry.Busy;
        }
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, _closing.Token);
            return await _slots.WaitAsync(patience, either.Token) ? Admit() : Entry.Busy;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Entry.Closed;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Leave()
    {
        lock (_lock)
        {
            if (--_running == 0 && _closed) _empty.TrySetResult();
        }
        _slots.Release();
    }

    /// <summary>Takes no more calls; those that wait are told so.</summary>
    /// <returns>Ends when the last call has left.</returns>
    public Task CloseAsync()
    {
        lock (_lock)
        {
            if (_closed) return _empty.Task;
            _closed = true;
            if (_running == 0) _empty.TrySetResult();
        }
        _closing.Cancel();
        return _empty.Task;
    }

    private Entry Admit()
    {
        lock (_lock)
        {
            if (!_closed)
            {
                _running++;
                return Entry.Entered;
            }
        }
        _slots.Release();
        return Entry.Closed;
    }
}
