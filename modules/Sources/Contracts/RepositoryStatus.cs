namespace GraphQLPlugins.Sources.Contracts;

/// <summary>What is going on with a repository that somebody follows.</summary>
public enum RepositoryStatus
{
    /// <summary>It is being activated; it ends as active, or as if nothing had happened.</summary>
    Activating,

    /// <summary>It is followed: hooks and polls lead to syncs.</summary>
    Active,

    /// <summary>It is kept, but not synced, since its source refuses it, or is not there.</summary>
    Disabled,

    /// <summary>Its owner disconnected the source; it is kept for the next activation.</summary>
    Hidden,

    /// <summary>It is about to be removed.</summary>
    PendingDeletion,

    /// <summary>Its services, its hook and its files are being removed.</summary>
    DeletionInProgress,
}
