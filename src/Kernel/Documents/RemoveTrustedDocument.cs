using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Kernel.Documents;

public sealed record RemoveTrustedDocument(string DocumentId) : ICommand<TrustedDocument>
{
    string? ICommand.AuditTarget => $"TrustedDocument:{DocumentId}";
}

[MutationType]
public static partial class RemoveTrustedDocumentMutation
{
    /// <summary>Forgets a document; other hosts of the same installation may run it for some seconds more.</summary>
    [Authorize("documents:write")]
    [Error<DocumentNotFoundException>]
    public static Task<TrustedDocument> RemoveTrustedDocumentAsync(string documentId, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new RemoveTrustedDocument(documentId), ct);
}

internal sealed class RemoveTrustedDocumentHandler(KernelDb db, UnitOfWork work) : IRequestHandler<RemoveTrustedDocument, TrustedDocument>
{
    public async Task<TrustedDocument> Handle(RemoveTrustedDocument request, CancellationToken ct)
    {
        var id = request.DocumentId.Contains('\0') ? "" : request.DocumentId;
        var document = await db.TrustedDocuments.SingleOrDefaultAsync(d => d.DocumentId == id, ct) ?? throw new DocumentNotFoundException(request.DocumentId);
        db.Remove(document);
        work.AfterCommit(new TrustedDocumentRemoved(document.DocumentId));
        return document;
    }
}

internal sealed record TrustedDocumentRemoved(string DocumentId) : INotification;

internal sealed class ForgetTrustedDocument(TrustedDocuments documents) : INotificationHandler<TrustedDocumentRemoved>
{
    public Task Handle(TrustedDocumentRemoved notification, CancellationToken ct)
    {
        documents.Forget(notification.DocumentId);
        return Task.CompletedTask;
    }
}
