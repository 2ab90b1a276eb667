using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace GraphQLPlugins.Kernel.Hooks;

/// <summary>Checks of what deliveries are signed with, each in a time that does not tell where it fails.</summary>
public static class Signatures
{
    /// <summary>Whether a text is the HMAC-SHA-256 of a body, in hexadecimal, behind a prefix.</summary>
    public static bool IsHmacSha256(ReadOnlySpan<byte> body, string secret, string? signature, string prefix) =>
        IsHmac(HashAlgorithmName.SHA256, HMACSHA256.HashSizeInBytes, body, secret, signature, prefix);

    /// <summary>Whether a text is the HMAC-SHA-1 of a body, in hexadecimal: for those who sign with nothing better.</summary>
    public static bool IsHmacSha1(ReadOnlySpan<byte> body, string secret, string? signature) => IsHmac(HashAlgorithmName.SHA1, HMACSHA1.HashSizeInBytes, body, secret, signature, "");

    /// <summary>Whether two texts are the same; both are hashed first, so that not even the length shows.</summary>
    public static bool AreEqual(string expected, string? given) =>
        given is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(expected)), SHA256.HashData(Encoding.UTF8.GetBytes(given)));

    private static bool IsHmac(HashAlgorithmName algorithm, int size, ReadOnlySpan<byte> body, string secret, string? signature, string prefix)
    {
        if (signature is null || !signature.StartsWith(prefix, StringComparison.Ordinal)) return false;
        Span<byte> expected = stackalloc byte[size];
        Span<byte> given = stackalloc byte[size];
        CryptographicOperations.HmacData(algorithm, Encoding.UTF8.GetBytes(secret), body, expected);
        return Convert.FromHexString(signature.AsSpan(prefix.Length), given, out _, out var written) is OperationStatus.Done
            && written == size && CryptographicOperations.FixedTimeEquals(expected, given);
    }
}
