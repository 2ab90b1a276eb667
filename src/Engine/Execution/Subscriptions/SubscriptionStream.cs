using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using GraphQLPlugins.Engine.Execution.Running;

namespace GraphQLPlugins.Engine.Execution.Subscriptions;

/// <summary>The response stream of a subscription: each event is run like a query, one after the other, and only when the reader asks for it. Spec: 6.2.3.</summary>
internal sealed class SubscriptionStream(OperationRun origin, ISourceStream source, CancellationTokenSource ended) : IResponseStream
{
    private int _isDisposed;

    public IReadOnlyDictionary<string, object?>? ContextData => null;

    public ResponseStreamKind Kind => ResponseStreamKind.Subscription;

    public IAsyncEnumerable<IOperationResult> ReadResultsAsync() => ReadAsync();

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        await ended.CancelAsync().ConfigureAwait(false);
        await source.DisposeAsync().ConfigureAwait(false);
        await OperationRunner.EndAsync(origin).ConfigureAwait(false);
        ended.Dispose();
    }

    private async IAsyncEnumerable<IOperationResult> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var enders = cancellationToken.UnsafeRegister(static e => ((CancellationTokenSource)e!).Cancel(), ended);
        var token = ended.Token;
        await using var events = source.ReadEventsAsync().GetAsyncEnumerator(token);
        while (true)
        {
            IOperationResult? failure = null;
            var more = false;
            try
            {
                more = await events.MoveNextAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
                yield break;
            }
            catch (Exception e)
            {
                failure = Failure(e);
            }
            if (failure is not null)
            {
                yield return failure;
                yield break;
            }
            if (!more) yield break;
            yield return await RunEventAsync(events.Current, token).ConfigureAwait(false);
        }
    }

    private async ValueTask<IOperationResult> RunEventAsync(object? message, CancellationToken token)
    {
        var run = origin.Environment.Rent();
        run.BeginEvent(origin);
        try
        {
            var state = ImmutableDictionary<string, object?>.Empty.Add(ExecutionContextData.EventMessage, message);
            return (IOperationResult)await OperationRunner.RunQueryAsync(run, null, token, scopedData: state).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            return Failure(e);
        }
    }

    private RequestErrorResult Failure(Exception exception)
    {
        var errors = new List<IError>();
        origin.Errors.Translate(exception, Path.Root, null, errors);
        return new RequestErrorResult(errors.ConvertAll(e => origin.Errors.Filter(e.WithPath(null))));
    }
}
