using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using GraphQLPlugins.Engine.Execution.Diagnostics;

namespace GraphQLPlugins.Engine.DataLoading;

/// <summary>A batch of one loader. The loader locks while keys are added.</summary>
internal sealed class LoadBatch<TKey, TValue>(DataLoaderBase<TKey, TValue> loader, CancellationToken cancellationToken) : BatchJob
    where TKey : notnull
{
    private const int InitialCapacity = 16;

    private TKey[] _keys = ArrayPool<TKey>.Shared.Rent(InitialCapacity);
    // A builder is a task that can be completed, without the second object of a TaskCompletionSource.
    private AsyncTaskMethodBuilder<TValue?>[] _promises = ArrayPool<AsyncTaskMethodBuilder<TValue?>>.Shared.Rent(InitialCapacity);
    private Result<TValue?>[] _results = [];
    // A task runs only the first of several continuations inline; the others would leave the operation's loop and miss their wave. So each waiter has its own task.
    private List<(int Place, AsyncTaskMethodBuilder<TValue?> Promise)>? _waiters;
    private Dictionary<Task<TValue?>, int>? _places;
    private CancellationToken _callersToken = cancellationToken;
    private Exception? _error;

    /// <summary>How many keys it has.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a key that is not there yet.</summary>
    public Task<TValue?> Add(TKey key, CancellationToken token)
    {
        if (Count == _keys.Length || Count == _promises.Length) Grow();
        // One caller's cancellation must not fail another's load.
        if (token != _callersToken) _callersToken = CancellationToken.None;
        _keys[Count] = key;
        ref var promise = ref _promises[Count];
        promise = AsyncTaskMethodBuilder<TValue?>.Create();
        _places?.Add(promise.Task, Count);
        Count++;
        return promise.Task;
    }

    /// <summary>A task for one more who waits for a promise of this batch; null when it is of another one. Called under the loader's lock.</summary>
    public Task<TValue?>? Join(Task<TValue?> promise)
    {
        if (_places is null)
        {
            _places = new(Count);
            for (var i = 0; i < Count; i++) _places.Add(_promises[i].Task, i);
        }
        if (!_places.TryGetValue(promise, out var place)) return null;
        var waiter = AsyncTaskMethodBuilder<TValue?>.Create();
        var task = waiter.Task;
        (_waiters ??= []).Add((place, waiter));
        return task;
    }

    /// <summary>The task of a key that is there; null when it is not.</summary>
    public Task<TValue?>? Find(TKey key)
    {
        for (var i = 0; i < Count; i++)
        {
            if (EqualityComparer<TKey>.Default.Equals(_keys[i], key)) return _promises[i].Task;
        }
        return null;
    }

    public override async ValueTask FetchAsync(CancellationToken cancellationToken)
    {
        loader.Close(this);
        var keys = _keys.AsSpan(0, Count).ToArray();
        _results = ArrayPool<Result<TValue?>>.Shared.Rent(Count);
        EngineDiagnostics.LoaderKeys.Record(keys.Length, new KeyValuePair<string, object?>("graphql.loader.name", loader.Name));
        using var activity = EngineDiagnostics.Activities.StartActivity("graphql.loader.batch");
        activity?.SetTag("graphql.loader.name", loader.Name).SetTag("graphql.loader.keys", keys.Length);
        IDisposable? listener = null;
        try
        {
            listener = loader.DiagnosticEvents?.ExecuteBatch(loader, keys);
            await loader.FetchBatchAsync(keys, _results.AsMemory(0, keys.Length), cancellationToken.CanBeCanceled ? cancellationToken : _callersToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            _error = error;
            activity?.SetStatus(ActivityStatusCode.Error, error.Message);
            loader.DiagnosticEvents?.BatchError(loader, keys, error);
        }
        finally
        {
            listener?.Dispose();
        }
    }

    public override void Publish()
    {
        loader.End(this);
        // What the values seed must be there before anybody continues.
        for (var i = 0; i < Count; i++)
        {
            if (_error is null && _results[i].Kind == ResultKind.Value) loader.Publish(_results[i].Value);
            else loader.Forget(_keys[i]);
        }
        for (var i = 0; i < Count; i++) Complete(ref _promises[i], _results[i], _keys[i]);
        foreach (var (place, waiter) in _waiters ?? [])
        {
            var promise = waiter;
            Complete(ref promise, _results[place], _keys[place]);
        }
        ArrayPool<TKey>.Shared.Return(_keys, RuntimeHelpers.IsReferenceOrContainsReferences<TKey>());
        ArrayPool<AsyncTaskMethodBuilder<TValue?>>.Shared.Return(_promises, clearArray: true);
        ArrayPool<Result<TValue?>>.Shared.Return(_results, clearArray: true);
    }

    private void Complete(ref AsyncTaskMethodBuilder<TValue?> promise, Result<TValue?> result, TKey key)
    {
        if (_error is not null) promise.SetException(_error);
        else if (result.Kind == ResultKind.Value) promise.SetResult(result.Value);
        else promise.SetException(result.Error ?? new InvalidOperationException($"{loader.GetType().Name} gave no result for the key {key}."));
    }

    private void Grow()
    {
        _keys = Grow(_keys);
        _promises = Grow(_promises);
    }

    private T[] Grow<T>(T[] array)
    {
        if (Count < array.Length) return array;
        var larger = ArrayPool<T>.Shared.Rent(array.Length * 2);
        Array.Copy(array, larger, Count);
        ArrayPool<T>.Shared.Return(array, RuntimeHelpers.IsReferenceOrContainsReferences<T>());
        return larger;
    }
}
