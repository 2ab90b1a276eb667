using System.Security.Cryptography;
using System.Text;
using GraphQLPlugins.Kernel.Secrets;

namespace GraphQLPlugins.Sources.Connections;

/// <summary>An authorization that somebody began at a source and that was not answered yet. Good for one answer.</summary>
internal sealed class PendingAuthorization
{
    private PendingAuthorization()
    {
    }

    public PendingAuthorization(string state, string verifier, SourceOwner owner, string provider, SecretBox secrets, DateTimeOffset expiresAt)
    {
        StateHash = Hash(state);
        OrganizationId = owner.OrganizationId;
        Owner = owner.Key;
        Provider = provider;
        SealedVerifier = secrets.Seal(verifier, Purpose());
        ExpiresAt = expiresAt;
    }

    /// <summary>SHA-256 of the state that the source gives back.</summary>
    public byte[] StateHash { get; private set; } = [];

    public Guid OrganizationId { get; private set; }

    public string Owner { get; private set; } = null!;

    public string Provider { get; private set; } = null!;

    /// <summary>The PKCE verifier (RFC 7636), sealed.</summary>
    public byte[] SealedVerifier { get; private set; } = [];

    public DateTimeOffset ExpiresAt { get; private set; }

    public string Verifier(SecretBox secrets) => secrets.Open(SealedVerifier, Purpose());

    public static byte[] Hash(string state) => SHA256.HashData(Encoding.UTF8.GetBytes(state));

    private string[] Purpose() => ["sources", "verifier", Convert.ToHexStringLower(StateHash)];
}
