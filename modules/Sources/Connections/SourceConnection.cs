namespace GraphQLPlugins.Sources.Connections;

/// <summary>Somebody's account at a source. There is one for each owner and source.</summary>
public sealed class SourceConnection
{
    private SourceConnection()
    {
    }

    [ID]
    public Guid Id { get; private set; }

    /// <summary>The source's name.</summary>
    public string Provider { get; private set; } = null!;

    /// <summary>Whose connection it is: the principal's id, or the name of somebody whom only the external identity provider knows.</summary>
    public string Owner { get; private set; } = null!;

    /// <summary>The account's name at the source; null when the source does not say.</summary>
    public string? Account { get; private set; }

    public SourceConnectionStatus Status { get; private set; }

    /// <summary>What the source granted.</summary>
    public List<string> Scopes { get; private set; } = [];

    /// <summary>When the access token ends; null when it never does or the source does not say.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    internal Guid OrganizationId { get; private set; }

    internal byte[] SealedAccessToken { get; private set; } = [];

    internal byte[]? SealedRefreshToken { get; private set; }

    internal int Revision { get; private set; }
}
