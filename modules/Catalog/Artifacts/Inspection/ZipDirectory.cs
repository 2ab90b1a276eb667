using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace GraphQLPlugins.Catalog.Artifacts.Inspection;

/// <summary>An entry of a zip archive.</summary>
internal sealed record ZipItem(string Name, ushort Method, uint Crc, long PackedBytes, long Bytes, long Header)
{
    /// <summary>Where its packed bytes begin; known once the archive is verified.</summary>
    public long Data { get; set; }
}

/// <summary>
/// The entries of a zip archive (APPNOTE 6.3.10), read with bounds on everything and without believing what the archive says of itself. ZipArchive would
/// take a million entries into memory, and cannot tell an encrypted entry, a link or an entry that overlaps another.
/// </summary>
internal sealed class ZipDirectory
{
    private const int EndBytes = 22, CentralBytes = 46, LocalBytes = 30, MaxComment = ushort.MaxValue;
    private const uint EndSignature = 0x06054b50, CentralSignature = 0x02014b50, LocalSignature = 0x04034b50;
    private const int Encrypted = 0x2041, SizesFollow = 0x8, Utf8Name = 0x800, Stored = 0, Deflated = 8, Unix = 3;
    private const int TypeMask = 0xF000, RegularFile = 0x8000, Folder = 0x4000;

    private readonly Stream _file;
    private readonly ArtifactOptions _limits;
    private readonly Dictionary<string, ZipItem> _items = new(StringComparer.Ordinal);
    private long _directory;

    private ZipDirectory(Stream file, ArtifactOptions limits) => (_file, _limits) = (file, limits);

    public IReadOnlyCollection<ZipItem> Items => _items.Values;

    public static ZipDirectory Read(Stream file, ArtifactOptions limits)
    {
        var zip = new ZipDirectory(file, limits);
        zip.ReadDirectory();
        return zip;
    }

    /// <summary>Unpacks every entry into nothing: sizes and checksums hold, none overlaps another, and what the entry itself says is what the directory says.</summary>
    public void Verify(CancellationToken ct)
    {
        long end = 0;
        foreach (var item in Items.OrderBy(item => item.Header))
        {
            ct.ThrowIfCancellationRequested();
            if (item.Header < end)
                throw Damaged($"the entry '{EntryName.Shown(item.Name)}' overlaps another one");
            ReadLocalHeader(item);
            end = item.Data + item.PackedBytes;
            if (end > _directory)
                throw Damaged($"the entry '{EntryName.Shown(item.Name)}' is cut off");
            _ = Unpack(item, null, ct);
        }
    }

    /// <summary>A small entry's bytes.</summary>
    public byte[] Content(ZipItem item, int maxBytes)
    {
        if (item.Bytes > maxBytes)
            throw new ManifestInvalidException($"'{EntryName.Shown(item.Name)}' has {item.Bytes} bytes; at most {maxBytes} are allowed.");
        var content = new MemoryStream((int)item.Bytes);
        _ = Unpack(item, content, default);
        return content.ToArray();
    }

    private long Unpack(ZipItem item, Stream? into, CancellationToken ct)
    {
        using var packed = new Window(_file, item.Data, item.PackedBytes);
        using Stream content = item.Method == Stored ? packed : new DeflateStream(packed, CompressionMode.Decompress);
        var block = new byte[64 * 1024];
        long bytes = 0;
        uint crc = 0;
        try
        {
            while (content.Read(block) is var read and > 0)
            {
                ct.ThrowIfCancellationRequested();
                bytes += read;
                if (bytes > item.Bytes)
                    break;
                crc = Crc32.Append(crc, block.AsSpan(0, read));
                into?.Write(block, 0, read);
            }
        }
        catch (InvalidDataException)
        {
            throw Damaged($"the entry '{EntryName.Shown(item.Name)}' cannot be unpacked");
        }
        return bytes == item.Bytes && crc == item.Crc ? bytes : throw Damaged($"the entry '{EntryName.Shown(item.Name)}' does not have the size and checksum that the archive names");
    }

    private void ReadDirectory()
    {
        var (offset, bytes, count) = ReadEnd();
        _directory = offset;
        if (count > _limits.MaxEntries)
            throw new ManifestInvalidException($"it has {count} entries; at most {_limits.MaxEntries} are allowed.");
        // What is left of the directory bounds every entry, so that a wrong count or length shows itself at once.
        long unpacked = 0;
        for (var i = 0; i < count; i++)
        {
            var header = Bytes(offset, CentralBytes, offset + bytes);
            if (BinaryPrimitives.ReadUInt32LittleEndian(header) != CentralSignature)
                throw Damaged("its directory is damaged");
            var nameBytes = BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
            var rest = nameBytes + BinaryPrimitives.ReadUInt16LittleEndian(header[30..]) + BinaryPrimitives.ReadUInt16LittleEndian(header[32..]);
            var name = Bytes(offset + CentralBytes, nameBytes, offset + bytes);
            var item = Item(header, name);
            if (!_items.TryAdd(item.Name, item))
                throw new ManifestInvalidException($"it holds '{EntryName.Shown(item.Name)}' twice.");
            unpacked += item.Bytes;
            if (unpacked > _limits.MaxUnpackedBytes)
                throw new ManifestInvalidException($"its entries have more than the {_limits.MaxUnpackedBytes} bytes that are allowed unpacked.");
            offset += CentralBytes + rest;
            bytes -= CentralBytes + rest;
        }
        if (bytes != 0)
            throw Damaged("its directory has another size than it says");
    }

