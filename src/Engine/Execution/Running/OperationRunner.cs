using System.Collections.Immutable;
using GraphQLPlugins.Engine.Execution.Incremental;
using GraphQLPlugins.Engine.Execution.Planning;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Response;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Engine.Execution.Running;

/// <summary>Runs planned operations: first everything is resolved that must be awaited, then the response is written in one pass. Spec: Executing Operations.</summary>
internal static partial class OperationRunner
{
    /// <summary>Runs a query, or one event of a subscription. Completes at once when no resolver had to wait. Takes the run back into the pool.</summary>
    public static ValueTask<IExecutionResult> RunQueryAsync(OperationRun run, IReadOnlyDictionary<string, object?>? extensions, CancellationToken cancellationToken,
        object? rootValue = null, IImmutableDictionary<string, object?>? scopedData = null)
    {
        var set = run.Plan.Root;
        if (!set.HasAsync)
        {
            run.Start(run.Deliveries is null ? cancellationToken : run.Clock.Begin(cancellationToken, run.Environment.Limits.ExecutionTimeout), rootValue, scopedData);
            var result = Render(run, null, extensions);
            return Finish(run, result, cancellationToken);
        }
        run.Start(run.Clock.Begin(cancellationToken, run.Environment.Limits.ExecutionTimeout), rootValue, scopedData);
        var node = run.Resolving.AddNode(RootNode(run));
        ValueTask resolving;
        try
        {
            resolving = run.Resolving.RunAsync();
        }
        catch (OperationCanceledException e)
        {
            resolving = ValueTask.FromException(e);
        }
        return resolving.IsCompletedSuccessfully && !run.Aborted.IsCancellationRequested
            ? Finish(run, Render(run, node, extensions), cancellationToken)
            : AwaitQueryAsync(run, node, resolving, extensions, cancellationToken);
    }

