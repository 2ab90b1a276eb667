using System.Buffers.Binary;
using System.Security.Cryptography;

namespace GraphQLPlugins.Kernel.Storage;

/// <summary>Ids that ascend in the order in which this process makes them, also within a millisecond. RFC 9562, UUIDv7 with a counter in place of rand_a (section 6.2, method 1).</summary>
public static class OrderedId
{
    private const int CounterBits = 12;
    private static long _last;

    /// <summary>Random bytes of each thread, many at a time: fetching them eight by eight costs more than all else that an id does.</summary>
    [ThreadStatic]
    private static byte[]? _random;

    [ThreadStatic]
    private static int _taken;

    /// <summary>The next id; never below an earlier one, even when the clock goes back.</summary>
    public static Guid Next(DateTimeOffset at)
    {
        var floor = at.ToUnixTimeMilliseconds() << CounterBits;
        long seen, next;
        do
        {
            seen = Volatile.Read(ref _last);
            next = Math.Max(seen + 1, floor);
        }
        while (Interlocked.CompareExchange(ref _last, next, seen) != seen);

        Span<byte> bytes = stackalloc byte[16];
        TakeRandom().CopyTo(bytes[8..]);
        BinaryPrimitives.WriteInt64BigEndian(bytes, (next >> CounterBits << 16) | 0x7000 | (next & ((1 << CounterBits) - 1)));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }

    private static ReadOnlySpan<byte> TakeRandom()
    {
        const int Size = 8, Kept = 64 * Size;
        if (_random is not { } random || _taken == Kept)
        {
            RandomNumberGenerator.Fill(random = _random ??= new byte[Kept]);
            _taken = 0;
        }
        _taken += Size;
        return random.AsSpan(_taken - Size, Size);
    }
}
