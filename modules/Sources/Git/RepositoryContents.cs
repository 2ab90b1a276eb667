using System.Globalization;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Sources.Connections;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Repositories;

namespace GraphQLPlugins.Sources.Git;

/// <summary>Shows what is in followed repositories: public ones to the organization, private ones to their owner and to whoever holds all of <c>sources:*</c>.</summary>
public sealed class RepositoryContents
{
    private const int MaxSkip = 100_000;
    private readonly Mirrors _mirrors;
    private readonly SourcesOptions _options;
    private readonly Actor _actor;

    internal RepositoryContents(Mirrors mirrors, SourcesOptions options, Actor actor) => (_mirrors, _options, _actor) = (mirrors, options, actor);

    internal Task<IReadOnlyList<GitReference>> BranchesAsync(SourceRepository repository, CancellationToken ct) => Open(repository).BranchesAsync(ct);

    internal Task<IReadOnlyList<GitReference>> TagsAsync(SourceRepository repository, CancellationToken ct) => Open(repository).TagsAsync(ct);

    internal async Task<GitCommit?> LatestCommitAsync(SourceRepository repository, string? reference, CancellationToken ct)
    {
        var mirror = Open(repository);
        // A repository without commits has none; a name that is given must be there.
        var commit = reference is null ? await mirror.ResolveAsync(null, ct) : await mirror.RequireAsync(reference, ct);
        return commit is null ? null : (await mirror.CommitsAsync(commit, null, 0, 1, ct))[0];
    }

    internal async Task<Connection<GitCommit>> CommitsAsync(SourceRepository repository, string? reference, string? path, int first, string? after, CancellationToken ct)
    {
        if (path is not null && !Mirror.IsPath(path)) throw new InputInvalidException("path", "It must be a path relative to the repository, with slashes between.");
        var mirror = Open(repository);
        var (start, skip) = after is null ? (reference is null ? await mirror.ResolveAsync(null, ct) : await mirror.RequireAsync(reference, ct), 0) : Cursor(after);
        if (start is null) return new Connection<GitCommit>([], new ConnectionPageInfo(false, false, null, null));
        if (after is not null && !await mirror.HoldsAsync(start, ct)) throw new GitReferenceNotFoundException(start);
        var found = await mirror.CommitsAsync(start, path, skip, first + 1, ct);
        // A cursor names the commit that the list began with, so that a push in between moves nothing.
        var edges = found.Take(first).Select((commit, i) => new Edge<GitCommit>(commit, $"{start}.{skip + i + 1}")).ToList();
        return new Connection<GitCommit>(edges, new ConnectionPageInfo(found.Count > first && skip + first < MaxSkip, skip > 0, edges.FirstOrDefault()?.Cursor, edges.LastOrDefault()?.Cursor));
    }

    internal async Task<IReadOnlyList<GitFile>> MatchingFilesAsync(SourceRepository repository, string? service, string? reference, CancellationToken ct)
    {
        var mirror = Open(repository);
        var commit = reference is null ? await mirror.ResolveAsync(null, ct) : await mirror.RequireAsync(reference, ct);
        var files = new List<GitFile>();
        if (commit is null) return files;
        var selection = FileSelection.Of(repository.Config, service);
        await foreach (var file in mirror.FilesAsync(commit, ct))
            if (selection.Holds(file.Path)) files.Add(file);
        return files;
    }

    internal async Task<RepositoryFile?> FileAsync(SourceRepository repository, string path, string? reference, CancellationToken ct)
    {
        var mirror = Open(repository);
        var commit = reference is null ? await mirror.ResolveAsync(null, ct) : await mirror.RequireAsync(reference, ct);
        if (commit is null || await mirror.FindFileAsync(commit, path, ct) is not { } file) return null;
        var content = file.Kind is GitFileKind.Submodule ? null : await mirror.ReadAsync(file.ObjectId, _options.Mirrors.MaxTextBytes, ct);
        return new RepositoryFile(file.Path, file.Kind, file.ObjectId, file.Size, commit, content is not null && GitText.IsText(content) ? GitText.Decode(content) : null);
    }

    private Mirror Open(SourceRepository repository)
    {
        if (repository.OrganizationId != _actor.OrganizationId || (repository.Private && repository.Owner != SourceOwner.Of(_actor).Key && !_actor.Capabilities.Covers("sources:*")))
            throw new RepositoryNotOwnedException(repository.Provider, repository.RepoId);
        return _mirrors.Open(repository);
    }

    private static (string Start, int Skip) Cursor(string after) =>
        after.Split('.') is [{ Length: 40 or 64 } start, var skip] && GitReferenceName.IsId(start) && int.TryParse(skip, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= MaxSkip
            ? (start, count) : throw new InputInvalidException("after", "It is no cursor of this list.");
}

/// <summary>A file of a commit with its content.</summary>
/// <param name="Path">Relative to the repository, with slashes between.</param>
/// <param name="Kind">What it is.</param>
/// <param name="ObjectId">The content's id, the same wherever the content is.</param>
/// <param name="Size">Bytes of the content; null for another repository's commit.</param>
/// <param name="CommitId">The commit that it was read from.</param>
/// <param name="Text">The content, of a symbolic link the path that it names; null when it is larger than <c>Sources:Mirrors:MaxTextBytes</c>, or no text in UTF-8.</param>
public sealed record RepositoryFile(string Path, GitFileKind Kind, string ObjectId, long? Size, string CommitId, string? Text);
