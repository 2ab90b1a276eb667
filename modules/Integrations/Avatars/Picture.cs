using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace GraphQLPlugins.Integrations.Avatars;

/// <summary>
/// A picture that was recognised by its content. Names and declared types count for nothing, and pictures that browsers would run as documents (SVG) are unknown here.
/// </summary>
internal sealed record Picture(byte[] Content, string ContentType, int Width, int Height)
{
    public string Digest { get; } = Convert.ToHexStringLower(SHA256.HashData(Content));

    /// <returns>Null when it is no PNG, JPEG or WebP, or one that is cut off before its size.</returns>
    public static Picture? Recognise(byte[] content)
    {
        var (type, size) = content switch
        {
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..] => ("image/png", Png(content)),
            [0xFF, 0xD8, 0xFF, ..] => ("image/jpeg", Jpeg(content)),
            [0x52, 0x49, 0x46, 0x46, _, _, _, _, 0x57, 0x45, 0x42, 0x50, ..] => ("image/webp", WebP(content)),
            _ => ("", null),
        };
        return size is { Width: > 0, Height: > 0 } ? new Picture(content, type, size.Value.Width, size.Value.Height) : null;
    }

    // The header chunk comes first: length, name, width, height (PNG section 11.2.2).
    private static (int Width, int Height)? Png(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 24 && bytes[12..16].SequenceEqual("IHDR"u8)
            ? (BinaryPrimitives.ReadInt32BigEndian(bytes[16..]), BinaryPrimitives.ReadInt32BigEndian(bytes[20..]))
            : null;

    // Segments until the one that starts a frame, which holds the size (ITU T.81, B.2.2).
    private static (int Width, int Height)? Jpeg(ReadOnlySpan<byte> bytes)
    {
        var at = 2;
        while (at + 9 <= bytes.Length && bytes[at] == 0xFF)
        {
            var marker = bytes[at + 1];
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return (BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..]));
            if (marker is 0xD9 or 0xDA)
                return null;
            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
            if (length < 2)
                return null;
            at += 2 + length;
        }
        return null;
    }

    // One of three first chunks: extended, lossy, lossless (WebP container specification).
    private static (int Width, int Height)? WebP(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 30)
            return null;
        return Encoding.ASCII.GetString(bytes[12..16]) switch
        {
            "VP8X" => (1 + Int24(bytes[24..]), 1 + Int24(bytes[27..])),
            "VP8 " => (BinaryPrimitives.ReadUInt16LittleEndian(bytes[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(bytes[28..]) & 0x3FFF),
            "VP8L" when bytes[20] == 0x2F => Lossless(BinaryPrimitives.ReadUInt32LittleEndian(bytes[21..])),
            _ => null,
        };
    }

    private static (int Width, int Height) Lossless(uint bits) => (1 + (int)(bits & 0x3FFF), 1 + (int)((bits >> 14) & 0x3FFF));

    private static int Int24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
}
