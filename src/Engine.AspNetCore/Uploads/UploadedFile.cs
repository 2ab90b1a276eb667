using System.Buffers;
using GraphQLPlugins.Engine.Types;

namespace GraphQLPlugins.Engine.AspNetCore.Uploads;

/// <summary>A file of a request: small ones in memory, others on disk until the request ends.</summary>
internal sealed class UploadedFile : IFile, IAsyncDisposable
{
    private readonly byte[] _bytes;
    private readonly FileStream? _file;

    private UploadedFile(string name, string? contentType, long length, byte[] bytes, FileStream? file)
    {
        Name = name;
        ContentType = contentType;
        Length = length;
        _bytes = bytes;
        _file = file;
    }

    public string Name { get; }

    public long? Length { get; }

    public string? ContentType { get; }

    /// <summary>Whether the file is on disk.</summary>
    public bool IsOnDisk => _file is not null;

    public async Task CopyToAsync(Stream target, CancellationToken cancellationToken = default)
    {
        await using var source = OpenReadStream();
        await source.CopyToAsync(target, cancellationToken);
    }

    public Stream OpenReadStream() => _file is null
        ? new MemoryStream(_bytes, 0, (int)Length!.Value, writable: false)
        : new FileStream(_file.Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 16 * 1024, useAsync: true);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _file?.DisposeAsync() ?? default;

    /// <summary>Takes a file from the connection.</summary>
    /// <returns>Null when it has more bytes than allowed.</returns>
    public static async ValueTask<UploadedFile?> ReceiveAsync(string name, string? contentType, Stream source, UploadOptions options,
        CancellationToken cancellationToken)
    {
        var chunk = ArrayPool<byte>.Shared.Rent(16 * 1024);
        var memory = new MemoryStream();
        FileStream? file = null;
        try
        {
            long length = 0;
            while (true)
            {
                var read = await source.ReadAsync(chunk, cancellationToken);
                if (read == 0) break;
                length += read;
                if (length > options.MaxFileBytes)
                {
                    if (file is not null) await file.DisposeAsync();
                    return null;
                }
                if (file is null && length > options.MemoryBytes)
                {
                    file = Create(options.Directory);
                    await file.WriteAsync(memory.GetBuffer().AsMemory(0, (int)memory.Length), cancellationToken);
                    memory = new MemoryStream();
                }
                await ((Stream?)file ?? memory).WriteAsync(chunk.AsMemory(0, read), cancellationToken);
            }
            if (file is not null) await file.FlushAsync(cancellationToken);
            return new UploadedFile(name, contentType, length, memory.GetBuffer(), file);
        }
        catch
        {
            if (file is not null) await file.DisposeAsync();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private static FileStream Create(string directory)
    {
        Directory.CreateDirectory(directory);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        // Nobody else on the machine may read what a client uploads.
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(System.IO.Path.Combine(directory, $"graphql-upload-{Guid.NewGuid():N}"), options);
    }
}
