using GraphQLPlugins.Kernel.Secrets;

namespace GraphQLPlugins.Sources.Connections;

/// <summary>Somebody's account at a source. There is one for each owner and source.</summary>
public sealed class SourceConnection
{
    private SourceConnection()
    {
    }

    internal SourceConnection(SourceOwner owner, string provider, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        OrganizationId = owner.OrganizationId;
        Owner = owner.Key;
        Provider = provider;
        CreatedAt = now;
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

    /// <summary>Takes over what the source granted; a source that gives no new refresh token leaves the old one good.</summary>
    internal void Take(OAuthTokens tokens, string? account, SecretBox secrets, DateTimeOffset now)
    {
        SealedAccessToken = secrets.Seal(tokens.AccessToken, Purpose());
        if (tokens.RefreshToken is { } refresh) SealedRefreshToken = secrets.Seal(refresh, Purpose());
        else if (account is not null) SealedRefreshToken = null;
        if (tokens.Scopes.Count > 0) Scopes = [.. tokens.Scopes];
        Account = account ?? Account;
        ExpiresAt = tokens.ExpiresAt;
        Status = SourceConnectionStatus.Connected;
        UpdatedAt = now;
        Revision++;
    }

    /// <summary>The source no longer takes the tokens.</summary>
    internal void Expire(DateTimeOffset now)
    {
        Status = SourceConnectionStatus.Expired;
        UpdatedAt = now;
        Revision++;
    }

    internal string AccessToken(SecretBox secrets) => secrets.Open(SealedAccessToken, Purpose());

    internal string? RefreshToken(SecretBox secrets) => SealedRefreshToken is { } bytes ? secrets.Open(bytes, Purpose()) : null;

    /// <summary>Whether the access token is over, or nearly so.</summary>
    internal bool NeedsRefresh(DateTimeOffset now) => ExpiresAt <= now + TimeSpan.FromMinutes(1);

    private string[] Purpose() => ["sources", "connection", Id.ToString("N")];
}
