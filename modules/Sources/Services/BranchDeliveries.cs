using System.Runtime.CompilerServices;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Sync;

namespace GraphQLPlugins.Sources.Services;

/// <summary>
/// Works out what a service lacks: of the first branch all files, of every other one what differs from the first, and of those that it has
/// what changed since. Contents are read when the service asks for them.
/// </summary>
internal sealed class BranchDeliveries(ISyncSource source, SyncOptions options)
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
            var from = has.GetValueOrDefault(branch) ?? (branch == followed[0] ? null : refs.Branches[followed[0]]);
            if (has.GetValueOrDefault(branch) == head) continue;
            if (from is not null && !await source.HasAsync(repository, from, ct)) from = null;
            yield return from is null
                ? new RepositoryDelivery(served, DeliveryKind.Initial, branch, null, head, AllAsync(repository, head, selection, count, ct))
                : new RepositoryDelivery(served, DeliveryKind.Changes, branch, from, head, ChangedAsync(repository, from, head, selection, count, ct));
        }
        foreach (var branch in has.Keys.Where(branch => !followed.Contains(branch)).Order(StringComparer.Ordinal))
            yield return new RepositoryDelivery(served, DeliveryKind.BranchRemoved, branch, has[branch], null, AsyncEnumerable.Empty<DeliveredFile>());
    }

    private async IAsyncEnumerable<DeliveredFile> AllAsync(SourceRepository repository, string commit, FileSelection selection, Action count, [EnumeratorCancellation] CancellationToken ct)
    {
        var left = options.MaxFiles;
        await foreach (var file in source.FilesAsync(repository, commit, ct))
        {
            if (!selection.Holds(file.Path)) continue;
            if (left-- == 0) throw new TooManyFilesException(options.MaxFiles);
            count();
            var content = file.IsPlain && file.Bytes <= options.MaxFileBytes ? await source.ReadAsync(repository, commit, file.Path, options.MaxFileBytes, ct) : null;
            yield return new DeliveredFile(file.Path, FileChange.Added, file.Bytes, content);
        }
    }

    private async IAsyncEnumerable<DeliveredFile> ChangedAsync(
        SourceRepository repository, string from, string to, FileSelection selection, Action count, [EnumeratorCancellation] CancellationToken ct)
    {
        var left = options.MaxFiles;
        await foreach (var change in source.ChangesAsync(repository, from, to, ct))
        {
            if (!selection.Holds(change.Path)) continue;
            if (left-- == 0) throw new TooManyFilesException(options.MaxFiles);
            count();
            var content = change.Change is FileChange.Removed || change.Bytes > options.MaxFileBytes ? null : await source.ReadAsync(repository, to, change.Path, options.MaxFileBytes, ct);
            yield return new DeliveredFile(change.Path, change.Change, change.Bytes, content);
        }
    }
}
