using System.Security.Cryptography;
using System.Text;
using GraphQLPlugins.Kernel.Secrets;

namespace GraphQLPlugins.Kernel.Hooks;

/// <summary>An address of this server whose last segment only its sender knows, and what that sender signs with. Modules derive their own, which say what is told there.</summary>
public abstract class InboundHook
{
    /// <summary>For rows that are read.</summary>
    protected InboundHook()
    {
    }

    /// <summary>One with a new address and a new secret.</summary>
    protected InboundHook(Guid organizationId, SecretBox secrets, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        OrganizationId = organizationId;
        var token = SecretBox.Generate();
        TokenHash = Hash(token);
        SealedToken = secrets.Seal(token, Purpose("token"));
        SealedSecret = secrets.Seal(SecretBox.Generate(), Purpose("secret"));
        CreatedAt = now;
    }

    /// <summary>Its key.</summary>
    public Guid Id { get; private set; }

    /// <summary>Whose it is.</summary>
    public Guid OrganizationId { get; private set; }

    /// <summary>SHA-256 of the address's last segment, by which it is found.</summary>
    public byte[] TokenHash { get; private set; } = [];

    /// <summary>The address's last segment, sealed, to show the address again.</summary>
    public byte[] SealedToken { get; private set; } = [];

    /// <summary>What deliveries are signed with, sealed.</summary>
    public byte[] SealedSecret { get; private set; } = [];

    /// <summary>The secret before the last rotation, sealed, good until <see cref="PreviousUntil"/>.</summary>
    public byte[]? SealedPreviousSecret { get; private set; }

    /// <summary>Until when the secret before the last rotation is good.</summary>
    public DateTimeOffset? PreviousUntil { get; private set; }

    /// <summary>When the address was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When the secret was last replaced.</summary>
    public DateTimeOffset? RotatedAt { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Revision { get; protected set; }

    /// <summary>What <see cref="TokenHash"/> is of a segment.</summary>
    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>What deliveries are signed with.</summary>
    public string Secret(SecretBox secrets) => secrets.Open(SealedSecret, Purpose("secret"));

    /// <summary>The secret before the last rotation while it is good; null afterwards.</summary>
    public string? PreviousSecret(SecretBox secrets, DateTimeOffset now) =>
        SealedPreviousSecret is { } bytes && now < PreviousUntil ? secrets.Open(bytes, Purpose("secret")) : null;

    /// <summary>Another secret counts from now on; the old one is good for a while.</summary>
    /// <param name="secrets">Seals it.</param>
    /// <param name="overlap">How long the old one is good.</param>
    /// <param name="now">Now.</param>
    /// <param name="secret">The new one; null makes one.</param>
    public void Rotate(SecretBox secrets, TimeSpan overlap, DateTimeOffset now, string? secret = null)
    {
        SealedPreviousSecret = SealedSecret;
        PreviousUntil = now + overlap;
        SealedSecret = secrets.Seal(secret ?? SecretBox.Generate(), Purpose("secret"));
        RotatedAt = now;
        Revision++;
    }

    /// <summary>The address's last segment.</summary>
    protected string Token(SecretBox secrets) => secrets.Open(SealedToken, Purpose("token"));

    /// <summary>What a secret of this kind is sealed for.</summary>
    protected abstract string[] Purpose(string kind);
}
