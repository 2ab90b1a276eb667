using GraphQLPlugins.Engine.AspNetCore.Persisted;
using GraphQLPlugins.Host.Settings;
using GraphQLPlugins.Kernel.Documents;

namespace GraphQLPlugins.Host.Graph;

/// <summary>Where documents are looked for that requests name by id: the folder, the database, and those that clients registered themselves.</summary>
internal sealed class StoredDocuments(TrustedDocuments trusted, GraphOptions options) : IOperationDocumentStorage
{
    private readonly IOperationDocumentStorage? _folder = options.Documents.Folder is { Length: > 0 } folder ? new FileSystemOperationDocumentStorage(folder) : null;
    private readonly IOperationDocumentStorage? _automatic = options.Documents is { Automatic: true, OnlyTrusted: false } ? new InMemoryOperationDocumentStorage() : null;

    public async ValueTask<ReadOnlyMemory<byte>?> TryReadAsync(OperationDocumentId documentId, CancellationToken cancellationToken = default)
    {
        if (_folder is not null && await _folder.TryReadAsync(documentId, cancellationToken) is { } file) return file;
        if (_automatic is not null && await _automatic.TryReadAsync(documentId, cancellationToken) is { } known) return known;
        return await trusted.FindAsync(documentId.Value, cancellationToken);
    }

    /// <summary>Of documents that clients register: the trusted ones are never changed that way.</summary>
    public ValueTask SaveAsync(OperationDocumentId documentId, ReadOnlyMemory<byte> document, CancellationToken cancellationToken = default) =>
        _automatic?.SaveAsync(documentId, document, cancellationToken) ?? default;
}
