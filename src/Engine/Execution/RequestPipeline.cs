using System.Collections.Immutable;
using System.Diagnostics;
using GraphQLPlugins.Engine.Execution.Diagnostics;
using GraphQLPlugins.Engine.Execution.Planning;
using GraphQLPlugins.Engine.Execution.Running;
using GraphQLPlugins.Engine.Execution.Subscriptions;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.Validation;

namespace GraphQLPlugins.Engine.Execution;

/// <summary>
/// The way of a request: 1 parse, 2 validate, 3 compile the plan (all three skipped when the plan is in the cache), 4 coerce variables, 5 run, 6 write.
/// </summary>
internal sealed class RequestPipeline : IRequestExecutor
{
    private readonly ExecutorEnvironment _environment;
    private readonly ValidationOptions _validation;
    private readonly ParserOptions _parsing;
    private readonly PlanCache _cache;

    public RequestPipeline(ExecutorSetup setup)
    {
        var limits = setup.Options.Limits;
        _environment = new ExecutorEnvironment(setup);
        _validation = setup.Validation ?? ValidationOptions.From(limits);
        _parsing = new ParserOptions
        {
            MaxAllowedBytes = limits.MaxDocumentBytes, MaxAllowedTokens = limits.MaxTokens, MaxAllowedFields = limits.MaxFields,
            MaxAllowedDirectives = limits.MaxDirectives, MaxAllowedRecursionDepth = limits.MaxSyntaxDepth,
        };
        _cache = new PlanCache(limits.OperationCacheEntries);
    }

    public Schema Schema => _environment.Schema;

    public IServiceProvider Services => _environment.Services;

    public Task<IExecutionResult> ExecuteAsync(IOperationRequest request, CancellationToken cancellationToken = default)
    {
        var running = RunAsync(request, cancellationToken);
        return running.IsCompletedSuccessfully ? Task.FromResult(running.Result) : running.AsTask();
    }

    private ValueTask<IExecutionResult> RunAsync(IOperationRequest request, CancellationToken cancellationToken)
    {
        var started = EngineDiagnostics.OperationDuration.Enabled ? Stopwatch.GetTimestamp() : 0;
        var activity = EngineDiagnostics.Activities.StartActivity("graphql.operation");
        ValueTask<IExecutionResult> running;
        try
        {
            running = Execute(request, activity, cancellationToken);
        }
        catch (Exception e)
        {
            running = ValueTask.FromException<IExecutionResult>(e);
        }
        if (running.IsCompletedSuccessfully && started == 0 && activity is null) return running;
        return ObserveAsync(running, activity, started);
    }

    private ValueTask<IExecutionResult> Execute(IOperationRequest request, Activity? activity, CancellationToken cancellationToken)
    {
        // 1-3: parse, validate, compile
        var prepared = Prepare(request);
        if (prepared.Plan is not { } plan) return new(prepared.Refusal!);
        activity?.SetTag("graphql.operation.name", plan.Name).SetTag("graphql.operation.type", plan.KindName);
        if (!IsAllowed(plan, request.Flags)) return new(NotAllowed);
        if (request.ContextData?.ContainsKey(ExecutionContextData.IsWarmupRequest) == true) return new(WarmedUp);

        // 4: coerce variables
        var run = _environment.Rent();
        run.Begin(plan, request);
        var errors = run.Variables.Coerce(plan, request.Variables, request.VariableValues, _environment.Limits);
        if (errors is null && plan.Incremental is { } incremental && plan.Type != OperationType.Subscription)
        {
            var format = (request.Flags & OperationRequestFlags.IncrementalById) != 0 ? IncrementalFormat.ById : IncrementalFormat.ByPath;
            if (incremental.Find(plan, run.Variables, format) is { } variant)
            {
                if ((request.Flags & OperationRequestFlags.AllowStreams) == 0) return Refuse(run, NotAllowed);
                run.Begin(plan = variant, request);
            }
        }
        if (errors is not null) return Refuse(run, new RequestErrorResult(errors.ConvertAll(run.Errors.Filter)));
        var extensions = (request.Flags & OperationRequestFlags.ExtendsResult) == 0
            ? null
            : new Dictionary<string, object?>((IReadOnlyDictionary<string, object?>)request.ContextData![ExecutionContextData.ResultExtensions]!);
        foreach (var check in _environment.Setup.Checks)
        {
            if (check.Check(plan, run.Variables, request, ref extensions) is { } refusal) return Refuse(run, refusal);
        }

        // 5 and 6: run and write
        if (plan.Type == OperationType.Subscription) return SubscriptionRunner.SubscribeAsync(run, cancellationToken);
        return plan.Type == OperationType.Mutation
            ? OperationRunner.RunMutationAsync(run, extensions, cancellationToken)
            : OperationRunner.RunQueryAsync(run, extensions, cancellationToken);
    }

    private PreparedOperation Prepare(IOperationRequest request)
    {
        var document = request.Document.Span;
        var variant = VariantOf(request);
        var hash = DocumentHash.Of(document);
        if (variant >= 0 && _cache.Find(hash, document, request.OperationName, variant) is { } known)
        {
            EngineDiagnostics.PlanHits.Add(1);
            return known;
        }
        EngineDiagnostics.PlanMisses.Add(1);
        OperationPlan? plan = null;
        IOperationResult? refusal = null;
        try
        {
            plan = Compile(request, hash, out refusal);
        }
        catch (SyntaxException e)
        {
            refusal = Refusal([RequestRefusals.Syntax(e)]);
        }
        catch (GraphQLException e)
        {
            refusal = Refusal(e.Errors);
        }
        catch (InsufficientExecutionStackException)
        {
            refusal = Refusal([RequestRefusals.TooNested()]);
        }
        var keep = variant >= 0 && document.Length <= PlanCache.MaxDocumentBytes;
        var prepared = new PreparedOperation(hash, keep ? document.ToArray() : [], request.OperationName, variant, plan, refusal);
        if (keep) _cache.Add(prepared);
        return prepared;
    }

