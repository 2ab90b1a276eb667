using System.Buffers;
using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using GraphQLPlugins.Engine.Execution;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Engine.AspNetCore.Requests;

/// <summary>A request as it came over HTTP. Its memory is pooled: all of it is gone after <see cref="Dispose"/>, so nothing of it may be kept.</summary>
/// <remarks>It is its own context data, so that the state that every request has (<c>HttpContext</c>, <c>ClaimsPrincipal</c>) costs nothing.</remarks>
internal sealed class HttpOperationRequest : IOperationRequest, IReadOnlyDictionary<string, object?>, IDisposable
{
    private JsonDocument? _variablesDocument;
    private JsonDocument? _extensionsDocument;
    private Dictionary<string, object?>? _state;
    private byte[]? _rented;

    public HttpContext? HttpContext { get; set; }

    /// <summary>The user; null: that of <see cref="HttpContext"/>.</summary>
    public ClaimsPrincipal? User { get; set; }

    public bool UsesRequestServices { get; set; }

    public ReadOnlyMemory<byte> Document { get; set; }

    public string? DocumentId { get; set; }

    public string? DocumentHash { get; set; }

    public string? OperationName { get; set; }

    public JsonElement Variables { get; set; }

    public IReadOnlyDictionary<string, object?>? VariableValues => null;

    public JsonElement Extensions { get; private set; }

    public IReadOnlyDictionary<string, object?>? ContextData => HttpContext is null ? _state : this;

    public IServiceProvider? Services => UsesRequestServices ? HttpContext?.RequestServices : null;

    public OperationRequestFlags Flags { get; set; } = OperationRequestFlags.AllowAll;

    /// <summary>Whether the document came from the storage.</summary>
    public bool IsStored { get; set; }

    /// <summary>Whether there is a document, or an id of one.</summary>
    public bool NamesDocument => Document.Length > 0 || !string.IsNullOrEmpty(DocumentId);

    /// <summary>Bytes for the document that live as long as the request.</summary>
    public byte[] RentDocument(int bytes)
    {
        if (_rented is not null) ArrayPool<byte>.Shared.Return(_rented);
        return _rented = ArrayPool<byte>.Shared.Rent(bytes);
    }

    /// <summary>The document as text.</summary>
    public void SetDocument(string text)
    {
        var bytes = RentDocument(Encoding.UTF8.GetMaxByteCount(text.Length));
        Document = bytes.AsMemory(0, Encoding.UTF8.GetBytes(text, bytes));
    }

    /// <summary>Variables as JSON; the memory must outlive the request.</summary>
    public void SetVariables(ReadOnlyMemory<byte> json)
    {
        _variablesDocument?.Dispose();
        _variablesDocument = JsonDocument.Parse(json);
        Variables = _variablesDocument.RootElement;
    }

    /// <summary>Extensions as JSON; the memory must outlive the request.</summary>
    public void SetExtensions(ReadOnlyMemory<byte> json)
    {
        _extensionsDocument?.Dispose();
        _extensionsDocument = JsonDocument.Parse(json);
        Extensions = _extensionsDocument.RootElement;
    }

    /// <summary>Adds context data.</summary>
    public void SetState(string key, object? value) => (_state ??= new(StringComparer.Ordinal))[key] = value;

    /// <summary>Another request with the same document and state but other variables.</summary>
    public HttpOperationRequest With(JsonElement variables, string? operationName) => new()
    {
        HttpContext = HttpContext, User = User, Document = Document, DocumentId = DocumentId, DocumentHash = DocumentHash,
        OperationName = operationName, Variables = variables, Extensions = Extensions, _state = _state, Flags = Flags,
    };

    /// <summary>Gives all memory back and makes the request ready for the next.</summary>
    public void Dispose()
    {
        _variablesDocument?.Dispose();
        _variablesDocument = null;
        _extensionsDocument?.Dispose();
        _extensionsDocument = null;
        if (_rented is not null) ArrayPool<byte>.Shared.Return(_rented);
        _rented = null;
        _state = null;
        HttpContext = null;
        User = null;
        UsesRequestServices = IsStored = false;
        Document = default;
        DocumentId = DocumentHash = OperationName = null;
        Variables = Extensions = default;
        Flags = OperationRequestFlags.AllowAll;
    }

    object? IReadOnlyDictionary<string, object?>.this[string key] =>
        ((IReadOnlyDictionary<string, object?>)this).TryGetValue(key, out var value) ? value : throw new KeyNotFoundException(key);

    IEnumerable<string> IReadOnlyDictionary<string, object?>.Keys => this.Select(pair => pair.Key);

    IEnumerable<object?> IReadOnlyDictionary<string, object?>.Values => this.Select(pair => pair.Value);

    int IReadOnlyCollection<KeyValuePair<string, object?>>.Count => 2 + (_state?.Count ?? 0);

    bool IReadOnlyDictionary<string, object?>.ContainsKey(string key) => ((IReadOnlyDictionary<string, object?>)this).TryGetValue(key, out _);

    bool IReadOnlyDictionary<string, object?>.TryGetValue(string key, [MaybeNullWhen(false)] out object? value)
    {
        switch (key)
        {
            case nameof(HttpContext):
                value = HttpContext;
                return HttpContext is not null;
            case nameof(ClaimsPrincipal):
                value = User ?? HttpContext?.User;
                return HttpContext is not null;
            default:
                value = null;
                return _state is not null && _state.TryGetValue(key, out value);
        }
    }

    IEnumerator<KeyValuePair<string, object?>> IEnumerable<KeyValuePair<string, object?>>.GetEnumerator()
    {
        if (HttpContext is { } context)
        {
            yield return new(nameof(HttpContext), context);
            yield return new(nameof(ClaimsPrincipal), User ?? context.User);
        }
        foreach (var pair in _state ?? []) yield return pair;
    }

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<KeyValuePair<string, object?>>)this).GetEnumerator();
}
