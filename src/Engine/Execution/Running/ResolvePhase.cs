using System.Threading.Tasks.Sources;
using GraphQLPlugins.Engine.DataLoading;
using GraphQLPlugins.Engine.Execution.Incremental;
using GraphQLPlugins.Engine.Execution.Planning;

namespace GraphQLPlugins.Engine.Execution.Running;

/// <summary>
/// Resolves everything that must be awaited: a loop over what is ready. It starts all resolvers of the objects it has, then takes what completed meanwhile, and when
/// nothing more can run it fetches the batches of the loaders.
/// </summary>
/// <remarks>
/// Nodes, contexts and slots belong to the loop alone; other threads only put what completed into the queue. Nobody blocks: while nothing is ready the loop awaits
/// itself, and when everything completes at once there is not even that.
/// </remarks>
internal sealed class ResolvePhase(OperationRun run) : IBatchScheduler, IValueTaskSource
{
    // Set while a batch is fetched: what is scheduled from inside must not wait for that very fetch to end.
    private static readonly AsyncLocal<bool> InsideFetch = new();

    private readonly Lock _lock = new();
    private readonly Queue<ObjectNode> _nodes = new();
    private readonly Queue<ResolverContext> _serial = new();
    private readonly List<ResolverContext> _kept = [];
    private readonly List<Task> _closing = [];
    private readonly List<Part> _parts = [];
    private List<object> _ready = [];
    private List<object> _taken = [];
    private List<BatchJob> _jobs = [];
    private List<BatchJob> _urgentJobs = [];
    private List<BatchJob> _dispatched = [];
    private ManualResetValueTaskSourceCore<bool> _signal;
    private ResolverContext? _runningSerial;
    private (ObjectNode, FieldPlan)? _single;
    private int _pending;
    private int _fetching;
    private bool _waiting;
    private bool _wakened;
    private bool _abandoned;
    private Action? _onEnd;

    /// <summary>Whether nothing of the operation is under way any more.</summary>
    public bool IsIdle => _pending == 0 && _fetching == 0 && !_abandoned;

    /// <summary>Queues an object whose fields are to be resolved.</summary>
    public ObjectNode AddNode(ObjectNode node)
    {
        _nodes.Enqueue(node);
        if (node.Part is { } part) part.Outstanding++;
        return node;
    }

    /// <summary>Takes note that something of a deferred part is done.</summary>
    public void Release(Part part)
    {
        if (--part.Outstanding == 0) _parts.Add(part);
    }

    /// <summary>Hands over the deferred parts that have been resolved.</summary>
    public void TakeParts(List<Part> completed)
    {
        completed.AddRange(_parts);
        _parts.Clear();
    }

    /// <summary>The error with the path of a place.</summary>
    public static IError At(IError error, in NodePlace place)
    {
        var parent = place.Parent?.GetPath() ?? Path.Root;
        var path = place.Field is { } field ? parent.Append(field.ResponseName) : parent.Append(place.Index);
        return FieldErrors.Place(error, path, place.Field ?? place.Parent?.NearestField);
    }

    /// <summary>Resolves until nothing is left or a deferred part is resolved; completes at once when no resolver had to wait. Errors: <see cref="OperationCanceledException"/>.</summary>
    public ValueTask RunAsync() => IsForeignThread ? LeaveAsync() : Drain() ? default : WaitAsync();

    /// <summary>Resolves one field of an object and all below; for mutations, whose root fields run one after another.</summary>
    public ValueTask RunFieldAsync(ObjectNode node, FieldPlan field)
    {
        _single = (node, field);
        return RunAsync();
    }

    private void StartField(ObjectNode node, FieldPlan field)
    {
        var context = run.RentContext();
        context.Begin(field, node);
        if (node.Part is { } part) part.Outstanding++;
        if (field.IsSerial) _serial.Enqueue(context);
        else context.Start();
    }

    /// <summary>Takes note of a resolver that has to wait.</summary>
    public void AddPending() => _pending++;

    /// <summary>Puts something that completed into the queue; from any thread.</summary>
    public void Enqueue(object completed)
    {
        lock (_lock)
        {
            if (_abandoned)
            {
                TakeLate(completed);
                return;
            }
            _ready.Add(completed);
            if (!_waiting) return;
            _waiting = false;
        }
        _signal.SetResult(true);
    }

    /// <inheritdoc/>
    public void Schedule(BatchJob job)
    {
        lock (_lock)
        {
            var urgent = InsideFetch.Value;
            (urgent ? _urgentJobs : _jobs).Add(job);
            if (!_waiting || !urgent && _fetching > 0) return;
            if (!urgent)
            {
                // The caller continued outside of the loop, after something else it waited for. Siblings may be about to do the same: those that can run come first
                // (three siblings after a yield: one batch in 1,979 of 2,000 runs, in 2 without this).
                ThreadPool.UnsafeQueueUserWorkItem(static phase => phase.Nudge(), this, preferLocal: false);
                return;
            }
            _waiting = false;
        }
        _signal.SetResult(true);
    }

    /// <summary>Takes the outcome of a resolver: puts it into its slot and queues the objects in it.</summary>
    public void Finish(ResolverContext context)
    {
        var field = context.Field;
        var node = context.Node!;
        object? value = null;
        try
        {
            if (context.Result is { } result) value = context.Expand(new NodePlace(node, field, -1, context.ScopedContextData), result);
        }
        catch (Exception e)
        {
            context.ReportError(e);
        }
        node.Slots[field.Slot] = context.TakeErrors() is { } errors ? new FieldOutcome(value, errors) : value;
        if (ReferenceEquals(context, _runningSerial)) _runningSerial = null;
        if (node.Part is { } part) Release(part);
        if (!context.NeedsClosing) run.ReturnContext(context.Clear());
        // What was returned may still be read from its scope while it is written.
        else if (context.HasCleanups || field.Type.IsComposite || field.Type.IsList) _kept.Add(context);
        else CloseNow(context);
    }

