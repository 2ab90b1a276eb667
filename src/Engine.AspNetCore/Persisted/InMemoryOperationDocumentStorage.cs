using System.Collections.Concurrent;
using GraphQLPlugins.Engine.Execution;

namespace GraphQLPlugins.Engine.AspNetCore.Persisted;

/// <summary>Documents in memory; the oldest go when there are too many, so that clients which make up documents cannot fill it.</summary>
public sealed class InMemoryOperationDocumentStorage(int maxDocuments = 1_000, long maxBytes = 16 * 1024 * 1024) : IOperationDocumentStorage
{
    private readonly ConcurrentDictionary<OperationDocumentId, byte[]> _documents = new();
    private readonly Queue<OperationDocumentId> _byAge = new();
    private readonly Lock _saving = new();
    private long _bytes;

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> TryReadAsync(OperationDocumentId documentId, CancellationToken cancellationToken = default) =>
        new(_documents.TryGetValue(documentId, out var document) ? document : (ReadOnlyMemory<byte>?)null);

    /// <inheritdoc/>
    public ValueTask SaveAsync(OperationDocumentId documentId, ReadOnlyMemory<byte> document, CancellationToken cancellationToken = default)
    {
        lock (_saving)
        {
            if (!_documents.TryAdd(documentId, document.ToArray())) return default;
            _byAge.Enqueue(documentId);
            _bytes += document.Length;
            while (_byAge.Count > 1 && (_byAge.Count > maxDocuments || _bytes > maxBytes))
            {
                if (_documents.TryRemove(_byAge.Dequeue(), out var oldest)) _bytes -= oldest.Length;
            }
        }
        return default;
    }
}
