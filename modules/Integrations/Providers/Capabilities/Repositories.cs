namespace GraphQLPlugins.Integrations.Providers.Capabilities;

/// <summary>A vendor that has repositories and their commits.</summary>
internal interface ICommitSource
{
    /// <summary>The repositories that were opened to this server, in the vendor's order, asked for page by page as they are read.</summary>
    IAsyncEnumerable<IntegrationRepository> RepositoriesAsync(IntegrationAccess access, CancellationToken ct);

    /// <summary>The commits that one reference has and another has not, newest first.</summary>
    /// <param name="access">What the vendor is asked with.</param>
    /// <param name="repository">The vendor's id of the repository.</param>
    /// <param name="from">Where they begin, itself left out; null takes the newest ones.</param>
    /// <param name="to">Where they end: a branch, a tag or a commit.</param>
    /// <param name="max">At most so many.</param>
    /// <param name="ct">Stops.</param>
    Task<IReadOnlyList<IntegrationCommit>> CommitsAsync(IntegrationAccess access, string repository, string? from, string to, int max, CancellationToken ct);
}

/// <summary>A repository at a vendor.</summary>
/// <param name="RepoId">The vendor's id, which other fields take.</param>
/// <param name="Name">For people.</param>
/// <param name="Url">Its page; null when the vendor does not say.</param>
/// <param name="DefaultBranch">Null for an empty one.</param>
/// <param name="IsPrivate">Whether only some may see it; null when the vendor does not say.</param>
public sealed record IntegrationRepository(string RepoId, string Name, string? Url, string? DefaultBranch, bool? IsPrivate);

/// <summary>A commit at a vendor.</summary>
/// <param name="Sha">Its hash.</param>
/// <param name="Message">What its author says.</param>
/// <param name="AuthorName">Who wrote it.</param>
/// <param name="AuthorEmail">Their address.</param>
/// <param name="At">When.</param>
/// <param name="Url">Its page.</param>
public sealed record IntegrationCommit(string Sha, string Message, string? AuthorName, string? AuthorEmail, DateTimeOffset? At, string? Url);
