namespace GraphQLPlugins.Plugins.Sdk;

/// <summary>Takes some files of a repository. When it throws, all that the service lacks comes again later; taking a file twice must do no harm.</summary>
public delegate Task TakeRepositoryFiles(RepositoryBatch batch, CancellationToken cancellationToken);

/// <summary>Lets go of a repository whose files come no longer. May be called more than once.</summary>
public delegate Task ReleaseRepository(ServedRepository repository, CancellationToken cancellationToken);

/// <summary>A consumer of repositories' files.</summary>
public sealed record RepositoryService
{
    /// <summary>For people; 1 to 200 characters.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The names of the sources that it works with, such as <c>github</c>; null is every source.</summary>
    public IReadOnlyList<string>? WorksWithSources { get; init; }

    /// <summary>Takes the files, a batch at a time.</summary>
    public required TakeRepositoryFiles Take { get; init; }

    /// <summary>Hears that a repository's files come no longer; null when it keeps nothing.</summary>
    public ReleaseRepository? Release { get; init; }
}

/// <summary>A repository whose files a service gets.</summary>
/// <param name="RepositoryId">The server's id of it; people who follow the same repository have one each.</param>
/// <param name="Provider">The source's name, such as <c>github</c>.</param>
/// <param name="RepoId">Its id at the source.</param>
/// <param name="Name">The name that the source shows.</param>
public sealed record ServedRepository(Guid RepositoryId, string Provider, string RepoId, string Name);

/// <summary>What the files of a batch are.</summary>
public enum RepositoryBatchKind
{
    /// <summary>All files of the branch that count; what the service had of it before counts no longer.</summary>
    Initial,

    /// <summary>Those that differ from the commit that the batch names.</summary>
    Changes,

    /// <summary>The branch is gone, and with it all of its files; there are none in the batch.</summary>
    BranchRemoved,
}

/// <summary>Some files of one branch. At most 100 at a time, and no more bytes than a request to a plugin may have.</summary>
/// <param name="Repository">Whose files.</param>
/// <param name="Kind">What they are.</param>
/// <param name="Branch">The branch.</param>
/// <param name="FromCommit">The commit that they differ from; null when all files come.</param>
/// <param name="ToCommit">The branch's head; null for a branch that is gone.</param>
/// <param name="Number">Which batch of this branch it is, from 1; with the first one everything begins anew.</param>
/// <param name="IsLast">Whether no more of this branch follow.</param>
/// <param name="Files">The files in the order of their paths.</param>
public sealed record RepositoryBatch(
    ServedRepository Repository, RepositoryBatchKind Kind, string Branch, string? FromCommit, string? ToCommit, int Number, bool IsLast, IReadOnlyList<RepositoryFile> Files);

/// <summary>What happened to a file.</summary>
public enum RepositoryFileChange
{
    /// <summary>It was not there before.</summary>
    Added,

    /// <summary>It differs from before.</summary>
    Modified,

    /// <summary>It is gone.</summary>
    Removed,
}

/// <summary>A file of a batch.</summary>
/// <param name="Path">Relative to the repository, with slashes between.</param>
/// <param name="Change">What happened to it.</param>
/// <param name="Bytes">Its size; 0 for one that is gone.</param>
/// <param name="Content">What it holds; null for one that is gone, is too large to be sent, or is a link.</param>
public sealed record RepositoryFile(string Path, RepositoryFileChange Change, long Bytes, ReadOnlyMemory<byte>? Content);
