using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Kernel.Storage;
using Path = System.IO.Path;

namespace GraphQLPlugins.Catalog.Import;

/// <summary>Files that wait for the job that imports them, beside the files of plugins, where every host sees them.</summary>
internal sealed class ImportInbox(ContentStore store, ArtifactShelf shelf, CatalogOptions options, TimeProvider clock)
{
    private string Folder => Path.Combine(store.Folder, "imports");

    /// <summary>Keeps a file until it is removed.</summary>
    /// <exception cref="PayloadTooLargeException">It is larger than allowed.</exception>
    /// <exception cref="ArtifactStoreFullException">There is no room for it.</exception>
    public async Task<KeptImport> TakeAsync(Stream content, CancellationToken ct)
    {
        using var received = await store.ReceiveAsync(content, options.MaxImportBytes, await shelf.BytesAsync(ct) + Files().Sum(file => file.Length), null, ct);
        var id = Guid.CreateVersion7(clock.Now());
        Directory.CreateDirectory(Folder);
        received.MoveTo(PathOf(id));
        return new KeptImport(this, id);
    }

    public bool Holds(Guid id) => File.Exists(PathOf(id));

    public Stream OpenRead(Guid id) => ContentStore.Read(PathOf(id));

    public void Remove(Guid id) => File.Delete(PathOf(id));

    /// <summary>Removes files whose job was cancelled, or failed and was not retried in time.</summary>
    /// <returns>How many.</returns>
    public int RemoveOld()
    {
        var before = clock.Now() - options.ImportRetention;
        var removed = 0;
        foreach (var file in Files().Where(file => file.LastWriteTimeUtc < before).ToList())
        {
            file.Delete();
            removed++;
        }
        return removed;
    }

    private IEnumerable<FileInfo> Files() => Directory.Exists(Folder) ? new DirectoryInfo(Folder).EnumerateFiles() : [];

    private string PathOf(Guid id) => Path.Combine(Folder, id.ToString("N"));
}

/// <summary>A file that goes again if the command that brought it does not commit.</summary>
internal sealed class KeptImport(ImportInbox inbox, Guid id) : IParticipant
{
    public Guid Id => id;

    public Task CommittedAsync() => Task.CompletedTask;

    public Task AbandonedAsync()
    {
        inbox.Remove(id);
        return Task.CompletedTask;
    }
}
