using System.Text.Json;
using GraphQLPlugins.Engine.AspNetCore.Requests;
using GraphQLPlugins.Engine.Execution;

namespace GraphQLPlugins.Engine.AspNetCore.Persisted;

/// <summary>Puts the document into requests that name it by id or hash, and keeps documents that clients register.</summary>
internal sealed class PersistedOperations(IOperationDocumentStorage storage, PersistedOperationOptions options, bool automatic)
{
    public PersistedOperationOptions Options => options;

    /// <summary>Completes a request.</summary>
    /// <returns>The request to run, or what is wrong.</returns>
    public async ValueTask<(IOperationRequest Request, IError? Error)> CompleteAsync(IOperationRequest request, CancellationToken cancellationToken)
    {
        var name = string.IsNullOrEmpty(request.DocumentId) ? DocumentHash.Find(request.Extensions, options.HashAlgorithm) : request.DocumentId;
        if (name is null) return (request, await RefuseUnknownAsync(request, cancellationToken));
        if (!OperationDocumentId.TryParse(name, out var id)) return (request, InvalidId);
        if (await storage.TryReadAsync(id, cancellationToken) is { } stored) return (WithDocument(request, stored), null);
        if (request.Document.IsEmpty) return (request, automatic ? NotFound : Unknown(name));
        if (await RefuseUnknownAsync(request, cancellationToken) is { } refused) return (request, refused);
        if (!automatic) return (request, null);
        // A hash is believed only after it was computed: else a client could put its document under another's name.
        var computed = DocumentHash.Compute(request.Document.Span, options.HashAlgorithm, options.HashFormat);
        if (name == computed) await storage.SaveAsync(id, request.Document, cancellationToken);
        return (Tell(request, name, computed), null);
    }

    /// <summary>Whether a request has nothing to do with stored documents, and may have nothing.</summary>
    public bool Ignores(HttpOperationRequest request) =>
        !options.OnlyAllowPersistedDocuments && string.IsNullOrEmpty(request.DocumentId) && request.Extensions.ValueKind == JsonValueKind.Undefined;

    /// <summary>Has the result say whether the document is stored now, and if not, which hash it has.</summary>
    private IOperationRequest Tell(IOperationRequest request, string name, string computed)
    {
        var hash = DocumentHash.NameOf(options.HashAlgorithm);
        var told = new Dictionary<string, object?> { [hash] = name };
        if (name != computed) (told["expectedHashValue"], told["expectedHashType"], told["expectedHashFormat"]) = (computed, hash, options.HashFormat.ToString());
        told["persisted"] = name == computed;
        var extensions = new Dictionary<string, object?> { ["persistedQuery"] = told };
        if (request is HttpOperationRequest pooled)
        {
            pooled.SetState(ExecutionContextData.ResultExtensions, extensions);
            pooled.Flags |= OperationRequestFlags.ExtendsResult;
            return pooled;
        }
        return OperationRequestBuilder.From(request).SetGlobalState(ExecutionContextData.ResultExtensions, extensions).SetFlags(request.Flags | OperationRequestFlags.ExtendsResult).Build();
    }

    private async ValueTask<IError?> RefuseUnknownAsync(IOperationRequest request, CancellationToken cancellationToken)
    {
        if (!options.OnlyAllowPersistedDocuments || request.Document.IsEmpty
            || request.ContextData?.ContainsKey(ExecutionContextData.NonPersistedOperationAllowed) == true) return null;
        if (options.AllowDocumentBody
            && OperationDocumentId.TryParse(DocumentHash.Compute(request.Document.Span, options.HashAlgorithm, options.HashFormat), out var id)
            && await storage.TryReadAsync(id, cancellationToken) is not null) return null;
        return OnlyPersisted;
    }

    private static IOperationRequest WithDocument(IOperationRequest request, ReadOnlyMemory<byte> document)
    {
        if (request is not HttpOperationRequest pooled) return OperationRequestBuilder.From(request).SetDocument(document).Build();
        pooled.Document = document;
        pooled.IsStored = true;
        return pooled;
    }

    private static IError NotFound { get; } = Coded("PersistedQueryNotFound", ErrorCodes.PersistedOperationNotFound).Build();

    private static IError InvalidId { get; } = ErrorBuilder.New().SetMessage("Invalid query id format.").Build();

    private static IError OnlyPersisted { get; } =
        Coded("Only persisted operations are allowed.", ErrorCodes.PersistedOperationsOnly).Build();

    private static IError Unknown(string name) => Coded("The specified persisted operation key is invalid.", ErrorCodes.PersistedOperationNotFound)
        .SetExtension("requestedKey", name).Build();

    private static IErrorBuilder Coded(string message, string code) => ErrorBuilder.New().SetMessage(message).SetCode(code);
}
