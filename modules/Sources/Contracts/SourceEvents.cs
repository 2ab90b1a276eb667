using GraphQLPlugins.Kernel.Outbox;
using MediatR;

namespace GraphQLPlugins.Sources.Contracts;

/// <summary>A followed repository came, changed its status, got new files or could not, or went. Published once the change is there for everyone to see.</summary>
/// <param name="OrganizationId">Whose repository it is.</param>
/// <param name="RepositoryId">The record; gone by now when it was removed.</param>
/// <param name="Provider">The source's name.</param>
/// <param name="RepoId">The repository's id at the source.</param>
/// <param name="Status">How it is now, or was last.</param>
/// <param name="Removed">Whether the record is gone.</param>
/// <param name="LastErrorCode">What went wrong, as a word for programs; null when nothing did.</param>
/// <param name="LastErrorMessage">What went wrong, in a sentence.</param>
/// <param name="At">When it happened.</param>
public sealed record RepositoryStatusChanged(
    [property: GraphQLIgnore] Guid OrganizationId, [property: ID("SourceRepository")] Guid RepositoryId, string Provider, string RepoId, RepositoryStatus Status, bool Removed,
    string? LastErrorCode, string? LastErrorMessage, DateTimeOffset At) : INotification;

/// <summary>A source told of something by its hook, and it is known for which repositories. Published once that is there for everyone to see.</summary>
/// <param name="OrganizationId">Who was told.</param>
/// <param name="EventId">What was told; see <c>hookEvents</c>.</param>
/// <param name="Provider">The source's name.</param>
/// <param name="RepoId">The repository's id at the source; null when it named none.</param>
/// <param name="MatchedCount">How many followed repositories it was for.</param>
public sealed record HookEventMatched(Guid OrganizationId, Guid EventId, string Provider, string? RepoId, int MatchedCount) : INotification;

/// <summary>What of this module is told outside of it, and to subscribers on every host.</summary>
internal static class SourceEventTypes
{
    public static readonly EventMap<RepositoryStatusChanged> Status = new()
    {
        Types = [new EventType("repository.status_changed", "repository", "sources:read", "A followed repository came, changed its status, got new files or could not, or went.")],
        Type = _ => "repository.status_changed",
        Organization = change => change.OrganizationId,
        Resource = change => $"{change.Provider}:{change.RepoId}",
        Topic = change => StatusTopic(change.OrganizationId),
    };

    public static readonly EventMap<HookEventMatched> Hook = new()
    {
        Types = [new EventType("repository.pushed", "repository", "sources:read", "A source told of a change of a repository that somebody follows.")],
        Type = told => told.MatchedCount > 0 ? "repository.pushed" : null,
        Organization = told => told.OrganizationId,
        Resource = told => $"{told.Provider}:{told.RepoId}",
        Topic = told => HookTopic(told.OrganizationId),
    };

    public static string StatusTopic(Guid organizationId) => $"sources.status.{organizationId:N}";

    public static string HookTopic(Guid organizationId) => $"sources.hooks.{organizationId:N}";
}
