using GraphQLPlugins.Kernel.Hooks;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Repositories;

namespace GraphQLPlugins.Sources.Hooks;

/// <summary>An address at which a source tells of changes: of one repository, for all its owners in an organization; of a one-off source, for all its repositories.</summary>
public sealed class SourceHook : InboundHook
{
    internal const int MaxRemoteIdLength = 200;

    private SourceHook()
    {
    }

    internal SourceHook(Guid organizationId, string provider, string repoId, SecretBox secrets, DateTimeOffset now) : base(organizationId, secrets, now)
    {
        Provider = provider;
        RepoId = repoId;
    }

    public string Provider { get; private set; } = null!;

    /// <summary>The repository; empty for all of the source's.</summary>
    public string RepoId { get; private set; } = "";

    /// <summary>The source's id of the hook; null for hooks that an operator sets up.</summary>
    internal string? RemoteId { get; private set; }

    /// <summary>Held by whoever makes or removes the hook of a repository.</summary>
    internal static string LockOf(SourceRepository repository) => $"sources:hook:{repository.OrganizationId:N}:{repository.Provider}:{repository.RepoId}";

    /// <summary>What the source is told.</summary>
    internal HookTarget Target(Uri? publicUrl, SecretBox secrets) => new(Url(publicUrl, secrets), Secret(secrets), RemoteId);

    /// <summary>The whole address; only its path while the settings do not say where this server is reached.</summary>
    internal string Url(Uri? publicUrl, SecretBox secrets) => $"{publicUrl?.AbsoluteUri.TrimEnd('/')}/hooks/sources/{Provider}/{Token(secrets)}";

    internal void Registered(string? remoteId)
    {
        RemoteId = remoteId;
        Revision++;
    }

    protected override string[] Purpose(string kind) => ["sources", "hook", kind, Id.ToString("N")];
}
