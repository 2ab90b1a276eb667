namespace GraphQLPlugins.Sources.Connections;

/// <summary>An authorization that somebody began at a source and that was not answered yet. Good for one answer.</summary>
internal sealed class PendingAuthorization
{
    private PendingAuthorization()
    {
    }

    /// <summary>SHA-256 of the state that the source gives back.</summary>
    public byte[] StateHash { get; private set; } = [];

    public Guid OrganizationId { get; private set; }

    public string Owner { get; private set; } = null!;

    public string Provider { get; private set; } = null!;

    /// <summary>The PKCE verifier (RFC 7636), sealed.</summary>
    public byte[] SealedVerifier { get; private set; } = [];

    public DateTimeOffset ExpiresAt { get; private set; }
}
