using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Repositories;

namespace GraphQLPlugins.Sources.Sync;

/// <summary>A repository's copy on this server, as far as syncs need it. Failures are refusals that tell whether they may pass.</summary>
internal interface ISyncSource
{
    /// <summary>Brings the copy up to date.</summary>
    Task FetchAsync(SourceRepository repository, CancellationToken ct);

    /// <summary>The heads of the copy.</summary>
    Task<SyncRefs> RefsAsync(SourceRepository repository, CancellationToken ct);

    /// <summary>Whether the copy has a commit; one may be gone after somebody rewrote history.</summary>
    Task<bool> HasAsync(SourceRepository repository, string commit, CancellationToken ct);

    /// <summary>All files of a commit by path; links are told, and never followed.</summary>
    IAsyncEnumerable<SyncFile> FilesAsync(SourceRepository repository, string commit, CancellationToken ct);

    /// <summary>The files that differ between two commits, by path.</summary>
    IAsyncEnumerable<SyncChange> ChangesAsync(SourceRepository repository, string from, string to, CancellationToken ct);

    /// <summary>What a file holds; null when it is no plain file, or larger than that.</summary>
    Task<ReadOnlyMemory<byte>?> ReadAsync(SourceRepository repository, string commit, string path, int maxBytes, CancellationToken ct);
}

/// <summary>The heads of a copy: commits by name.</summary>
internal sealed record SyncRefs(IReadOnlyDictionary<string, string> Branches, IReadOnlyDictionary<string, string> Tags);

/// <summary>A file of a commit.</summary>
internal sealed record SyncFile(string Path, long Bytes, bool IsPlain);

/// <summary>A file that differs between two commits.</summary>
/// <param name="Path">Where it is, or was.</param>
/// <param name="Change">What happened to it.</param>
/// <param name="Bytes">Its size at the later commit.</param>
internal sealed record SyncChange(string Path, FileChange Change, long Bytes);
