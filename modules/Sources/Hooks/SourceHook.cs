using System.Security.Cryptography;
using System.Text;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Repositories;

namespace GraphQLPlugins.Sources.Hooks;

/// <summary>An address at which a source tells of changes: of one repository, for all its owners in an organization; of a one-off source, for all its repositories.</summary>
public sealed class SourceHook
{
    internal const int MaxRemoteIdLength = 200;

    private SourceHook()
    {
    }

    internal SourceHook(Guid organizationId, string provider, string repoId, SecretBox secrets, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        OrganizationId = organizationId;
        Provider = provider;
        RepoId = repoId;
        var token = SecretBox.Generate();
        TokenHash = Hash(token);
        SealedToken = secrets.Seal(token, Purpose("token"));
        SealedSecret = secrets.Seal(SecretBox.Generate(), Purpose("secret"));
        CreatedAt = now;
    }

    public Guid Id { get; private set; }

    public string Provider { get; private set; } = null!;

    /// <summary>The repository; empty for all of the source's.</summary>
    public string RepoId { get; private set; } = "";

    internal Guid OrganizationId { get; private set; }

    /// <summary>SHA-256 of the address's last segment, by which it is found.</summary>
    internal byte[] TokenHash { get; private set; } = [];

    /// <summary>The address's last segment, sealed, to register the address again.</summary>
    internal byte[] SealedToken { get; private set; } = [];

    /// <summary>What the source signs with, sealed.</summary>
    internal byte[] SealedSecret { get; private set; } = [];

    /// <summary>The secret before the last rotation, sealed, good until <see cref="PreviousUntil"/>.</summary>
    internal byte[]? SealedPreviousSecret { get; private set; }

    internal DateTimeOffset? PreviousUntil { get; private set; }

    /// <summary>The source's id of the hook; null for hooks that an operator sets up.</summary>
    internal string? RemoteId { get; private set; }

    internal DateTimeOffset CreatedAt { get; private set; }

    internal DateTimeOffset? RotatedAt { get; private set; }

    internal int Revision { get; private set; }

    /// <summary>Held by whoever makes or removes the hook of a repository.</summary>
    internal static string LockOf(SourceRepository repository) => $"sources:hook:{repository.OrganizationId:N}:{repository.Provider}:{repository.RepoId}";

    internal static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>What the source is told.</summary>
    internal HookTarget Target(Uri? publicUrl, SecretBox secrets) => new(Url(publicUrl, secrets), Secret(secrets), RemoteId);

    /// <summary>The whole address; only its path while the settings do not say where this server is reached.</summary>
    internal string Url(Uri? publicUrl, SecretBox secrets) => $"{publicUrl?.AbsoluteUri.TrimEnd('/')}/hooks/sources/{Provider}/{secrets.Open(SealedToken, Purpose("token"))}";

    internal string Secret(SecretBox secrets) => secrets.Open(SealedSecret, Purpose("secret"));

    /// <summary>The secret before the last rotation while it is good; null afterwards.</summary>
    internal string? PreviousSecret(SecretBox secrets, DateTimeOffset now) =>
        SealedPreviousSecret is { } bytes && now < PreviousUntil ? secrets.Open(bytes, Purpose("secret")) : null;

    internal void Registered(string? remoteId)
    {
        RemoteId = remoteId;
        Revision++;
    }

    /// <summary>Signs with a new secret from now on; the old one is good for a while.</summary>
    internal void Rotate(SecretBox secrets, TimeSpan overlap, DateTimeOffset now)
    {
        SealedPreviousSecret = SealedSecret;
        PreviousUntil = now + overlap;
        SealedSecret = secrets.Seal(SecretBox.Generate(), Purpose("secret"));
        RotatedAt = now;
        Revision++;
    }

    private string[] Purpose(string kind) => ["sources", "hook", kind, Id.ToString("N")];
}
