using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GraphQLPlugins.Catalog.Runtime;

/// <summary>Signs calls of remote plugins as Standard Webhooks 1.0 does: HMAC-SHA256 over <c>id.timestamp.body</c>.</summary>
internal static class RemoteSignature
{
    private const string KeyPrefix = "whsec_";

    /// <summary>A key is <c>whsec_</c> and base64, or any other text as it is.</summary>
    public static byte[] KeyOf(string key)
    {
        if (!key.StartsWith(KeyPrefix, StringComparison.Ordinal)) return Encoding.UTF8.GetBytes(key);
        var bytes = new byte[key.Length];
        return Convert.TryFromBase64String(key[KeyPrefix.Length..], bytes, out var length) ? bytes[..length] : Encoding.UTF8.GetBytes(key);
    }

    public static void Sign(HttpRequestMessage request, ReadOnlySpan<byte> body, byte[] key, DateTimeOffset now)
    {
        var id = $"msg_{Guid.CreateVersion7(now):N}";
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hmac.AppendData(body);
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", $"v1,{Convert.ToBase64String(hmac.GetHashAndReset())}");
    }
}
