using System.Security.Cryptography;
using System.Text;

namespace GraphQLPlugins.Sources.Providers;

/// <summary>Checks of what sources sign with, each in a time that does not tell where it fails.</summary>
internal static class Signatures
{
    /// <summary>Whether a text is the HMAC-SHA-256 of a body, in hexadecimal, behind a prefix.</summary>
    public static bool IsHmacSha256(ReadOnlySpan<byte> body, string secret, string? signature, string prefix)
    {
        if (signature is null || !signature.StartsWith(prefix, StringComparison.Ordinal)) return false;
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body, expected);
        return Convert.FromHexString(signature.AsSpan(prefix.Length), given, out _, out var written) is System.Buffers.OperationStatus.Done
            && written == given.Length && CryptographicOperations.FixedTimeEquals(expected, given);
    }

    /// <summary>Whether two texts are the same; both are hashed first, so that not even the length shows.</summary>
    public static bool AreEqual(string expected, string? given) =>
        given is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(expected)), SHA256.HashData(Encoding.UTF8.GetBytes(given)));
}