    /// <summary>Runs the cleanups of resolvers and disposes their scopes, when what they returned has been written.</summary>
    public ValueTask CloseAsync() => _kept.Count == 0 && _closing.Count == 0 ? default : CloseKeptAsync();

    /// <summary>Gives up: what is still under way is cleaned up when it ends, and nobody waits for it.</summary>
    /// <param name="onEnd">Called when the last of it has ended; at once when there is nothing.</param>
    public void Abandon(Action onEnd)
    {
        foreach (var context in _kept) _ = context.CloseAsync();
        _kept.Clear();
        _nodes.Clear();
        _serial.Clear();
        lock (_lock)
        {
            _abandoned = true;
            _jobs.Clear();
            _urgentJobs.Clear();
            foreach (var completed in _ready) TakeLate(completed);
            _ready.Clear();
            _onEnd = onEnd;
            if (_pending > 0) return;
        }
        onEnd();
    }

    void IValueTaskSource.GetResult(short token) => _signal.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _signal.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _signal.OnCompleted(continuation, state, token, flags);

    // Under a synchronization context or a scheduler of somebody else, awaits inside resolvers would continue when it pleases, and waves would depend on it.
    private static bool IsForeignThread => SynchronizationContext.Current is not null || TaskScheduler.Current != TaskScheduler.Default;

    private async ValueTask LeaveAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (!Drain()) await WaitAsync().ConfigureAwait(false);
    }

    private async ValueTask WaitAsync()
    {
        var aborted = run.Aborted;
        _wakened = false;
        using var registration = aborted.UnsafeRegister(static phase => ((ResolvePhase)phase!).Wake(), this);
        do
        {
            await new ValueTask(this, _signal.Version).ConfigureAwait(false);
            if (IsForeignThread) await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            aborted.ThrowIfCancellationRequested();
        }
        while (!Drain());
    }

    private void Nudge()
    {
        lock (_lock)
        {
            if (!_waiting || _fetching > 0 || _jobs.Count == 0) return;
            _waiting = false;
        }
        _signal.SetResult(true);
    }

    private void Wake()
    {
        lock (_lock)
        {
            _wakened = true;
            if (!_waiting) return;
            _waiting = false;
        }
        _signal.SetResult(true);
    }

    // True: nothing is left. False: the signal will be given when something is ready.
    private bool Drain()
    {
        if (_single is var (single, field))
        {
            _single = null;
            StartField(single, field);
        }
        while (true)
        {
            while (_nodes.TryDequeue(out var node)) StartFields(node);
            if (TakeReady()) continue;
            if (_runningSerial is null && _serial.TryDequeue(out var next))
            {
                _runningSerial = next;
                next.Start();
                continue;
            }
            if (_parts.Count > 0 || _pending == 0) return true;
            if (TakeJobs()) continue;
            lock (_lock)
            {
                if (_ready.Count > 0 || _urgentJobs.Count > 0 || _fetching == 0 && _jobs.Count > 0) continue;
                _signal.Reset();
                _waiting = !_wakened;
            }
            if (_wakened && !_waiting) _signal.SetResult(true);
            return false;
        }
    }

    private void StartFields(ObjectNode node)
    {
        foreach (var field in node.Set.Fields)
        {
            if (field.Slot < 0 || field.Condition is not null && !field.Condition.IsMet(run.Conditions)) continue;
            StartField(node, field);
        }
        if (node.Part is { } part) Release(part);
    }

    private bool TakeReady()
    {
        lock (_lock)
        {
            if (_ready.Count == 0) return false;
            (_ready, _taken) = (_taken, _ready);
        }
        foreach (var completed in _taken)
        {
            if (completed is ResolverContext context)
            {
                _pending--;
                context.Resume();
            }
            else if (completed is ItemsPart items)
            {
                _pending--;
                items.Resume();
            }
            else
            {
                _fetching--;
                ((BatchJob)completed).Publish();
            }
        }
        _taken.Clear();
        return true;
    }

    // The next wave waits for all batches of the last one, so that the number of batches does not depend on which of them is faster.
    private bool TakeJobs()
    {
        lock (_lock)
        {
            if (_urgentJobs.Count > 0) (_urgentJobs, _dispatched) = (_dispatched, _urgentJobs);
            else if (_fetching == 0 && _jobs.Count > 0) (_jobs, _dispatched) = (_dispatched, _jobs);
            else return false;
            _fetching += _dispatched.Count;
        }
        foreach (var job in _dispatched) _ = FetchAsync(job);
        _dispatched.Clear();
        return true;
    }

    private async Task FetchAsync(BatchJob job)
    {
        InsideFetch.Value = true;
        await job.FetchAsync(run.Aborted).ConfigureAwait(false);
        Enqueue(job);
    }

    private void CloseNow(ResolverContext context)
    {
        var closing = context.CloseAsync();
        if (closing.IsCompletedSuccessfully) run.ReturnContext(context);
        else _closing.Add(closing.AsTask());
    }

    private async ValueTask CloseKeptAsync()
    {
        foreach (var context in _kept)
        {
            await context.CloseAsync().ConfigureAwait(false);
            run.ReturnContext(context);
        }
        _kept.Clear();
        await Task.WhenAll(_closing).ConfigureAwait(false);
        _closing.Clear();
    }

    private void TakeLate(object completed)
    {
        if (completed is BatchJob) return;
        if (completed is ResolverContext context) _ = context.CloseAsync();
        if (--_pending == 0) _onEnd?.Invoke();
    }
}
