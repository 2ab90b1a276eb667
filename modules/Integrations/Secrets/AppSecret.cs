using System.Security.Cryptography;
using System.Text;
using GraphQLPlugins.Kernel.Secrets;

namespace GraphQLPlugins.Integrations.Secrets;

/// <summary>What an app proves itself with, and what requests to it are signed with. Encrypted, since signing needs the text.</summary>
public sealed class AppSecret
{
    private AppSecret()
    {
    }

    internal AppSecret(Guid appId, int version, string secret, SecretBox box, DateTimeOffset now)
    {
        AppId = appId;
        Version = version;
        Sealed = box.Seal(secret, Purpose(appId));
        CreatedAt = now;
    }

    internal Guid AppId { get; private set; }

    /// <summary>1 for the secret that the app was made with.</summary>
    internal int Version { get; private set; }

    internal byte[] Sealed { get; private set; } = [];

    internal DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it is no longer accepted; null for the newest.</summary>
    internal DateTimeOffset? ExpiresAt { get; private set; }

    internal bool IsAcceptedAt(DateTimeOffset now) => ExpiresAt is null || ExpiresAt > now;

    internal string Open(SecretBox box) => box.Open(Sealed, Purpose(AppId));

    /// <summary>Compares in a time that tells nothing.</summary>
    internal bool Equals(string secret, SecretBox box) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(secret)), SHA256.HashData(Encoding.UTF8.GetBytes(Open(box))));

    /// <summary>Accepted until then, and no longer than it would have been.</summary>
    internal void ExpireAt(DateTimeOffset at)
    {
        if (ExpiresAt is null || ExpiresAt > at) ExpiresAt = at;
    }

    private static string[] Purpose(Guid appId) => ["integrations", "apps", appId.ToString("N")];
}
