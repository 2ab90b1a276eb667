using System.Collections.Immutable;
using GraphQLPlugins.Engine.Execution.Coercion;
using GraphQLPlugins.Engine.Execution.Processing;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Resolvers;
using GraphQLPlugins.Engine.TypeSystem;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Execution.Running;

// What resolvers and middleware call.
internal sealed partial class ResolverContext
{
    private object? _result;

    public ISchema Schema => _run.Plan.Schema;
    public ObjectType ObjectType => Field.DeclaringType;
    public IOperation Operation => _run.Plan;
    public ISelection Selection => Field;
    public IVariableValueCollection Variables => _run.Variables;
    public Path Path => Node is null ? _run.Writing.PathOf(Field) : Node.GetPath().Append(Field.ResponseName);
    public string ResponseName => Field.ResponseName;
    public bool HasErrors => _errors is not null;
    public IServiceProvider RequestServices => _run.RequestServices;
    public CancellationToken RequestAborted => _run.Aborted;
    public IDictionary<string, object?> ContextData => _run.ContextData;
    public IOperationResultBuilder OperationResult => _run;
    public GraphQLType? ValueType { get; set; }
    public bool IsResultModified { get; private set; }

    public IServiceProvider Services
    {
        get => _services ??= OpenServices();
        set => _services = value;
    }

    public IImmutableDictionary<string, object?> ScopedContextData
    {
        get => _scoped ?? Node?.Scoped ?? _run.RootScopedData;
        set => _scoped = value;
    }

    public IImmutableDictionary<string, object?> LocalContextData
    {
        get => _local ?? ImmutableDictionary<string, object?>.Empty;
        set => _local = value;
    }

    public object? Result
    {
        get => _result;
        set
        {
            _result = value;
            IsResultModified = true;
        }
    }

    public T Parent<T>() => _parent is T parent ? parent : throw FieldErrors.CannotCastParent(Field, _parent);

    public T ArgumentValue<T>(string name) => InputConversion.To<T>(ValueOf(name, out _));

    public Optional<T> ArgumentOptional<T>(string name)
    {
        var value = ValueOf(name, out var given);
        return given ? new Optional<T>(InputConversion.To<T>(value)) : Optional<T>.Empty();
    }

    public TValueNode ArgumentLiteral<TValueNode>(string name) where TValueNode : IValueNode =>
        LiteralOf(name) is TValueNode node
            ? node
            : throw new GraphQLException($"The argument `{name}` is no `{typeof(TValueNode).Name}` but a `{LiteralOf(name).GetType().Name}`.");

    public ValueKind ArgumentKind(string name) => LiteralOf(name).Kind switch
    {
        SyntaxKind.StringValue => ValueKind.String,
        SyntaxKind.IntValue => ValueKind.Integer,
        SyntaxKind.FloatValue => ValueKind.Float,
        SyntaxKind.BooleanValue => ValueKind.Boolean,
        SyntaxKind.EnumValue => ValueKind.Enum,
        SyntaxKind.ObjectValue => ValueKind.Object,
        SyntaxKind.ListValue => ValueKind.List,
        SyntaxKind.NullValue => ValueKind.Null,
        _ => ValueKind.Unknown,
    };

    public void ReplaceArgument(string name, object? value) => _arguments = (Arguments ?? throw NoArgument(name)).With(name, value);

    public T Service<T>() where T : notnull => Services.GetRequiredService<T>();

    public T Service<T>(object key) where T : notnull => Services.GetRequiredKeyedService<T>(key);

    public object? Service(Type service) => Services.GetService(service);

    public T Resolver<T>() => (T)_run.Environment.ResolverInstance(typeof(T), RequestServices);

    public void ReportError(string errorMessage) => ReportError(ErrorBuilder.New().SetMessage(errorMessage).Build());

    public void ReportError(IError error) => (_errors ??= []).Add(FieldErrors.Place(error, Path, Field));

    public void ReportAll(IReadOnlyList<IError> errors)
    {
        foreach (var error in errors) ReportError(error);
    }

    public void ReportError(Exception exception, Action<IErrorBuilder>? configure = null)
    {
        var errors = new List<IError>();
        _run.Errors.Translate(exception, Path, Field, errors);
        foreach (var error in errors)
        {
            var builder = ErrorBuilder.FromError(error);
            configure?.Invoke(builder);
            (_errors ??= []).Add(builder.Build());
        }
    }

    public IReadOnlyList<ISelection> GetSelections(ObjectType typeContext, ISelection? selection = null, bool allowInternals = false)
    {
        var all = (selection ?? Field).GetSelections(typeContext);
        foreach (var one in all)
        {
            if (one.IsConditional) return [.. all.Where(s => s.IsIncluded(_run.Variables))];
        }
        return all;
    }

    public bool IsSelected(string fieldName)
    {
        foreach (var type in Field.PossibleTypes)
        {
            foreach (var selection in Field.GetSelections(type))
            {
                if (selection.Field.Name == fieldName && (!selection.IsConditional || selection.IsIncluded(_run.Variables))) return true;
            }
        }
        return false;
    }

    public async ValueTask<T> ResolveAsync<T>()
    {
        if (Field.Resolver.Innermost is { } innermost) await innermost(this).ConfigureAwait(false);
        return (T)Result!;
    }

    public void RegisterForCleanup(Func<ValueTask> action) => (_cleanups ??= []).Add(action);

    private object? ValueOf(string name, out bool given) => (Arguments ?? throw NoArgument(name)).ValueOf(name, out given);

    private IValueNode LiteralOf(string name) =>
        Field.Field.FindArgument(name) is { } argument && Field.Arguments is { } plan ? plan.LiteralOf(argument, _run.Variables) : throw NoArgument(name);

    private ArgumentException NoArgument(string name) => new($"The field {Field.Field.Coordinate} has no argument named {name}.", nameof(name));
}
