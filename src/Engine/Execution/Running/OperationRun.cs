using System.Collections.Immutable;
using GraphQLPlugins.Engine.Execution.Coercion;
using GraphQLPlugins.Engine.Execution.Incremental;
using GraphQLPlugins.Engine.Execution.Planning;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Resolvers;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Execution.Running;

/// <summary>The state of one operation while it runs. Pooled: everything here is reset between requests.</summary>
internal sealed class OperationRun : IOperationResultBuilder
{
    private const int PooledContexts = 256;

    private static readonly object NoRootValue = new();

    private readonly List<ResolverContext> _contexts = [];
    private readonly VariableValues _ownVariables = new();
    private ArgumentValues?[] _arguments = [];
    private Dictionary<string, object?>? _contextData;
    private Dictionary<string, object?>? _extensions;
    private IServiceProvider? _requestServices;
    private AsyncServiceScope? _ownScope;
    private OperationScope? _operationScope;
    private IOperationRequest _request = null!;
    private List<Func<ValueTask>>? _cleanups;

    public OperationRun(ExecutorEnvironment environment)
    {
        Environment = environment;
        Variables = _ownVariables;
        Errors = new ErrorList(environment);
        Resolving = new ResolvePhase(this);
        Writing = new WritePhase(this);
    }

    public ExecutorEnvironment Environment { get; }

    public OperationPlan Plan { get; private set; } = null!;

    /// <summary>The variables of the request; of the subscription, for its events.</summary>
    public VariableValues Variables { get; private set; }

    public ErrorList Errors { get; }

    public RequestClock Clock { get; } = new();

    /// <summary>What is delivered later; null when nothing can be.</summary>
    public Deliveries? Deliveries { get; private set; }

    public ResolvePhase Resolving { get; }

    public WritePhase Writing { get; }

    public object RootValue { get; private set; } = NoRootValue;

    /// <summary>The values of the Boolean variables by slot.</summary>
    public bool[] Conditions => Variables.Conditions;

    /// <summary>The scoped state that root fields see: the event of a subscription.</summary>
    public IImmutableDictionary<string, object?> RootScopedData { get; private set; } = ImmutableDictionary<string, object?>.Empty;

    public CancellationToken Aborted { get; private set; }

    /// <summary>State of the request, a copy that resolvers may change.</summary>
    public IDictionary<string, object?> ContextData =>
        _contextData ??= _request.ContextData is { } data ? new(data, StringComparer.Ordinal) : new(StringComparer.Ordinal);

    /// <summary>The services of the request; a scope of our own when the request has none.</summary>
    public IServiceProvider RequestServices => _requestServices ?? OpenServices();

    public void Begin(OperationPlan plan, IOperationRequest request)
    {
        Plan = plan;
        _request = request;
        Errors.OperationName = plan.Name;
        Deliveries = plan.Format == IncrementalFormat.None ? null : new Deliveries(this);
        if (_arguments.Length < plan.ArgumentSlots) _arguments = new ArgumentValues?[plan.ArgumentSlots];
    }

    /// <summary>Begins with one event of a subscription, in a service scope of its own.</summary>
    public void BeginEvent(OperationRun subscription)
    {
        Begin(subscription.Plan, subscription._request);
        Variables = subscription.Variables;
        _ownScope = (_request.Services ?? Environment.Services).CreateAsyncScope();
    }

    /// <summary>Starts on one root value: once for queries and mutations, for each event of a subscription.</summary>
    public void Start(CancellationToken aborted, object? rootValue = null, IImmutableDictionary<string, object?>? scopedData = null)
    {
        Aborted = aborted;
        RootScopedData = scopedData ?? ImmutableDictionary<string, object?>.Empty;
        RootValue = rootValue ?? (Plan.Root.NeededParent is { } type ? Environment.ResolverInstance(type, RequestServices) : NoRootValue);
    }

