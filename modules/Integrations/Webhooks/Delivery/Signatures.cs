using System.Security.Cryptography;
using System.Text;

namespace GraphQLPlugins.Integrations.Webhooks.Delivery;

/// <summary>What receivers know this server by.</summary>
internal static class Signatures
{
    /// <summary>Standard Webhooks 1.0: HMAC-SHA256 over id, time and body, one for each key, with spaces between.</summary>
    public static string Standard(IReadOnlyList<byte[]> keys, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        var start = Encoding.UTF8.GetBytes($"{id}.{timestamp}.");
        var content = new byte[start.Length + body.Length];
        start.CopyTo(content, 0);
        body.CopyTo(content.AsSpan(start.Length));
        return string.Join(' ', keys.Select(key => "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, content))));
    }

    /// <summary>The app platform's: HMAC-SHA256 over the body, in lower case hexadecimal.</summary>
    public static string Hook(string secret, ReadOnlySpan<byte> body) => Components.AppRequest.Signature(secret, body);
}
