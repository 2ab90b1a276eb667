namespace GraphQLPlugins.Sources.Git;

/// <summary>A branch or a tag.</summary>
/// <param name="Name">Without <c>refs/heads/</c> or <c>refs/tags/</c>.</param>
/// <param name="CommitId">The commit that it leads to.</param>
/// <param name="At">When that commit was made, or the tag if it has a date of its own; null when git cannot tell.</param>
/// <param name="Subject">The first line of the commit's or the tag's message.</param>
public sealed record GitReference(string Name, string CommitId, DateTimeOffset? At, string Subject);

/// <summary>A commit.</summary>
/// <param name="Id">Its full id.</param>
/// <param name="ParentIds">Those it came after; none for a first one, several for a merge.</param>
/// <param name="AuthorName">Who wrote it, as the commit says; git checks nothing of it.</param>
/// <param name="AuthorEmail">Where to write to the author, as the commit says.</param>
/// <param name="AuthoredAt">When it was written.</param>
/// <param name="CommittedAt">When it was made part of the history.</param>
/// <param name="Message">Its message; the first 10,000 characters.</param>
public sealed record GitCommit(string Id, IReadOnlyList<string> ParentIds, string AuthorName, string AuthorEmail, DateTimeOffset? AuthoredAt, DateTimeOffset? CommittedAt, string Message);

/// <summary>What a path in a commit is.</summary>
public enum GitFileKind
{
    /// <summary>A file.</summary>
    File,

    /// <summary>A file that may be run.</summary>
    Executable,

    /// <summary>A link to a path, which nobody follows; its content is the path.</summary>
    Symlink,

    /// <summary>A commit of another repository, which is not here.</summary>
    Submodule,
}

/// <summary>A path in a commit.</summary>
/// <param name="Path">Relative to the repository, with slashes between. Bytes that are no UTF-8 are written as <c>\xNN</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="ObjectId">The content's id, the same wherever the content is.</param>
/// <param name="Size">Bytes of the content; null for another repository's commit.</param>
public sealed record GitFile(string Path, GitFileKind Kind, string ObjectId, long? Size);

/// <summary>How a path differs between two commits.</summary>
public enum GitChangeKind
{
    /// <summary>It is only in the later one.</summary>
    Added,

    /// <summary>Content or kind differ.</summary>
    Modified,

    /// <summary>It is only in the earlier one.</summary>
    Deleted,
}

/// <summary>A path that differs between two commits. A file that was moved is deleted at one path and added at another.</summary>
/// <param name="Path">As in <see cref="GitFile"/>.</param>
/// <param name="Kind">How it differs.</param>
/// <param name="FileKind">What it is, or was when it is deleted.</param>
/// <param name="ObjectId">The content's id in the later commit; null when it is deleted.</param>
public sealed record GitChange(string Path, GitChangeKind Kind, GitFileKind FileKind, string? ObjectId);
