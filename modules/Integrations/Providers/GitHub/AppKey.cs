using System.Security.Cryptography;
using System.Text.Json;

namespace GraphQLPlugins.Integrations.Providers.GitHub;

/// <summary>Signs tokens by which an app proves itself: JSON Web Tokens (RFC 7519) by RSA with SHA-256.</summary>
internal sealed class AppKey(string appId, RSA key, TimeProvider clock)
{
    // GitHub allows ten minutes, and clocks that differ.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(9);
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    /// <summary>Of a PEM text, or of a file that holds one.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static RSA Read(string pemOrPath)
    {
        var key = RSA.Create();
        key.ImportFromPem(pemOrPath.Contains("-----BEGIN", StringComparison.Ordinal) ? pemOrPath.Replace("\\n", "\n", StringComparison.Ordinal) : File.ReadAllText(pemOrPath));
        return key;
    }

    /// <summary>What is wrong with a setting, without showing it.</summary>
    public static IEnumerable<string> Problem(string? pemOrPath, string setting)
    {
        if (pemOrPath is null) return [];
        try
        {
            using var key = Read(pemOrPath);
            return [];
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException or IOException or UnauthorizedAccessException)
        {
            return [$"{setting} is no RSA key as PEM text, nor the path of a file that holds one."];
        }
    }

    public string Token()
    {
        var now = clock.GetUtcNow();
        var head = Encode(JsonSerializer.SerializeToUtf8Bytes(new { alg = "RS256", typ = "JWT" }));
        var body = Encode(JsonSerializer.SerializeToUtf8Bytes(new { iat = (now - Skew).ToUnixTimeSeconds(), exp = (now + Lifetime).ToUnixTimeSeconds(), iss = appId }));
        var signed = $"{head}.{body}";
        return $"{signed}.{Encode(key.SignData(System.Text.Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