    /// <summary>The arguments of a field, coerced once for the request; null when it has none.</summary>
    public ArgumentValues? ArgumentsOf(FieldPlan field)
    {
        if (field.Arguments is not { } plan) return null;
        if (plan.Slot < 0) return plan.ValuesFor(Variables);
        // Selections of abstract types that are compiled while the request runs have slots beyond those known at its start.
        if (plan.Slot >= _arguments.Length) Array.Resize(ref _arguments, plan.Slot + 1);
        return _arguments[plan.Slot] ??= plan.ValuesFor(Variables);
    }

    /// <summary>How many items of a streamed list the initial result has.</summary>
    public int InitialCountOf(StreamPlan stream) =>
        stream.InitialCountVariable >= 0 && Variables.TryGet(stream.InitialCountVariable, out var count) && count is int n ? n : stream.InitialCount;

    public ResolverContext RentContext()
    {
        if (_contexts.Count == 0) return new ResolverContext(this);
        var context = _contexts[^1];
        _contexts.RemoveAt(_contexts.Count - 1);
        return context;
    }

    public void ReturnContext(ResolverContext context)
    {
        if (_contexts.Count < PooledContexts) _contexts.Add(context);
    }

    /// <summary>Whether a resolver of this field gets a service scope of its own.</summary>
    public bool WantsOwnScope(FieldPlan field)
    {
        if (!field.Resolver.NeedsScope) return false;
        var options = Environment.Setup.SchemaOptions;
        var scope = field.Resolver.Scope
            ?? (Plan.Type == OperationType.Mutation ? options.DefaultMutationDependencyInjectionScope : options.DefaultQueryDependencyInjectionScope);
        return scope == DependencyInjectionScope.Resolver;
    }

    /// <summary>A service scope that shares the loaders of the request.</summary>
    public AsyncServiceScope OpenResolverScope()
    {
        var root = RequestServices;
        var scope = root.CreateAsyncScope();
        if (_operationScope is { } shared) scope.ServiceProvider.GetService<OperationScope>()?.Join(shared);
        return scope;
    }

    public void SetExtension<TValue>(string key, TValue value)
    {
        lock (_ownVariables) (_extensions ??= new(StringComparer.Ordinal))[key] = value;
    }

    /// <summary>What fields added to the answer, with what was known before they ran.</summary>
    public IReadOnlyDictionary<string, object?>? Extensions(IReadOnlyDictionary<string, object?>? known)
    {
        if (_extensions is null || known is null) return _extensions ?? known;
        foreach (var (key, value) in known) _extensions.TryAdd(key, value);
        return _extensions;
    }

    /// <summary>Has something run when the operation ends.</summary>
    public void AddCleanup(Func<ValueTask> cleanup) => (_cleanups ??= []).Add(cleanup);

    /// <summary>Disposes what was opened for the request and lets go of everything.</summary>
    public ValueTask EndAsync() => _cleanups is { } cleanups ? EndAsync(cleanups) : Reset();

    private async ValueTask EndAsync(List<Func<ValueTask>> cleanups)
    {
        foreach (var cleanup in cleanups)
        {
            try
            {
                await cleanup().ConfigureAwait(false);
            }
            catch (Exception e)
            {
                ExecutorEnvironment.LogCleanupFailed(Environment.Logger, e);
            }
        }
        await Reset().ConfigureAwait(false);
    }

    private ValueTask Reset()
    {
        var scope = _ownScope;
        _cleanups = null;
        Deliveries = null;
        _operationScope?.Start(null);
        Plan = null!;
        _request = null!;
        RootValue = NoRootValue;
        RootScopedData = ImmutableDictionary<string, object?>.Empty;
        Aborted = default;
        _contextData = null;
        _extensions = null;
        _requestServices = null;
        _ownScope = null;
        _operationScope = null;
        Array.Clear(_arguments);
        _ownVariables.Clear();
        Variables = _ownVariables;
        return scope?.DisposeAsync() ?? default;
    }

    private IServiceProvider OpenServices()
    {
        if (_ownScope is null && _request.Services is { } given) _requestServices = given;
        else _requestServices = (_ownScope ??= Environment.Services.CreateAsyncScope()).ServiceProvider;
        _operationScope = _requestServices.GetService<OperationScope>();
        _operationScope?.Start(Resolving);
        return _requestServices;
    }
}
