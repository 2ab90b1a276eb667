namespace GraphQLPlugins.Sources.Contracts;

/// <summary>A repository whose files a service gets.</summary>
/// <param name="OrganizationId">Whose record it is.</param>
/// <param name="RepositoryId">The record; owners of the same repository have one each.</param>
/// <param name="Provider">The source's name.</param>
/// <param name="RepoId">The repository's id at the source.</param>
/// <param name="Name">The name that the source shows.</param>
public sealed record ServedRepository(Guid OrganizationId, Guid RepositoryId, string Provider, string RepoId, string Name);

/// <summary>What the files of a delivery are.</summary>
public enum DeliveryKind
{
    /// <summary>All files of the branch that count; what the service had of it before counts no longer.</summary>
    Initial,

    /// <summary>Those that differ from the commit that the delivery starts at.</summary>
    Changes,

    /// <summary>The branch is gone, and with it all of its files; there are none in the delivery.</summary>
    BranchRemoved,
}

/// <summary>Files of one branch for one service.</summary>
/// <param name="Repository">Whose files.</param>
/// <param name="Kind">What they are.</param>
/// <param name="Branch">The branch.</param>
/// <param name="FromCommit">The commit that they differ from: what the service had of the branch, or for a branch that is new to it the head of the one it was compared with; null when all files come.</param>
/// <param name="ToCommit">The branch's head; null for a branch that is gone.</param>
/// <param name="Files">The files in the order of their paths, read as they are asked for. To be read once.</param>
public sealed record RepositoryDelivery(ServedRepository Repository, DeliveryKind Kind, string Branch, string? FromCommit, string? ToCommit, IAsyncEnumerable<DeliveredFile> Files);

/// <summary>What happened to a file.</summary>
public enum FileChange
{
    /// <summary>It was not there before.</summary>
    Added,

    /// <summary>It differs from before.</summary>
    Modified,

    /// <summary>It is gone.</summary>
    Removed,
}

/// <summary>A file of a delivery.</summary>
/// <param name="Path">Relative to the repository, with slashes between.</param>
/// <param name="Change">What happened to it; with all files of a branch each was added.</param>
/// <param name="Bytes">Its size; 0 for one that is gone.</param>
/// <param name="Content">What it holds; null for one that is gone, is larger than the settings allow, or is a link, which is never followed.</param>
public sealed record DeliveredFile(string Path, FileChange Change, long Bytes, ReadOnlyMemory<byte>? Content);
