using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace GraphQLPlugins.Engine.Data.Paging;

/// <summary>
/// Cursors of one order: the values of its keys, a fingerprint of the order and a seal, as base64url. The seal is an HMAC where a secret is set,
/// else a checksum: then a client could make cursors, which only lets it start where it likes in what it may read anyway.
/// </summary>
internal sealed class KeysetCursor : ICursorFormatter
{
    private const byte Version = 1;
    private const int ChecksumBytes = 8;
    private const int HmacBytes = 16;
    // A cursor that was written can be read: a key may be a long text.
    private const int MaxCursorLength = 1_000_000;
    private readonly CursorKey[] _keys;
    private readonly uint _fingerprint;
    private readonly byte[]? _secret;

    /// <param name="keys">The writers of the keys, by priority.</param>
    /// <param name="order">The order in words; another order has other words.</param>
    /// <param name="secret">The key of the seal, or null.</param>
    public KeysetCursor(CursorKey[] keys, string order, byte[]? secret)
    {
        _keys = keys;
        _secret = secret;
        _fingerprint = BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(order)));
    }

    /// <inheritdoc/>
    public string Write(ReadOnlySpan<object?> values)
    {
        var bytes = new List<byte>(64) { Version };
        for (var i = 0; i < 4; i++) bytes.Add((byte)(_fingerprint >> (8 * i)));
        for (var i = 0; i < _keys.Length; i++) _keys[i].Write(bytes, values[i]);
        var content = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes);
        Span<byte> seal = stackalloc byte[32];
        var length = Seal(content, seal);
        foreach (var b in seal[..length]) bytes.Add(b);
        return Base64Url.EncodeToString(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes));
    }

    /// <inheritdoc/>
    public CursorReading Read(string cursor, out object?[] values)
    {
        values = [];
        if (cursor.Length > MaxCursorLength || !Base64Url.IsValid(cursor)) return CursorReading.Invalid;
        var bytes = Base64Url.DecodeFromChars(cursor);
        var sealLength = _secret is null ? ChecksumBytes : HmacBytes;
        if (bytes.Length < 5 + sealLength || bytes[0] != Version) return CursorReading.Invalid;
        var content = bytes.AsSpan(0, bytes.Length - sealLength);
        Span<byte> seal = stackalloc byte[32];
        Seal(content, seal);
        if (!CryptographicOperations.FixedTimeEquals(seal[..sealLength], bytes.AsSpan(content.Length))) return CursorReading.Invalid;
        if (BitConverter.ToUInt32(content[1..]) != _fingerprint) return CursorReading.Foreign;
        return ReadValues(content[5..], out values) ? CursorReading.Fine : CursorReading.Invalid;
    }

    private bool ReadValues(ReadOnlySpan<byte> rest, out object?[] values)
    {
        values = new object?[_keys.Length];
        try
        {
            for (var i = 0; i < _keys.Length; i++)
            {
                if (!_keys[i].TryRead(ref rest, out values[i])) return false;
            }
        }
        catch (Exception e) when (e is ArgumentException or OverflowException or FormatException)
        {
            // Only a client that makes its own checksums gets here.
            return false;
        }
        return rest.IsEmpty;
    }

    private int Seal(ReadOnlySpan<byte> content, Span<byte> seal)
    {
        if (_secret is not null)
        {
            HMACSHA256.HashData(_secret, content, seal);
            return HmacBytes;
        }
        // FNV-1a: this seal guards against damage, not against intent.
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var b in content) hash = (hash ^ b) * 1_099_511_628_211UL;
        BitConverter.TryWriteBytes(seal, hash);
        return ChecksumBytes;
    }
}
