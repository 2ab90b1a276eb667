using System.Security.Cryptography;
using System.Text;

namespace GraphQLPlugins.Kernel.Identity.Tokens;

/// <summary>A bearer token. Its secret is shown once, when it is made; the store has only its SHA-256.</summary>
public sealed class AccessToken
{
    /// <summary>What every secret starts with, so that leaked ones can be found by scanners.</summary>
    public const string Prefix = "gqp_";

    private const int HintLength = 4;

    private AccessToken() { }

    internal AccessToken(Principal principal, string name, string secret, IEnumerable<string> capabilities, DateTimeOffset createdAt, DateTimeOffset? expiresAt)
    {
        Id = Guid.CreateVersion7(createdAt);
        OrganizationId = principal.OrganizationId;
        PrincipalId = principal.Id;
        Name = name;
        Hint = secret[..(Prefix.Length + HintLength)];
        Hash = HashOf(secret);
        Capabilities = [.. capabilities.Distinct()];
        CreatedAt = createdAt;
        ExpiresAt = expiresAt;
    }

    /// <summary>The global id.</summary>
    [ID]
    public Guid Id { get; private set; }

    [GraphQLIgnore]
    public Guid OrganizationId { get; private set; }

    [GraphQLIgnore]
    public Guid PrincipalId { get; private set; }

    [GraphQLIgnore]
    public Principal? Principal { get; private set; }

    /// <summary>What its owner calls it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>How the secret starts, to tell tokens apart.</summary>
    public string Hint { get; private set; } = "";

    [GraphQLIgnore]
    public string Hash { get; private set; } = "";

    /// <summary>What it allows, such as <c>catalog:read</c> or <c>plugins:install:git*</c>.</summary>
    public string[] Capabilities { get; private set; } = [];

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>From when on it is refused; null never.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>When it was revoked; null while it is valid.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>When it was last presented, to the minute; null before that.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    /// <summary>Ends the token. Revoking a revoked one changes nothing.</summary>
    internal void Revoke(DateTimeOffset at) => RevokedAt ??= at;

    /// <summary>256 random bits as text that needs no quoting anywhere.</summary>
    internal static string NewSecret() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is stored of a secret.</summary>
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
