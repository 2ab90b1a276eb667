using System.Text;
using GraphQLPlugins.Kernel.Secrets;

namespace GraphQLPlugins.Integrations.Webhooks;

/// <summary>What deliveries of one webhook are signed with. Encrypted, since signing needs the text. Standard Webhooks 1.0: 24 to 64 bytes, as base64 after <c>whsec_</c>.</summary>
public sealed class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int Bytes = 32;

    private WebhookSecret()
    {
    }

    internal WebhookSecret(Guid subscriptionId, int version, string secret, SecretBox box, DateTimeOffset now)
    {
        SubscriptionId = subscriptionId;
        Version = version;
        Sealed = box.Seal(secret, Purpose(subscriptionId));
        CreatedAt = now;
    }

    [GraphQLIgnore]
    public Guid SubscriptionId { get; private set; }

    /// <summary>Ascends; the newest is the one to check with.</summary>
    public int Version { get; private set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Until when deliveries are signed with it too; null for the newest.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    internal byte[] Sealed { get; private set; } = [];

    internal static string Generate() => Prefix + Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>The bytes to sign with: what follows the prefix, or a text of another kind as it is.</summary>
    internal static byte[] KeyOf(string secret) =>
        secret.StartsWith(Prefix, StringComparison.Ordinal) ? Convert.FromBase64String(secret[Prefix.Length..]) : Encoding.UTF8.GetBytes(secret);

    internal bool SignsAt(DateTimeOffset now) => ExpiresAt is null || ExpiresAt > now;

    internal string Open(SecretBox box) => box.Open(Sealed, Purpose(SubscriptionId));

    internal void ExpireAt(DateTimeOffset at)
    {
        if (ExpiresAt is null || ExpiresAt > at) ExpiresAt = at;
    }

    private static string[] Purpose(Guid subscriptionId) => ["integrations", "webhooks", subscriptionId.ToString("N")];
}
