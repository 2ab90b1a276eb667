using System.Collections.Immutable;
using GraphQLPlugins.Engine.Execution.Processing;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Resolvers;

/// <summary>What a resolver sees of the request, the operation and its field.</summary>
public interface IResolverContext
{
    /// <summary>The schema.</summary>
    ISchema Schema { get; }

    /// <summary>The object type that the field is resolved on.</summary>
    ObjectType ObjectType { get; }

    /// <summary>The operation.</summary>
    IOperation Operation { get; }

    /// <summary>The field's selection: one response name with everything selected below it.</summary>
    ISelection Selection { get; }

    /// <summary>Coerced variable values.</summary>
    IVariableValueCollection Variables { get; }

    /// <summary>The path of the field in the response.</summary>
    Path Path { get; }

    /// <summary>The response name.</summary>
    string ResponseName { get; }

    /// <summary>Whether this resolver reported an error.</summary>
    bool HasErrors { get; }

    /// <summary>The services of this resolver's scope.</summary>
    IServiceProvider Services { get; set; }

    /// <summary>The services of the request.</summary>
    IServiceProvider RequestServices { get; }

    /// <summary>Fires when the client is gone, the time is up or the host stops.</summary>
    CancellationToken RequestAborted { get; }

    /// <summary>State of the whole request.</summary>
    IDictionary<string, object?> ContextData { get; }

    /// <summary>State that flows from here to the fields below.</summary>
    IImmutableDictionary<string, object?> ScopedContextData { get; set; }

    /// <summary>State of this field's pipeline alone.</summary>
    IImmutableDictionary<string, object?> LocalContextData { get; set; }

    /// <summary>The parent object. Errors: HC0053 when it is of another type.</summary>
    T Parent<T>();

    /// <summary>A coerced argument. Errors: <see cref="GraphQLException"/> when it cannot be converted.</summary>
    T ArgumentValue<T>(string name);

    /// <summary>A coerced argument that may be absent.</summary>
    Optional<T> ArgumentOptional<T>(string name);

    /// <summary>An argument as a literal, variables replaced by their values; default value when it was not given.</summary>
    TValueNode ArgumentLiteral<TValueNode>(string name) where TValueNode : IValueNode;

    /// <summary>The form in which the argument was given.</summary>
    ValueKind ArgumentKind(string name);

    /// <summary>A service of this resolver's scope. Errors: <see cref="InvalidOperationException"/> when it is not registered.</summary>
    T Service<T>() where T : notnull;

    /// <summary>A keyed service of this resolver's scope.</summary>
    T Service<T>(object key) where T : notnull;

    /// <summary>A service of this resolver's scope, or null.</summary>
    object? Service(Type service);

    /// <summary>The instance of a class that holds resolvers.</summary>
    T Resolver<T>();

    /// <summary>Reports an error at this field; the value is kept.</summary>
    void ReportError(string errorMessage);

    /// <summary>Reports an error at this field; path and location are added when missing.</summary>
    void ReportError(IError error);

    /// <summary>Reports an exception as the engine would if it had been thrown.</summary>
    void ReportError(Exception exception, Action<IErrorBuilder>? configure = null);

    /// <summary>The selections below this field for an object type, those skipped by variables left out.</summary>
    IReadOnlyList<ISelection> GetSelections(ObjectType typeContext, ISelection? selection = null, bool allowInternals = false);

    /// <summary>Whether a field of this name is selected directly below (through <c>nodes</c> etc. is not looked).</summary>
    bool IsSelected(string fieldName);
}

/// <summary>What a field middleware sees besides.</summary>
public interface IMiddlewareContext : IResolverContext
{
    /// <summary>The GraphQL type of the value when it was resolved as an abstract type; else null.</summary>
    GraphQLType? ValueType { get; set; }

    /// <summary>The result so far.</summary>
    object? Result { get; set; }

    /// <summary>Whether the result was set.</summary>
    bool IsResultModified { get; }

    /// <summary>The answer of the whole operation.</summary>
    IOperationResultBuilder OperationResult { get; }

    /// <summary>Runs the field's resolver.</summary>
    ValueTask<T> ResolveAsync<T>();

    /// <summary>Runs an action when the field is done, after the value was completed.</summary>
    void RegisterForCleanup(Func<ValueTask> action);

    /// <summary>Replaces a coerced argument for the rest of the pipeline.</summary>
    void ReplaceArgument(string name, object? value);
}

/// <summary>What a field may add to the answer of its operation. Safe to use from several fields at a time.</summary>
public interface IOperationResultBuilder
{
    /// <summary>Sets an entry of the answer's <c>extensions</c>; the last value of a key wins.</summary>
    void SetExtension<TValue>(string key, TValue value);
}

/// <summary>The forms of a literal.</summary>
public enum ValueKind
{
    Unknown,
    String,
    Integer,
    Float,
    Boolean,
    Enum,
    Object,
    Null,
    List,
}
