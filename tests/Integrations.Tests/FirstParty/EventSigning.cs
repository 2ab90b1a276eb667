using System.Security.Cryptography;
using System.Text;

namespace GraphQLPlugins.Integrations.Tests.FirstParty;

/// <summary>Signs as vendors do.</summary>
internal static class EventSigning
{
    public static string Sha256(string body, string secret) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));

    public static string Sha1(string body, string secret) => Convert.ToHexStringLower(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));

    public static string Basic(string secret) => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"plugins:{secret}"))}";
}
