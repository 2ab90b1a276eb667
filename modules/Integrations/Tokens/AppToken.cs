using GraphQLPlugins.Kernel.Identity.Tokens;
using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Integrations.Tokens;

/// <summary>What an app calls the API with, as itself, in the organization of one installation. The store has only its SHA-256.</summary>
public sealed class AppToken
{
    /// <summary>What every secret starts with, so that leaked ones can be found by scanners.</summary>
    public const string Prefix = "gqa_";

    internal const string RefreshPrefix = "gqr_";
    internal const int MaxNameLength = 100;
    private const int HintLength = 4;

    private AppToken()
    {
    }

    internal AppToken(Guid installationId, string? name, string secret, string? refreshSecret, DateTimeOffset now, DateTimeOffset? expiresAt)
    {
        Id = OrderedId.Next(now);
        InstallationId = installationId;
        Name = name;
        Hint = secret[..(Prefix.Length + HintLength)];
        Hash = AccessToken.HashOf(secret);
        RefreshHash = refreshSecret is null ? null : AccessToken.HashOf(refreshSecret);
        CreatedAt = now;
        ExpiresAt = expiresAt;
    }

    /// <summary>The global id.</summary>
    [ID]
    public Guid Id { get; private set; }

    [GraphQLIgnore]
    public Guid InstallationId { get; private set; }

    /// <summary>What its owner calls it; null for the tokens that apps exchange.</summary>
    public string? Name { get; private set; }

    /// <summary>How the secret starts, to tell tokens apart.</summary>
    public string Hint { get; private set; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>From when on it is refused; null never.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    internal string Hash { get; private set; } = "";

    internal string? RefreshHash { get; private set; }

    internal static string NewSecret(string prefix) => prefix + Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
}