    private OperationPlan? Compile(IOperationRequest request, ulong hash, out IOperationResult? refusal)
    {
        if (request.Document.IsEmpty)
        {
            refusal = Refusal([RequestRefusals.DocumentMissing()]);
            return null;
        }
        var document = Utf8GraphQLParser.Parse(request.Document.Span, _parsing);
        var valid = DocumentValidator.Validate(Schema, document, ValidationFor(request));
        if (valid.HasErrors)
        {
            refusal = Refusal(valid.Errors, new Dictionary<string, object?> { [ExecutionContextData.ValidationErrors] = true });
            return null;
        }
        var operation = Find(document, request.OperationName, out var error);
        refusal = error is null ? null : Refusal([error]);
        return operation is null
            ? null
            : OperationCompiler.Compile(Schema, document, operation, $"{hash:x16}:{request.OperationName}", _environment.Setup.SchemaOptions, _environment.Limits);
    }

    // Spec: GetOperation.
    private static OperationDefinitionNode? Find(DocumentNode document, string? name, out IError? error)
    {
        error = null;
        var operations = document.Definitions.OfType<OperationDefinitionNode>().ToArray();
        if (string.IsNullOrEmpty(name))
        {
            if (operations.Length == 1) return operations[0];
            error = operations.Length == 0 ? RequestRefusals.NoOperation() : RequestRefusals.OperationNameNeeded(operations);
            return null;
        }
        var found = Array.Find(operations, o => o.Name?.Value == name);
        if (found is null) error = RequestRefusals.OperationNotFound(name, document);
        return found;
    }

    // What validation depends on besides the document; -1: too peculiar to be cached.
    private static int VariantOf(IOperationRequest request)
    {
        if (request.ContextData is not { Count: > 0 } data) return 0;
        if (data.ContainsKey(ExecutionContextData.IntrospectionMessage)) return -1;
        var variant = data.ContainsKey(ExecutionContextData.IntrospectionAllowed) ? 1 : 0;
        return data.TryGetValue(ExecutionContextData.MaxAllowedExecutionDepth, out var depth) && depth is int and >= -1 and < 1_000_000
            ? variant | (int)depth + 2 << 1
            : variant;
    }

    private ValidationOptions ValidationFor(IOperationRequest request)
    {
        if (request.ContextData is not { Count: > 0 } data) return _validation;
        var options = _validation;
        if (data.ContainsKey(ExecutionContextData.IntrospectionAllowed)) options = options with { AllowIntrospection = true };
        if (data.TryGetValue(ExecutionContextData.IntrospectionMessage, out var message)) options = options with { IntrospectionDeniedMessage = message as string };
        if (data.TryGetValue(ExecutionContextData.MaxAllowedExecutionDepth, out var depth) && depth is int max)
            options = options with { MaxExecutionDepth = max < 0 ? int.MaxValue : max };
        return options;
    }

    private RequestErrorResult Refusal(IReadOnlyList<IError> errors, IReadOnlyDictionary<string, object?>? contextData = null)
    {
        var filter = new ErrorList(_environment);
        return new RequestErrorResult([.. errors.Select(filter.Filter)], contextData);
    }

    private static bool IsAllowed(OperationPlan plan, OperationRequestFlags flags) => (flags & plan.Type switch
    {
        OperationType.Query => OperationRequestFlags.AllowQuery,
        OperationType.Mutation => OperationRequestFlags.AllowMutation,
        _ => OperationRequestFlags.AllowSubscription,
    }) != 0;

    private static RequestErrorResult NotAllowed { get; } = new(RequestRefusals.KindNotAllowed(),
        ImmutableDictionary<string, object?>.Empty.Add(ExecutionContextData.OperationNotAllowed, true));

    private static RequestErrorResult WarmedUp { get; } = new(ErrorBuilder.New().SetMessage("The request only warmed the caches.").Build());

    private static ValueTask<IExecutionResult> Refuse(OperationRun run, IOperationResult refusal)
    {
        var ending = OperationRunner.EndAsync(run);
        return ending.IsCompletedSuccessfully ? new(refusal) : AwaitEnd(ending, refusal);

        static async ValueTask<IExecutionResult> AwaitEnd(ValueTask ending, IOperationResult refusal)
        {
            await ending.ConfigureAwait(false);
            return refusal;
        }
    }

    // The last net: an error filter or the engine itself threw.
    private async ValueTask<IExecutionResult> ObserveAsync(ValueTask<IExecutionResult> running, Activity? activity, long started)
    {
        try
        {
            var result = await running.ConfigureAwait(false);
            if (result is IOperationResult { Errors.Count: > 0 }) activity?.SetStatus(ActivityStatusCode.Error);
            return result;
        }
        catch (Exception e)
        {
            activity?.SetStatus(ActivityStatusCode.Error);
            var errors = new List<IError>();
            var list = new ErrorList(_environment);
            list.Translate(e, Path.Root, null, errors);
            errors.ForEach(list.Log);
            return new RequestErrorResult(errors.ConvertAll(error => error.WithPath(null)));
        }
        finally
        {
            activity?.Dispose();
            if (started != 0) EngineDiagnostics.OperationDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
    }
}