    /// <summary>Runs a mutation: its root fields one after another, each written before the next one starts. Spec: Mutation, serial execution.</summary>
    public static async ValueTask<IExecutionResult> RunMutationAsync(OperationRun run, IReadOnlyDictionary<string, object?>? extensions,
        CancellationToken cancellationToken)
    {
        run.Start(run.Clock.Begin(cancellationToken, run.Environment.Limits.ExecutionTimeout));
        var node = RootNode(run);
        var writer = Begin(run);
        try
        {
            var start = writer.Length;
            var isNull = false;
            foreach (var field in node.Set.Fields)
            {
                if (field.Condition?.IsMet(run.Conditions) == false) continue;
                if (field.Slot >= 0)
                {
                    await run.Resolving.RunFieldAsync(node, field).ConfigureAwait(false);
                    run.Aborted.ThrowIfCancellationRequested();
                }
                // A field that must not be null and failed leaves nothing to answer: those after it are not run. Spec: 6.2.2, 6.4.4.
                isNull = !run.Writing.WriteNodeField(node, field);
                // What is deferred still reads from what the resolvers returned.
                if (run.Deliveries is null) await run.Resolving.CloseAsync().ConfigureAwait(false);
                if (isNull) break;
            }
            return await Finish(run, End(run, writer, start, isNull, extensions), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            writer.Dispose();
            return GiveUp(run, cancellationToken);
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    private static async ValueTask<IExecutionResult> AwaitQueryAsync(OperationRun run, ObjectNode node, ValueTask resolving,
        IReadOnlyDictionary<string, object?>? extensions, CancellationToken cancellationToken)
    {
        try
        {
            await resolving.ConfigureAwait(false);
            run.Aborted.ThrowIfCancellationRequested();
        }
        catch (OperationCanceledException)
        {
            return GiveUp(run, cancellationToken);
        }
        return await Finish(run, Render(run, node, extensions), cancellationToken).ConfigureAwait(false);
    }

    private static ObjectNode RootNode(OperationRun run) => new(new NodePlace(null, null, -1, run.RootScopedData), run.Plan.Root, run.RootValue);

    private static ResultWriter Begin(OperationRun run)
    {
        var writer = new ResultWriter(run.Plan.ExpectedBytes);
        writer.WriteRaw(OperationResult.Prefix);
        run.Writing.Begin(writer, Path.Root, run.RootScopedData);
        return writer;
    }

    private static OperationResult Render(OperationRun run, ObjectNode? node, IReadOnlyDictionary<string, object?>? extensions)
    {
        var writer = Begin(run);
        try
        {
            var start = writer.Length;
            var written = node is null ? run.Writing.WriteFields(run.Plan.Root, run.RootValue) : run.Writing.WriteNode(node);
            if (!written) writer.Truncate(start);
            return End(run, writer, written ? -1 : start, !written, extensions);
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    // start: where the members of data began and are still to be closed; -1 when they are closed.
    private static OperationResult End(OperationRun run, ResultWriter writer, int start, bool isNull, IReadOnlyDictionary<string, object?>? extensions)
    {
        if (isNull)
        {
            run.Deliveries?.DropBelow(Path.Root);
            writer.Truncate(start);
            writer.WriteNull();
        }
        else if (start >= 0) writer.Close(start, (byte)'{', (byte)'}');
        writer.WriteByte((byte)'}');
        run.Plan.Learn(writer.Length);
        if (run.Deliveries is not { HasRecorded: true } deliveries) return new OperationResult(writer) { Errors = run.Errors.Take(), Extensions = run.Extensions(extensions) };
        return new OperationResult(writer)
        {
            Errors = run.Errors.Take(), Extensions = run.Extensions(extensions), HasNext = true, Pending = PatchWriter.PendingMember(run.Plan.Format, deliveries.Announce()),
        };
    }

    private static ValueTask<IExecutionResult> Finish(OperationRun run, OperationResult result, CancellationToken cancellationToken)
    {
        if (result.HasNext == true) return new ValueTask<IExecutionResult>(new IncrementalStream(run, result, run.Deliveries!, cancellationToken));
        var ending = EndAsync(run);
        return ending.IsCompletedSuccessfully ? new ValueTask<IExecutionResult>(result) : AwaitEnd(ending, result);

        static async ValueTask<IExecutionResult> AwaitEnd(ValueTask ending, IExecutionResult result)
        {
            await ending.ConfigureAwait(false);
            return result;
        }
    }

    /// <summary>Ends a run: cleanups, scopes, back into the pool.</summary>
    public static ValueTask EndAsync(OperationRun run)
    {
        var closing = run.Resolving.CloseAsync();
        if (!closing.IsCompletedSuccessfully) return AwaitClosing(closing, run);
        var ending = run.EndAsync();
        if (!ending.IsCompletedSuccessfully) return AwaitEnding(ending, run);
        Release(run);
        return default;

        static async ValueTask AwaitClosing(ValueTask closing, OperationRun run)
        {
            await closing.ConfigureAwait(false);
            await AwaitEnding(run.EndAsync(), run).ConfigureAwait(false);
        }

        static async ValueTask AwaitEnding(ValueTask ending, OperationRun run)
        {
            await ending.ConfigureAwait(false);
            Release(run);
        }
    }

    private static void Release(OperationRun run)
    {
        run.Clock.End();
        if (run.Resolving.IsIdle) run.Environment.Return(run);
    }

    /// <summary>Ends a run that was given up, when the last of its resolvers has ended. It does not go back into the pool.</summary>
    public static async Task EndAbandonedAsync(OperationRun run)
    {
        await run.Resolving.CloseAsync().ConfigureAwait(false);
        await run.EndAsync().ConfigureAwait(false);
    }

    // The answer does not wait for resolvers that don't listen to cancellation; their services are disposed when they end.
    private static RequestErrorResult GiveUp(OperationRun run, CancellationToken cancellationToken)
    {
        var environment = run.Environment;
        var name = run.Plan.Name ?? "(anonymous)";
        run.Resolving.Abandon(() => _ = EndAbandonedAsync(run));
        if (cancellationToken.IsCancellationRequested) return new RequestErrorResult(RequestRefusals.Cancelled());
        LogTimeout(environment.Logger, name, environment.Limits.ExecutionTimeout);
        return new RequestErrorResult(RequestRefusals.Timeout(environment.Limits.ExecutionTimeout));
    }

    [LoggerMessage(3, LogLevel.Warning, "Operation {OperationName} exceeded its time of {Timeout}")]
    private static partial void LogTimeout(ILogger logger, string operationName, TimeSpan timeout);
}
