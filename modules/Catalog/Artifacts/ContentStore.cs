using System.Buffers;
using System.Security.Cryptography;
using GraphQLPlugins.Kernel.Storage;
using Path = System.IO.Path;

namespace GraphQLPlugins.Catalog.Artifacts;

/// <summary>Files by their content, on disk. A file appears as a whole or not at all. Safe to share, also between hosts that see the same folder.</summary>
internal sealed class ContentStore(CatalogOptions options, StorageOptions storage)
{
    private const int BlockBytes = 128 * 1024;

    private readonly ArtifactOptions _limits = options.Artifacts;

    public string Folder { get; } = Path.GetFullPath(options.Artifacts.Directory ?? Path.Combine(storage.DataDirectory, "artifacts"));

    private string Incoming => Path.Combine(Folder, "incoming");

    public bool Holds(string digest) => File.Exists(PathOf(digest));

    /// <summary>Opens a file to read; seekable.</summary>
    /// <exception cref="ArtifactMissingException">It is not here.</exception>
    public FileStream OpenRead(string digest)
    {
        try
        {
            return Read(PathOf(digest));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ArtifactMissingException(digest);
        }
    }

    /// <summary>Writes something aside and hashes it on the way. It is gone when the answer is disposed, unless that was kept.</summary>
    /// <param name="source">Read to its end.</param>
    /// <param name="maxBytes">Most bytes to take.</param>
    /// <param name="kept">Bytes that the store holds already.</param>
    /// <param name="progress">Told how many bytes have arrived.</param>
    /// <param name="ct">Stops.</param>
    /// <exception cref="PayloadTooLargeException">There are more.</exception>
    /// <exception cref="ArtifactStoreFullException">The disk or the store is full.</exception>
    /// <exception cref="ArtifactStoreUnwritableException">The folder cannot be written.</exception>
    public async Task<ReceivedContent> ReceiveAsync(Stream source, long maxBytes, long kept, IProgress<long>? progress, CancellationToken ct)
    {
        var path = Path.Combine(Incoming, Guid.CreateVersion7().ToString("N"));
        try
        {
            Directory.CreateDirectory(Incoming);
            var (digest, bytes) = await WriteAsync(source, path, maxBytes, kept, progress, ct);
            return new ReceivedContent(this, path, digest, bytes);
        }
        catch (Exception e)
        {
            if (File.Exists(path))
                File.Delete(path);
            if (StoreFaults.Of(e) is { } refusal)
                throw refusal;
            throw;
        }
    }

    private async Task<(string Digest, long Bytes)> WriteAsync(Stream source, string path, long maxBytes, long kept, IProgress<long>? progress, CancellationToken ct)
    {
        var room = Room(kept);
        var block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous);
            long bytes = 0;
            while (await source.ReadAsync(block.AsMemory(0, BlockBytes), ct) is var read and > 0)
            {
                bytes += read;
                if (bytes > maxBytes)
                    throw new PayloadTooLargeException(maxBytes);
                if (bytes > room)
                    throw new ArtifactStoreFullException($"{_limits.MaxStoreBytes} bytes are allowed for all files (Catalog:Artifacts:MaxStoreBytes), and {_limits.MinFreeBytes} stay free (Catalog:Artifacts:MinFreeBytes).");
                hash.AppendData(block, 0, read);
                await file.WriteAsync(block.AsMemory(0, read), ct);
                progress?.Report(bytes);
            }
            file.Flush(flushToDisk: true);
            return (Convert.ToHexStringLower(hash.GetHashAndReset()), bytes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    /// <summary>Bytes that may still be written: of the store, less what others are writing, and of the disk.</summary>
    private long Room(long kept)
    {
        var arriving = new DirectoryInfo(Incoming).EnumerateFiles().Sum(file => file.Exists ? file.Length : 0);
        return Math.Min(_limits.MaxStoreBytes - kept - arriving, new DriveInfo(Folder).AvailableFreeSpace - _limits.MinFreeBytes);
    }

    /// <summary>Puts a received file into its place; one that is there already is the same.</summary>
    internal void Keep(string path, string digest)
    {
        var place = PathOf(digest);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Move(path, place, overwrite: true);
        }
        catch (Exception e) when (StoreFaults.Of(e) is { } refusal)
        {
            throw refusal;
        }
    }

    /// <summary>Removes a file; the caller knows that nothing needs it.</summary>
    internal void Remove(string digest) => File.Delete(PathOf(digest));

    /// <summary>Files that were written before a time; removes what writers that died since left half written.</summary>
    internal IEnumerable<string> OlderThan(DateTimeOffset time)
    {
        if (Directory.Exists(Incoming))
            foreach (var half in new DirectoryInfo(Incoming).EnumerateFiles().Where(file => file.LastWriteTimeUtc < time))
                half.Delete();
        var files = new DirectoryInfo(Path.Combine(Folder, "sha256"));
        return files.Exists
            ? files.EnumerateFiles("*", SearchOption.AllDirectories).Where(file => IsDigest(file.Name) && file.LastWriteTimeUtc < time).Select(file => file.Name)
            : [];
    }

    internal static FileStream Read(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 16 * 1024, FileOptions.Asynchronous | FileOptions.RandomAccess);

    internal static bool IsDigest(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    private string PathOf(string digest) => IsDigest(digest)
        ? Path.Combine(Folder, "sha256", digest[..2], digest)
        : throw new ArgumentException("It is no digest.", nameof(digest));
}

/// <summary>A file that was received and hashed, but is not kept yet.</summary>
internal sealed class ReceivedContent(ContentStore store, string path, string digest, long bytes) : IDisposable
{
    /// <summary>SHA-256, lower-case hexadecimal.</summary>
    public string Digest => digest;

    public long Bytes => bytes;

    private bool _kept;
    private bool _moved;

    public FileStream OpenRead() => _kept ? store.OpenRead(digest) : ContentStore.Read(path);

    public void Keep()
    {
        store.Keep(path, digest);
        _kept = true;
    }

    /// <summary>Puts it somewhere else in the store's folder, where it is not found by its content.</summary>
    public void MoveTo(string place)
    {
        File.Move(path, place);
        _moved = true;
    }

    public void Dispose()
    {
        if (!_kept && !_moved)
            File.Delete(path);
    }
}
