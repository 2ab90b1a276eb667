using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using GraphQLPlugins.Engine.Execution.Coercion;
using GraphQLPlugins.Engine.Execution.Completion;
using GraphQLPlugins.Engine.Execution.Incremental;
using GraphQLPlugins.Engine.Execution.Planning;
using GraphQLPlugins.Engine.Execution.Processing;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Resolvers;
using GraphQLPlugins.Engine.TypeSystem;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Execution.Running;

/// <summary>What one resolver sees, and the awaiting of it. Pooled with its run.</summary>
internal sealed partial class ResolverContext : IMiddlewareContext
{
    private readonly OperationRun _run;
    private readonly Action _onCompleted;
    private object _parent = null!;
    private List<IError>? _errors;
    private ArgumentValues? _arguments;
    private bool _hasArguments;
    private IServiceProvider? _services;
    private AsyncServiceScope? _scope;
    private List<Func<ValueTask>>? _cleanups;
    private IImmutableDictionary<string, object?>? _scoped;
    private IImmutableDictionary<string, object?>? _local;
    private ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter _pipeline;
    private ConfiguredValueTaskAwaitable<object?>.ConfiguredValueTaskAwaiter _processing;
    private bool _isProcessing;

    public ResolverContext(OperationRun run)
    {
        _run = run;
        _onCompleted = () => _run.Resolving.Enqueue(this);
    }

    public FieldPlan Field { get; private set; } = null!;

    /// <summary>The object with the slot for the value; null for pure resolvers while the response is written.</summary>
    public ObjectNode? Node { get; private set; }

    public bool HasCleanups => _cleanups is not null;

    public bool NeedsClosing => _scope is not null || _cleanups is not null;

    /// <summary>The field's arguments, coerced; null when it has none.</summary>
    public ArgumentValues? Arguments
    {
        get
        {
            if (_hasArguments) return _arguments;
            _hasArguments = true;
            return _arguments = _run.ArgumentsOf(Field);
        }
    }

    /// <summary>Begins with a field whose value goes into the slot of a node.</summary>
    public void Begin(FieldPlan field, ObjectNode node)
    {
        Field = field;
        Node = node;
        _parent = node.Value;
    }

    /// <summary>Begins with a pure field of an object that has no node.</summary>
    public void Begin(FieldPlan field, object parent)
    {
        Clear();
        Field = field;
        _parent = parent;
    }

    /// <summary>Runs the field. On the loop.</summary>
    public void Start()
    {
        try
        {
            if (!Field.IsAsync) Result = GetValue();
            else if (Arguments is { Errors: { } errors }) ReportAll(errors);
            else
            {
                _pipeline = Field.Resolver.Pipeline!(this).ConfigureAwait(false).GetAwaiter();
                if (!_pipeline.IsCompleted)
                {
                    _run.Resolving.AddPending();
                    _pipeline.UnsafeOnCompleted(_onCompleted);
                    return;
                }
                _pipeline.GetResult();
            }
        }
        catch (Exception e)
        {
            Fail(e);
        }
        Process();
    }

    /// <summary>Goes on when what was awaited has completed. On the loop.</summary>
    public void Resume()
    {
        try
        {
            if (_isProcessing)
            {
                _isProcessing = false;
                Result = _processing.GetResult();
            }
            else _pipeline.GetResult();
        }
        catch (Exception e)
        {
            Fail(e);
        }
        Process();
    }

    /// <summary>Turns the value into what the slot holds.</summary>
    public object? Expand(in NodePlace place, object value) =>
        ValueType is ObjectType type && Field.Completion is AbstractCompletion completion
            ? completion.ExpandAs(_run.Resolving, place, value, type)
            : Field.Completion.Expand(_run.Resolving, place, value);

    /// <summary>The errors that were reported; none are left.</summary>
    public List<IError>? TakeErrors()
    {
        var errors = _errors;
        _errors = null;
        return errors;
    }

    /// <summary>Runs the cleanups and disposes the scope. What they throw is logged: it is too late to answer it.</summary>
    public async ValueTask CloseAsync()
    {
        var scope = _scope;
        foreach (var cleanup in _cleanups ?? [])
        {
            try
            {
                await cleanup().ConfigureAwait(false);
            }
            catch (Exception e)
            {
                ExecutorEnvironment.LogCleanupFailed(_run.Environment.Logger, e);
            }
        }
        Clear();
        if (scope is not { } open) return;
        try
        {
            await open.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            ExecutorEnvironment.LogCleanupFailed(_run.Environment.Logger, e);
        }
    }

    /// <summary>Lets go of everything, so that the context can serve another field.</summary>
    public ResolverContext Clear()
    {
        Node = null;
        _parent = null!;
        _result = null;
        IsResultModified = false;
        _errors = null;
        _arguments = null;
        _hasArguments = false;
        _services = null;
        _scope = null;
        _cleanups = null;
        _scoped = null;
        _local = null;
        ValueType = null;
        return this;
    }

    // Queries and asynchronous sequences are run now, while the resolver's services are there.
    private void Process()
    {
        try
        {
            if (_result is not null && Field.NeedsPostProcessing && (PostProcessing.IsNeeded(_result) || Field.Stream is not null && PostProcessing.CanStream(_result, Field)))
            {
                var processing = Field.Stream is { } stream && PostProcessing.CanStream(_result, Field)
                    ? StreamedList.OpenAsync(_result, stream, _run.InitialCountOf(stream), _run.Aborted)
                    : PostProcessing.ToListAsync(_result, _run.Environment, _run.Aborted);
                _processing = processing.ConfigureAwait(false).GetAwaiter();
                if (!_processing.IsCompleted)
                {
                    _isProcessing = true;
                    _run.Resolving.AddPending();
                    _processing.UnsafeOnCompleted(_onCompleted);
                    return;
                }
                Result = _processing.GetResult();
            }
        }
        catch (Exception e)
        {
            Fail(e);
        }
        _run.Resolving.Finish(this);
    }

    private object? GetValue() =>
        Field.Writer is GetterWriter getter && !getter.ParentType.IsInstanceOfType(_parent)
            ? throw FieldErrors.CannotCastParent(Field, _parent)
            : Field.Writer.Get(this, _parent);

    private void Fail(Exception exception)
    {
        _result = null;
        ReportError(exception);
    }

    private IServiceProvider OpenServices()
    {
        if (Node is null || !_run.WantsOwnScope(Field)) return _run.RequestServices;
        var scope = _run.OpenResolverScope();
        _scope = scope;
        return scope.ServiceProvider;
    }
}