    private ZipItem Item(ReadOnlySpan<byte> header, ReadOnlySpan<byte> nameBytes)
    {
        var flags = BinaryPrimitives.ReadUInt16LittleEndian(header[8..]);
        var name = EntryName.Check(Decode(nameBytes, flags));
        var method = BinaryPrimitives.ReadUInt16LittleEndian(header[10..]);
        long packed = BinaryPrimitives.ReadUInt32LittleEndian(header[20..]), bytes = BinaryPrimitives.ReadUInt32LittleEndian(header[24..]);
        var shown = EntryName.Shown(name);
        if ((flags & Encrypted) != 0)
            throw new ManifestInvalidException($"the entry '{shown}' is encrypted.");
        if (method is not (Stored or Deflated))
            throw new ManifestInvalidException($"the entry '{shown}' is packed by method {method}; only stored and deflated ones are allowed.");
        var type = header[5] == Unix ? (int)(BinaryPrimitives.ReadUInt32LittleEndian(header[38..]) >> 16) & TypeMask : 0;
        if (type is not (0 or RegularFile or Folder))
            throw new ManifestInvalidException($"the entry '{shown}' is a link or a device.");
        if (packed == uint.MaxValue || bytes == uint.MaxValue)
            throw new ManifestInvalidException($"the entry '{shown}' has 4 GiB or more.");
        if (bytes > _limits.FreeRatioBytes && bytes / _limits.MaxRatio > packed)
            throw new ManifestInvalidException($"the entry '{shown}' unpacks to more than {_limits.MaxRatio} times its size.");
        return new ZipItem(name, method, BinaryPrimitives.ReadUInt32LittleEndian(header[16..]), packed, bytes, BinaryPrimitives.ReadUInt32LittleEndian(header[42..]));
    }

    /// <summary>The record at the end of the file. Its comment must reach to the file's end, and the directory to it: nothing is hidden between or after.</summary>
    private (long Offset, long Bytes, int Count) ReadEnd()
    {
        var length = (int)Math.Min(_file.Length, EndBytes + MaxComment);
        var tail = Bytes(_file.Length - length, length, _file.Length);
        for (var at = length - EndBytes; at >= 0; at--)
        {
            var end = tail[at..];
            if (BinaryPrimitives.ReadUInt32LittleEndian(end) != EndSignature || EndBytes + BinaryPrimitives.ReadUInt16LittleEndian(end[20..]) != end.Length)
                continue;
            var count = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
            long bytes = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]), offset = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
            if (BinaryPrimitives.ReadUInt32LittleEndian(end[4..]) != 0 || count != BinaryPrimitives.ReadUInt16LittleEndian(end[8..]))
                throw Damaged("it is one part of several");
            return offset + bytes <= _file.Length - length + at ? (offset, bytes, count) : throw Damaged("its directory is cut off");
        }
        throw Damaged("its end is missing");
    }

    private void ReadLocalHeader(ZipItem item)
    {
        var header = Bytes(item.Header, LocalBytes, _directory);
        var name = BinaryPrimitives.ReadUInt16LittleEndian(header[26..]);
        var flags = BinaryPrimitives.ReadUInt16LittleEndian(header[6..]);
        var same = BinaryPrimitives.ReadUInt32LittleEndian(header) == LocalSignature
            && BinaryPrimitives.ReadUInt16LittleEndian(header[8..]) == item.Method
            && (flags & Encrypted) == 0
            && ((flags & SizesFollow) != 0 || BinaryPrimitives.ReadUInt32LittleEndian(header[22..]) == item.Bytes)
            && Decode(Bytes(item.Header + LocalBytes, name, _directory), flags) == item.Name;
        if (!same)
            throw Damaged($"the entry '{EntryName.Shown(item.Name)}' is not what the directory says");
        item.Data = item.Header + LocalBytes + name + BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
    }

    private ReadOnlySpan<byte> Bytes(long offset, int count, long end)
    {
        if (offset < 0 || offset + count > end)
            throw Damaged("it is cut off");
        var bytes = new byte[count];
        _file.Position = offset;
        _file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Names that are not marked as UTF-8 mostly are all the same; any other byte only has to stay itself.</summary>
    private static string Decode(ReadOnlySpan<byte> name, int flags) => (flags & Utf8Name) != 0 || System.Text.Unicode.Utf8.IsValid(name) ? Encoding.UTF8.GetString(name) : Encoding.Latin1.GetString(name);

    private static ManifestInvalidException Damaged(string what) => new($"the archive is damaged: {what}.");
}
