using System.Security.Cryptography;
using System.Text;

namespace GraphQLPlugins.Sources.Tests;

/// <summary>Signs as vendors do.</summary>
internal static class HookSigning
{
    public static string Hex(string body, string secret) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));
}
