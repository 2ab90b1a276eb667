using System.Runtime.CompilerServices;
using GraphQLPlugins.Engine.Execution.Completion;
using GraphQLPlugins.Engine.Execution.Running;
using GraphQLPlugins.Engine.Response;

namespace GraphQLPlugins.Engine.Execution.Incremental;

/// <summary>The response stream of an operation with deferred parts: the initial result, then what is ready, together. Runs on while it is read.</summary>
internal sealed class IncrementalStream(OperationRun run, OperationResult initial, Deliveries deliveries, CancellationToken requestAborted) : IResponseStream
{
    private readonly List<Part> _completed = [];
    private bool _isEnded;

    public IReadOnlyDictionary<string, object?>? ContextData => initial.ContextData;

    public ResponseStreamKind Kind => ResponseStreamKind.Incremental;

    public IAsyncEnumerable<IOperationResult> ReadResultsAsync() => ReadAsync();

    public async ValueTask DisposeAsync()
    {
        if (_isEnded) return;
        _isEnded = true;
        await initial.DisposeAsync().ConfigureAwait(false);
        GiveUp();
    }

    private async IAsyncEnumerable<IOperationResult> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        yield return initial;
        while (deliveries.HasMore && !_isEnded)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return await NextAsync().ConfigureAwait(false);
        }
        if (_isEnded) yield break;
        _isEnded = true;
        await OperationRunner.EndAsync(run).ConfigureAwait(false);
    }

    private async ValueTask<IOperationResult> NextAsync()
    {
        var plan = run.Plan;
        using var patch = new PatchWriter(plan.Format);
        try
        {
            while (patch.IsEmpty && deliveries.HasMore)
            {
                deliveries.Start(_completed);
                if (_completed.Count == 0)
                {
                    await run.Resolving.RunAsync().ConfigureAwait(false);
                    run.Aborted.ThrowIfCancellationRequested();
                }
                run.Resolving.TakeParts(_completed);
                foreach (var part in _completed)
                {
                    Deliver(part, patch);
                    patch.Pending(deliveries.Announce());
                }
                _completed.Clear();
            }
            return patch.Finish(deliveries.HasMore);
        }
        catch (OperationCanceledException)
        {
            var error = requestAborted.IsCancellationRequested
                ? RequestRefusals.Cancelled()
                : RequestRefusals.Timeout(run.Environment.Limits.ExecutionTimeout);
            foreach (var part in deliveries.Running.ToArray())
            {
                if (part is FieldsPart fields) patch.Fields(fields, "null"u8, true, [error]);
                else if (part is ItemsPart items) patch.NoItems(items, items.FirstIndex, [error]);
                patch.Completed(deliveries.Fail(part), [error]);
            }
            var last = patch.Finish(false);
            _isEnded = true;
            GiveUp();
            return last;
        }
    }

    private void Deliver(Part part, PatchWriter patch)
    {
        using var data = new ResultWriter(1024);
        if (part is FieldsPart fields)
        {
            run.Writing.Begin(data, fields.Path, fields.Scoped);
            var written = fields.Node is { } node ? run.Writing.WriteNode(node) : run.Writing.WriteFields(fields.Set, fields.Value);
            Deliver(fields, data, written, patch);
        }
        else Deliver((ItemsPart)part, data, patch);
    }

    private void Deliver(FieldsPart part, ResultWriter data, bool written, PatchWriter patch)
    {
        if (!written)
        {
            deliveries.DropBelow(part.Path);
            data.Reset();
            data.WriteNull();
        }
        var errors = run.Errors.Take();
        patch.Fields(part, data.Written, !written, errors);
        if (written) patch.Completed(deliveries.Complete(part));
        else patch.Completed(deliveries.Fail(part), errors);
    }

    private void Deliver(ItemsPart part, ResultWriter data, PatchWriter patch)
    {
        run.Writing.Begin(data, part.Path, run.RootScopedData);
        var written = run.Writing.WriteItems(part);
        if (written && part.Items.Count > 0) patch.Items(part, data.Written, part.FirstIndex, run.Errors.Take());
        if (written && !part.HasEnded)
        {
            part.Pump();
            return;
        }
        run.AddCleanup(part.CloseAsync);
        if (written && part.Failure is null)
        {
            patch.Completed(deliveries.Complete(part));
            return;
        }
        var end = part.FirstIndex + (written ? part.Items.Count : 0);
        if (part.Failure is { } failure) run.Errors.AddException(failure, part.Path.Append(end), part.Field);
        var errors = run.Errors.Take();
        patch.NoItems(part, end, errors);
        patch.Completed(deliveries.Fail(part), errors);
    }

    private void GiveUp()
    {
        foreach (var part in deliveries.Running)
        {
            if (part is ItemsPart items) run.AddCleanup(items.CloseAsync);
        }
        var ending = run;
        run.Resolving.Abandon(() => _ = OperationRunner.EndAbandonedAsync(ending));
    }
}
