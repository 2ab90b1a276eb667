namespace GraphQLPlugins.Sources.Hooks;

/// <summary>An address at which a source tells of changes: of one repository, for all its owners in an organization; of a one-off source, for all its repositories.</summary>
public sealed class SourceHook
{
    private SourceHook()
    {
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

    /// <summary>What the source signs with, sealed; null for sources that do not sign.</summary>
    internal byte[]? SealedSecret { get; private set; }

    /// <summary>The secret before the last rotation, sealed, good until <see cref="PreviousUntil"/>.</summary>
    internal byte[]? SealedPreviousSecret { get; private set; }

    internal DateTimeOffset? PreviousUntil { get; private set; }

    /// <summary>The source's id of the hook; null for hooks that an operator sets up.</summary>
    internal string? RemoteId { get; private set; }

    internal DateTimeOffset CreatedAt { get; private set; }

    internal DateTimeOffset? RotatedAt { get; private set; }

    internal int Revision { get; private set; }
}
