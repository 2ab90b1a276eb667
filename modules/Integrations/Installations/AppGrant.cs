namespace GraphQLPlugins.Integrations.Installations;

/// <summary>A code that an app exchanges for its first token of an installation, once and soon. The store has only its SHA-256.</summary>
public sealed class AppGrant
{
    private AppGrant()
    {
    }

    internal AppGrant(Guid installationId, string codeHash, DateTimeOffset expiresAt)
    {
        InstallationId = installationId;
        CodeHash = codeHash;
        ExpiresAt = expiresAt;
    }

    internal Guid InstallationId { get; private set; }

    internal string CodeHash { get; private set; } = null!;

    internal DateTimeOffset ExpiresAt { get; private set; }
}
