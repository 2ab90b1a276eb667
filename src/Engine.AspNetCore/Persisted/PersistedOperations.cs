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
        // A hash is believed only after it was computed: else a client could put its document under another's name.
        if (automatic && name == DocumentHash.Compute(request.Document.Span, options.HashAlgorithm, options.HashFormat))
            await storage.SaveAsync(id, request.Document, cancellationToken);
        return (request, null);
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
