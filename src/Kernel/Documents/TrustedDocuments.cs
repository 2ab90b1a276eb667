using System.Text;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace GraphQLPlugins.Kernel.Documents;

/// <summary>Reads trusted documents; those in use come from memory. Safe to share.</summary>
public sealed class TrustedDocuments(IDbContextFactory<KernelDb> databases) : IDisposable
{
    // One that was removed on another host works there this much longer.
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(10);
    private static readonly Func<KernelDb, string, Task<string?>> Text =
        EF.CompileAsyncQuery((KernelDb db, string id) => db.TrustedDocuments.Where(d => d.DocumentId == id).Select(d => d.Text).FirstOrDefault());

    private readonly MemoryCache _documents = new(new MemoryCacheOptions { SizeLimit = 32 * 1024 * 1024 });

    /// <summary>The document of an id as UTF-8; null when there is none.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> FindAsync(string documentId, CancellationToken ct)
    {
        if (_documents.TryGetValue(documentId, out byte[]? known)) return known;
        await using var db = await databases.CreateDbContextAsync(ct);
        // Absence is not remembered: an automatic document is asked for right before it is sent.
        if (await Text(db, documentId) is not { } text) return null;
        var document = Encoding.UTF8.GetBytes(text);
        _documents.Set(documentId, document, new MemoryCacheEntryOptions { Size = document.Length + 256, AbsoluteExpirationRelativeToNow = Memory });
        return document;
    }

    internal void Forget(string documentId) => _documents.Remove(documentId);

    /// <inheritdoc/>
    public void Dispose() => _documents.Dispose();
}
