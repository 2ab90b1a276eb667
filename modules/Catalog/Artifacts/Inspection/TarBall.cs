using System.IO.Compression;
using System.Text;

namespace GraphQLPlugins.Catalog.Artifacts.Inspection;

/// <summary>
/// The entries of a gzipped tar archive (POSIX.1-2001 pax and ustar, GNU long names), read once from beginning to end with bounds on everything.
/// Small files that may be a manifest are kept while they pass. TarReader would take a header of any size into memory.
/// </summary>
internal sealed class TarBall
{
    private const int BlockBytes = 512, MaxHeaderBytes = 64 * 1024;

    private readonly Dictionary<string, byte[]?> _entries = new(StringComparer.Ordinal);
    private readonly ArtifactOptions _limits;
    private readonly Stream _packed;
    private readonly Stream _content;
    private readonly byte[] _block = new byte[BlockBytes];
    private string? _longName;
    private long _unpacked;

    private TarBall(Stream packed, Stream content, ArtifactOptions limits) => (_packed, _content, _limits) = (packed, content, limits);

    public IEnumerable<string> Names => _entries.Keys;

    /// <summary>A file that was kept.</summary>
    public byte[]? Content(string name) => _entries.GetValueOrDefault(name);

    /// <param name="file">The archive.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="keep">Which files to keep, by name.</param>
    /// <param name="maxKeptBytes">The largest file to keep.</param>
    /// <param name="ct">Stops.</param>
    public static TarBall Read(Stream file, ArtifactOptions limits, Func<string, bool> keep, int maxKeptBytes, CancellationToken ct)
    {
        using var content = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
        var tar = new TarBall(file, content, limits);
        try
        {
            while (tar.ReadEntry(keep, maxKeptBytes))
                ct.ThrowIfCancellationRequested();
            // To the very end, where gzip keeps the checksum.
            while (tar.Next(tar._block) > 0)
                ct.ThrowIfCancellationRequested();
        }
        catch (InvalidDataException)
        {
            throw Damaged("it cannot be unpacked");
        }
        return tar;
    }

    /// <returns>False at the archive's end, which is a block of zeros.</returns>
    private bool ReadEntry(Func<string, bool> keep, int maxKeptBytes)
    {
        ReadBlock();
        if (!_block.AsSpan().ContainsAnyExcept((byte)0))
            return false;
        CheckSum();
        var bytes = Octal(124, 12);
        var type = (char)_block[156];
        var name = Field(0, 100);
        if (Encoding.ASCII.GetString(_block, 257, 5) == "ustar" && _block[263] == '0' && Field(345, 155) is { Length: > 0 } prefix)
            name = $"{prefix}/{name}";
        switch (type)
        {
            case 'x' or 'L':
                _longName = LongName(Text(bytes), type);
                return true;
            case 'g':
                _ = Text(bytes);
                return true;
            case '0' or '\0' or '7' or '5':
                Add(_longName ?? name, bytes, keep, maxKeptBytes);
                _longName = null;
                return true;
            default:
                throw new ManifestInvalidException($"the entry '{EntryName.Shown(name)}' is a link or a device.");
        }
    }

    private void Add(string name, long bytes, Func<string, bool> keep, int maxKeptBytes)
    {
        EntryName.Check(name.StartsWith("./", StringComparison.Ordinal) && name.Length > 2 ? name = name[2..] : name);
        var kept = keep(name);
        if (kept && bytes > maxKeptBytes)
            throw new ManifestInvalidException($"'{EntryName.Shown(name)}' has {bytes} bytes; at most {maxKeptBytes} are allowed.");
        if (!_entries.TryAdd(name, kept ? Content(bytes) : null))
            throw new ManifestInvalidException($"it holds '{EntryName.Shown(name)}' twice.");
        if (_entries.Count > _limits.MaxEntries)
            throw new ManifestInvalidException($"it has more than the {_limits.MaxEntries} entries that are allowed.");
        if (!kept)
            Skip(bytes);
    }

    private byte[] Content(long bytes)
    {
        var content = new byte[bytes];
        for (var at = 0; at < content.Length; at += BlockBytes)
        {
            ReadBlock();
            _block.AsSpan(0, Math.Min(BlockBytes, content.Length - at)).CopyTo(content.AsSpan(at));
        }
        return content;
    }

    private void Skip(long bytes)
    {
        for (; bytes > 0; bytes -= BlockBytes)
            ReadBlock();
    }

    private string Text(long bytes) => bytes <= MaxHeaderBytes
        ? Encoding.UTF8.GetString(Content(bytes))
        : throw new ManifestInvalidException($"a header of the archive has {bytes} bytes; at most {MaxHeaderBytes} are allowed.");

    /// <summary>The name in a pax header, a list of <c>length key=value</c> lines, or in a GNU one, which is the name alone.</summary>
    private static string? LongName(string text, char type)
    {
        if (type == 'L')
            return text.TrimEnd('\0');
        foreach (var line in text.Split('\n'))
        {
            var record = line[(line.IndexOf(' ') + 1)..];
            if (record.StartsWith("path=", StringComparison.Ordinal))
                return record["path=".Length..];
            // Another size than the header's would make two readers see two different archives.
            if (record.StartsWith("size=", StringComparison.Ordinal) || record.StartsWith("linkpath=", StringComparison.Ordinal))
                throw new ManifestInvalidException("a header of the archive changes an entry's size or makes it a link.");
        }
        return null;
    }

    private void CheckSum()
    {
        var sum = 8 * ' ';
        for (var i = 0; i < BlockBytes; i++)
            if (i is < 148 or >= 156)
                sum += _block[i];
        if (Octal(148, 8) != sum)
            throw Damaged("a header's checksum is wrong");
    }

    private string Field(int at, int length)
    {
        var field = _block.AsSpan(at, length);
        var end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    private long Octal(int at, int length)
    {
        long number = 0;
        foreach (var digit in Field(at, length).Trim(' '))
            number = digit is >= '0' and <= '7' ? number * 8 + (digit - '0') : throw Damaged("a header holds a number that is none");
        return number;
    }

    private void ReadBlock()
    {
        if (Next(_block) < BlockBytes)
            throw Damaged("it is cut off");
    }

    private int Next(byte[] block)
    {
        var read = _content.ReadAtLeast(block, BlockBytes, throwOnEndOfStream: false);
        _unpacked += read;
        if (_unpacked > _limits.MaxUnpackedBytes)
            throw new ManifestInvalidException($"it has more than the {_limits.MaxUnpackedBytes} bytes that are allowed unpacked.");
        if (_unpacked > _limits.FreeRatioBytes && _unpacked / _limits.MaxRatio > _packed.Position)
            throw new ManifestInvalidException($"it unpacks to more than {_limits.MaxRatio} times its size.");
        return read;
    }

    private static ManifestInvalidException Damaged(string what) => new($"the archive is damaged: {what}.");
}
