using System.IO.Compression;
using System.Text.Json;

namespace GraphQLPlugins.Catalog.Import;

/// <summary>
/// The bytes of one file, readable twice: once to see that they are whole, once to import them. Decompressed on the way;
/// a stream that cannot be rewound is kept in a temporary file until disposal.
/// </summary>
internal sealed class ImportSource : IAsyncDisposable
{
    private readonly Stream _bytes;
    private readonly bool _owned;
    private readonly long _start;
    private readonly bool _compressed;

    private ImportSource(Stream bytes, bool owned, bool compressed)
    {
        _bytes = bytes;
        _owned = owned;
        _start = bytes.Position;
        _compressed = compressed;
    }

    public static async Task<ImportSource> OpenAsync(Stream stream, CancellationToken ct)
    {
        var bytes = stream.CanSeek ? stream : await SpoolAsync(stream, ct);
        var magic = new byte[2];
        var start = bytes.Position;
        var read = await bytes.ReadAtLeastAsync(magic, 2, throwOnEndOfStream: false, ct);
        bytes.Position = start;
        if (read == 0)
            throw new ImportFormatException("The file is empty.");
        return new ImportSource(bytes, bytes != stream, magic is [0x1f, 0x8b]);
    }

    /// <summary>From the first decompressed byte. Disposing the result leaves the source open.</summary>
    public Stream Rewind()
    {
        _bytes.Position = _start;
        return _compressed ? new GZipStream(_bytes, CompressionMode.Decompress, leaveOpen: true) : new BufferedStream(new Borrowed(_bytes), 1 << 16);
    }

    public async ValueTask DisposeAsync()
    {
        if (_owned)
            await _bytes.DisposeAsync();
    }

    private static async Task<Stream> SpoolAsync(Stream stream, CancellationToken ct)
    {
        var file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16,
            FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            await stream.CopyToAsync(file, ct);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>Passes reads on and keeps the stream below open.</summary>
    private sealed class Borrowed(Stream inner) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => inner.ReadAsync(buffer, cancellationToken);
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
