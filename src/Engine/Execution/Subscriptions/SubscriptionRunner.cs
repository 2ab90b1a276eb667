using GraphQLPlugins.Engine.Execution.Planning;
using GraphQLPlugins.Engine.Execution.Running;

namespace GraphQLPlugins.Engine.Execution.Subscriptions;

/// <summary>Opens the event stream of a subscription. Spec: CreateSourceEventStream.</summary>
internal static class SubscriptionRunner
{
    /// <summary>The response stream, or the errors of the field that should have opened it.</summary>
    public static async ValueTask<IExecutionResult> SubscribeAsync(OperationRun run, CancellationToken cancellationToken)
    {
        var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        run.Start(ended.Token);
        var field = Array.Find(run.Plan.Root.Fields, f => f.Condition?.IsMet(run.Conditions) != false)!;
        var context = run.RentContext();
        context.Begin(field, new ObjectNode(new NodePlace(null, null, -1, run.RootScopedData), run.Plan.Root, run.RootValue));
        // The stream outlives the field, and with it what it took from the services.
        context.Services = run.RequestServices;
        var source = await OpenAsync(context, field).ConfigureAwait(false);
        var errors = context.TakeErrors();
        run.ReturnContext(context.Clear());
        if (source is not null && errors is null) return new SubscriptionStream(run, source, ended);
        if (source is not null) await source.DisposeAsync().ConfigureAwait(false);
        var refusal = new RequestErrorResult(errors!.ConvertAll(run.Errors.Filter));
        await OperationRunner.EndAsync(run).ConfigureAwait(false);
        ended.Dispose();
        return refusal;
    }

    private static async ValueTask<ISourceStream?> OpenAsync(ResolverContext context, FieldPlan field)
    {
        try
        {
            if (field.Resolver.Subscribe is not { } subscribe)
            {
                context.ReportError($"The field {field.Field.Coordinate} has no event stream.");
                return null;
            }
            if (context.Arguments is not { Errors: { } errors }) return await subscribe(context).ConfigureAwait(false);
            context.ReportAll(errors);
        }
        catch (Exception e)
        {
            context.ReportError(e);
        }
        return null;
    }
}
