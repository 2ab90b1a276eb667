using System.Runtime.CompilerServices;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Git;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Sync;

namespace GraphQLPlugins.Sources.Services;

/// <summary>
/// Works out what a service lacks: of the first branch all files, of every other one what differs from the first, and of those that it has
/// what changed since. Contents are read one by one, when the service asks for them.
/// </summary>
internal sealed class BranchDeliveries(Mirrors mirrors, SyncOptions options)
{
    /// <summary>The branches that count, the main one first.</summary>
    public IReadOnlyList<string> Followed(SourceRepository repository, SyncRefs refs)
    {
        var globs = repository.Config.Branches.Select(Glob.Parse).ToList();
        return
        [
            .. refs.Branches.Keys.Where(branch => globs.Count == 0 || globs.Exists(glob => glob.Matches(branch)))
                .OrderBy(branch => branch != repository.DefaultBranch).ThenBy(branch => branch, StringComparer.Ordinal).Take(options.MaxBranches),
        ];
    }

    /// <summary>What the service lacks, branch by branch; nothing when it has everything.</summary>
    /// <param name="repository">Whose files.</param>
    /// <param name="refs">The copy's heads.</param>
    /// <param name="has">The commit that the service has of each branch.</param>
    /// <param name="service">The service's name.</param>
    /// <param name="count">Hears of each file that was asked for.</param>
    /// <param name="ct">Stops.</param>
    public async IAsyncEnumerable<RepositoryDelivery> MissingAsync(
        SourceRepository repository, SyncRefs refs, IReadOnlyDictionary<string, string> has, string service, Action count, [EnumeratorCancellation] CancellationToken ct)
    {
        var served = repository.Served;
        var selection = FileSelection.Of(repository.Config, service);
        var followed = Followed(repository, refs);
        foreach (var branch in followed)
        {
            var head = refs.Branches[branch];
            if (has.GetValueOrDefault(branch) == head) continue;
            var mirror = mirrors.Open(repository);
            var from = has.GetValueOrDefault(branch) ?? (branch == followed[0] ? null : refs.Branches[followed[0]]);
            // History may have been written anew.
            if (from is not null && !await mirror.HoldsAsync(from, ct)) from = null;
            yield return new RepositoryDelivery(served, from is null ? DeliveryKind.Initial : DeliveryKind.Changes, branch, from, head, FilesAsync(mirror, from, head, selection, count, ct));
        }
        foreach (var branch in has.Keys.Where(branch => !followed.Contains(branch)).Order(StringComparer.Ordinal))
            yield return new RepositoryDelivery(served, DeliveryKind.BranchRemoved, branch, has[branch], null, AsyncEnumerable.Empty<DeliveredFile>());
    }

    private async IAsyncEnumerable<DeliveredFile> FilesAsync(Mirror mirror, string? from, string to, FileSelection selection, Action count, [EnumeratorCancellation] CancellationToken ct)
    {
        // The names first: git waits for nobody who takes its time with what they hold.
        var changes = new List<GitChange>();
        await foreach (var change in mirror.DiffAsync(from, to, ct))
        {
            if (change.FileKind is GitFileKind.Submodule || !selection.Holds(change.Path)) continue;
            if (changes.Count == options.MaxFiles) throw new TooManyFilesException(options.MaxFiles);
            changes.Add(change);
        }
        if (changes.Count == 0) yield break;
        await using var objects = await mirror.OpenAsync(ct);
        foreach (var change in changes)
        {
            count();
            yield return await ReadAsync(objects, change, ct);
        }
    }

    private async Task<DeliveredFile> ReadAsync(GitObjectReader objects, GitChange change, CancellationToken ct)
    {
        if (change.ObjectId is not { } id) return new DeliveredFile(change.Path, FileChange.Removed, 0, null);
        var bytes = (await objects.FindAsync(id, ct))?.Size ?? 0;
        var content = change.FileKind is GitFileKind.Symlink || bytes > options.MaxFileBytes ? null : await objects.ReadAsync(id, options.MaxFileBytes, ct);
        return new DeliveredFile(change.Path, change.Kind is GitChangeKind.Added ? FileChange.Added : FileChange.Modified, bytes, content is null ? (ReadOnlyMemory<byte>?)null : content);
    }
}
