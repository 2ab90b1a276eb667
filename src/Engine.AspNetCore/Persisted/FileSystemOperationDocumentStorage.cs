using GraphQLPlugins.Engine.Execution;

namespace GraphQLPlugins.Engine.AspNetCore.Persisted;

/// <summary>Documents in a folder, one file <c>{id}.graphql</c> each.</summary>
public sealed class FileSystemOperationDocumentStorage(string folder) : IOperationDocumentStorage
{
    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>?> TryReadAsync(OperationDocumentId documentId, CancellationToken cancellationToken = default)
    {
        var path = PathOf(documentId);
        return File.Exists(path) ? await File.ReadAllBytesAsync(path, cancellationToken) : (ReadOnlyMemory<byte>?)null;
    }

    /// <inheritdoc/>
    public async ValueTask SaveAsync(OperationDocumentId documentId, ReadOnlyMemory<byte> document, CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(folder);
        // A reader sees the whole document or none.
        var temporary = System.IO.Path.Combine(folder, $".{documentId}.{Guid.NewGuid():N}");
        await File.WriteAllBytesAsync(temporary, document, cancellationToken);
        File.Move(temporary, PathOf(documentId), overwrite: true);
    }

    // An id has no character that means something in a path.
    private string PathOf(OperationDocumentId documentId) => System.IO.Path.Combine(folder, documentId.Value + ".graphql");
}
