using MediatR;

namespace GraphQLPlugins.Sources.Contracts;

/// <summary>A followed repository came, changed its status, or went. Published once the change is there for everyone to see.</summary>
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
