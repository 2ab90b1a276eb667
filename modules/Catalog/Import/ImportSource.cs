using System.Buffers.Binary;
using System.IO.Compression;

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
        return _compressed
            ? new CheckedStream(new GZipStream(_bytes, CompressionMode.Decompress, leaveOpen: true), ExpectedLength())
            : new CheckedStream(new BufferedStream(new KeptOpen(_bytes), 1 << 16), null);
    }

    public async ValueTask DisposeAsync()
    {
        if (_owned)
            await _bytes.DisposeAsync();
    }

    /// <summary>What the trailer of a gzip file says about its content (RFC 1952, 2.3.1): the length modulo 2^32. The decompressor itself takes a cut-off file for a shorter one.</summary>
    private uint ExpectedLength()
    {
        Span<byte> trailer = stackalloc byte[4];
        if (_bytes.Length - _start < 18)
            return uint.MaxValue;
        _bytes.Position = _bytes.Length - trailer.Length;
        _bytes.ReadExactly(trailer);
        _bytes.Position = _start;
        return BinaryPrimitives.ReadUInt32LittleEndian(trailer);
    }

    private static async Task<Stream> SpoolAsync(Stream stream, CancellationToken ct)
    {
        var file = new FileStream(System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16,
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
}
