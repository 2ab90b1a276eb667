namespace GraphQLPlugins.Sources.Repositories;

/// <summary>Why a repository's files are to be brought up to date.</summary>
public enum SyncReason
{
    /// <summary>It was activated.</summary>
    Initial,

    /// <summary>Its source told of a change.</summary>
    Hook,

    /// <summary>Its source was asked, and found to have a change.</summary>
    Poll,

    /// <summary>It failed before, or a service did.</summary>
    Retry,

    /// <summary>Somebody asked for it.</summary>
    Manual,
}

/// <summary>Hears that repositories changed at their source, inside the command that learnt of it: what is queued there is queued if and only if that is saved.</summary>
public interface ISyncTrigger
{
    /// <summary>Asks for the repositories to be brought up to date.</summary>
    /// <param name="repositories">Active ones, each with its organization.</param>
    /// <param name="reason">Why.</param>
    /// <param name="hookEventId">The event that told; null without one.</param>
    /// <param name="ct">Stops.</param>
    Task RequestAsync(IReadOnlyList<SourceRepository> repositories, SyncReason reason, Guid? hookEventId, CancellationToken ct);
}
