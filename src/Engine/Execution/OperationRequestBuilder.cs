using System.Security.Claims;
using System.Text;
using System.Text.Json;

namespace GraphQLPlugins.Engine.Execution;

/// <summary>Builds a request step by step. Not thread-safe.</summary>
public sealed class OperationRequestBuilder
{
    private ReadOnlyMemory<byte> _document;
    private string? _documentId;
    private string? _documentHash;
    private string? _operationName;
    private JsonElement _variables;
    private Dictionary<string, object?>? _variableValues;
    private JsonElement _extensions;
    private Dictionary<string, object?>? _contextData;
    private IServiceProvider? _services;
    private OperationRequestFlags _flags = OperationRequestFlags.AllowAll;

    /// <summary>An empty builder.</summary>
    public static OperationRequestBuilder New() => new();

    /// <summary>A builder that starts from a request.</summary>
    public static OperationRequestBuilder From(IOperationRequest request) => new()
    {
        _document = request.Document, _documentId = request.DocumentId, _documentHash = request.DocumentHash,
        _operationName = request.OperationName, _variables = request.Variables, _extensions = request.Extensions,
        _variableValues = request.VariableValues is { } values ? new(values, StringComparer.Ordinal) : null,
        _contextData = request.ContextData is { } data ? new(data, StringComparer.Ordinal) : null,
        _services = request.Services, _flags = request.Flags,
    };

    /// <summary>The document's text.</summary>
    public OperationRequestBuilder SetDocument(string document) => SetDocument(Encoding.UTF8.GetBytes(document));

    /// <summary>The document's text as UTF-8.</summary>
    public OperationRequestBuilder SetDocument(ReadOnlyMemory<byte> document)
    {
        _document = document;
        return this;
    }

    /// <summary>The id of a stored document.</summary>
    public OperationRequestBuilder SetDocumentId(string? id)
    {
        _documentId = id;
        return this;
    }

    /// <summary>The document's hash as the client sent it.</summary>
    public OperationRequestBuilder SetDocumentHash(string? hash)
    {
        _documentHash = hash;
        return this;
    }

    /// <summary>The operation to run.</summary>
    public OperationRequestBuilder SetOperationName(string? operationName)
    {
        _operationName = operationName;
        return this;
    }

    /// <summary>The variables as CLR values; replaces all given before.</summary>
    public OperationRequestBuilder SetVariableValues(IReadOnlyDictionary<string, object?>? variables)
    {
        _variableValues = variables is null ? null : new(variables, StringComparer.Ordinal);
        _variables = default;
        return this;
    }

    /// <summary>The variables as JSON: an object, or an array of objects for a variable batch; replaces all given before.</summary>
    public OperationRequestBuilder SetVariableValues(JsonElement variables)
    {
        _variables = variables;
        _variableValues = null;
        return this;
    }

    /// <summary>The variables as JSON text. Errors: <see cref="JsonException"/>.</summary>
    public OperationRequestBuilder SetVariableValues(string json)
    {
        using var document = JsonDocument.Parse(json);
        return SetVariableValues(document.RootElement.Clone());
    }

    /// <summary>Adds variables as CLR values to those given so.</summary>
    public OperationRequestBuilder AddVariableValues(IReadOnlyDictionary<string, object?> variables)
    {
        _variableValues ??= new(StringComparer.Ordinal);
        foreach (var (name, value) in variables) _variableValues[name] = value;
        return this;
    }

    /// <summary>The request's extensions.</summary>
    public OperationRequestBuilder SetExtensions(JsonElement extensions)
    {
        _extensions = extensions;
        return this;
    }

    /// <summary>The services of the request; null makes the executor open a scope.</summary>
    public OperationRequestBuilder SetServices(IServiceProvider? services)
    {
        _services = services;
        return this;
    }

    /// <summary>The services of the request, unless there are some.</summary>
    public OperationRequestBuilder TrySetServices(IServiceProvider services)
    {
        _services ??= services;
        return this;
    }

    /// <summary>What the request is allowed to be.</summary>
    public OperationRequestBuilder SetFlags(OperationRequestFlags flags)
    {
        _flags = flags;
        return this;
    }

    /// <summary>Sets global state; replaces the value there is.</summary>
    public OperationRequestBuilder SetGlobalState(string name, object? value)
    {
        (_contextData ??= new(StringComparer.Ordinal))[name] = value;
        return this;
    }

    /// <summary>Adds global state. Errors: <see cref="ArgumentException"/> when the name is taken.</summary>
    public OperationRequestBuilder AddGlobalState(string name, object? value)
    {
        (_contextData ??= new(StringComparer.Ordinal)).Add(name, value);
        return this;
    }

    /// <summary>Adds global state, unless the name is taken.</summary>
    public OperationRequestBuilder TryAddGlobalState(string name, object? value)
    {
        (_contextData ??= new(StringComparer.Ordinal)).TryAdd(name, value);
        return this;
    }

    /// <summary>Removes global state.</summary>
    public OperationRequestBuilder RemoveGlobalState(string name)
    {
        _contextData?.Remove(name);
        return this;
    }

    /// <summary>The user, found by resolvers as <see cref="ClaimsPrincipal"/> parameter.</summary>
    public OperationRequestBuilder SetUser(ClaimsPrincipal user) => SetGlobalState(nameof(ClaimsPrincipal), user);

    /// <summary>Allows introspection although the schema hides it.</summary>
    public OperationRequestBuilder AllowIntrospection() => SetGlobalState(ExecutionContextData.IntrospectionAllowed, true);

    /// <summary>The message for clients that are refused introspection.</summary>
    public OperationRequestBuilder SetIntrospectionNotAllowedMessage(string message) =>
        SetGlobalState(ExecutionContextData.IntrospectionMessage, message);

    /// <summary>Allows a document that is not stored although only stored ones may run.</summary>
    public OperationRequestBuilder AllowNonPersistedOperation() =>
        SetGlobalState(ExecutionContextData.NonPersistedOperationAllowed, true);

    /// <summary>The nesting of fields allowed for this request.</summary>
    public OperationRequestBuilder SetMaximumAllowedExecutionDepth(int maximumDepth) =>
        SetGlobalState(ExecutionContextData.MaxAllowedExecutionDepth, maximumDepth);

    /// <summary>Allows any nesting of fields.</summary>
    public OperationRequestBuilder SkipExecutionDepthAnalysis() => SetMaximumAllowedExecutionDepth(-1);

    /// <summary>Only warms caches; nothing is executed.</summary>
    public OperationRequestBuilder MarkAsWarmupRequest() => SetGlobalState(ExecutionContextData.IsWarmupRequest, true);

    /// <summary>The request. Later changes of the builder do not touch it.</summary>
    public IOperationRequest Build() => new OperationRequest(_document, _documentId, _documentHash, _operationName, _variables,
        _variableValues is null ? null : new Dictionary<string, object?>(_variableValues, StringComparer.Ordinal), _extensions,
        _contextData is null ? null : new Dictionary<string, object?>(_contextData, StringComparer.Ordinal), _services, _flags);

    private sealed record OperationRequest(ReadOnlyMemory<byte> Document, string? DocumentId, string? DocumentHash, string? OperationName,
        JsonElement Variables, IReadOnlyDictionary<string, object?>? VariableValues, JsonElement Extensions,
        IReadOnlyDictionary<string, object?>? ContextData, IServiceProvider? Services, OperationRequestFlags Flags) : IOperationRequest;
}
