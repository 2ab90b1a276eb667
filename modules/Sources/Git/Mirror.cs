using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace GraphQLPlugins.Sources.Git;

/// <summary>Reads from the copy of one repository, by git's plumbing. What is asked for by users is a name or an id, never one of git's expressions. Safe to share.</summary>
internal sealed class Mirror(GitProgram git, string path, MirrorOptions options)
{
    private const int MaxMessage = 10_000;
    private const string Heads = "refs/heads/";
    private const string Tags = "refs/tags/";

    /// <summary>The commits of all branches and tags by full name, those that lead to commits.</summary>
    /// <exception cref="GitTooLargeException">There are more than the settings allow.</exception>
    public async Task<IReadOnlyDictionary<string, string>> HeadsAsync(CancellationToken ct)
    {
        var heads = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var fields in ReferencesAsync("%(refname)%00%(objecttype)%00%(objectname)%00%(*objecttype)%00%(*objectname)", 5, "refs/heads", "refs/tags", ct))
        {
            if (fields[1] == "commit") heads[fields[0]] = fields[2];
            else if (fields[3] == "commit") heads[fields[0]] = fields[4];
        }
        return heads;
    }

    /// <summary>All branches, by name in code point order.</summary>
    public Task<IReadOnlyList<GitReference>> BranchesAsync(CancellationToken ct) => ReferencesAsync(Heads, ct);

    /// <summary>All tags that lead to commits, by name in code point order.</summary>
    public Task<IReadOnlyList<GitReference>> TagsAsync(CancellationToken ct) => ReferencesAsync(Tags, ct);

    /// <summary>The main branch's name; null when there is none.</summary>
    public async Task<string?> DefaultBranchAsync(CancellationToken ct)
    {
        var answer = await RunAsync(["symbolic-ref", "--quiet", "HEAD"], ct);
        return answer.ExitCode == 0 ? Providers.GitRefs.Branch(Encoding.UTF8.GetString(answer.Output).Trim()) : null;
    }

    /// <summary>The commit that a branch, a tag, a full name below <c>refs/</c> or an id stands for; a branch before a tag of the same name.</summary>
    /// <param name="reference">Null is the main branch.</param>
    /// <param name="ct">Stops.</param>
    /// <returns>The full id; null when there is none.</returns>
    public async Task<string?> ResolveAsync(string? reference, CancellationToken ct)
    {
        if (reference is not null && !GitReferenceName.IsValid(reference)) return null;
        string[] candidates = reference is null or "HEAD" ? ["HEAD"]
            : [Heads + reference, Tags + reference, .. reference.StartsWith("refs/", StringComparison.Ordinal) || GitReferenceName.IsId(reference) ? [reference] : Array.Empty<string>()];
        await using var objects = await OpenAsync(ct);
        foreach (var candidate in candidates)
            if (await objects.FindAsync(candidate + "^{commit}", ct) is { Kind: "commit" } found) return found.Id;
        return null;
    }

    /// <exception cref="GitReferenceNotFoundException">There is none.</exception>
    public async Task<string> RequireAsync(string? reference, CancellationToken ct) => await ResolveAsync(reference, ct) ?? throw new GitReferenceNotFoundException(reference ?? "HEAD");

    /// <summary>Commits that led to one, the newest first.</summary>
    /// <param name="commitId">Where to begin; a full id.</param>
    /// <param name="file">Only those that changed this path; null is all.</param>
    /// <param name="skip">How many to leave out.</param>
    /// <param name="count">How many to give at the most.</param>
    /// <param name="ct">Stops.</param>
    public async Task<IReadOnlyList<GitCommit>> CommitsAsync(string commitId, string? file, int skip, int count, CancellationToken ct)
    {
        var commits = new List<GitCommit>();
        string[] arguments =
        [
            "log", "-z", "--no-color", "--no-decorate", "--no-notes", "--format=tformat:%H%x00%P%x00%an%x00%ae%x00%aI%x00%cI%x00%B", $"--skip={skip}", $"--max-count={count}", "--end-of-options", commitId,
            .. file is null ? Array.Empty<string>() : ["--", file],
        ];
        await foreach (var f in FieldsAsync(arguments, 7, count, ct))
            commits.Add(new GitCommit(f[0], f[1].Split(' ', StringSplitOptions.RemoveEmptyEntries), f[2], f[3], Time(f[4]), Time(f[5]), Cut(f[6].TrimEnd('\n'))));
        return commits;
    }

    /// <summary>All files of a commit, in git's order. <c>.git</c> cannot be among them.</summary>
    /// <param name="commitId">A full id.</param>
    /// <param name="ct">Stops.</param>
    /// <exception cref="GitReadLimitException">There are more than the settings allow.</exception>
    public IAsyncEnumerable<GitFile> FilesAsync(string commitId, CancellationToken ct) => FilesAsync(["ls-tree", "-r", "-z", "-l", "--full-tree", commitId], ct);

    /// <summary>The file at a path; null when there is none, or a folder.</summary>
    public async Task<GitFile?> FindFileAsync(string commitId, string file, CancellationToken ct)
    {
        if (!IsPath(file)) return null;
        await foreach (var found in FilesAsync(["ls-tree", "-z", "-l", "--full-tree", commitId, "--", file], ct))
            if (found.Path == file) return found;
        return null;
    }

    /// <summary>The paths that differ between two commits.</summary>
    /// <param name="from">The earlier one's id; null compares with nothing at all.</param>
    /// <param name="to">The later one's id.</param>
    /// <param name="ct">Stops.</param>
    /// <exception cref="GitReadLimitException">There are more than the settings allow.</exception>
    public async IAsyncEnumerable<GitChange> DiffAsync(string? from, string to, [EnumeratorCancellation] CancellationToken ct)
    {
        if (from is null)
        {
            await foreach (var file in FilesAsync(to, ct)) yield return new GitChange(file.Path, GitChangeKind.Added, file.Kind, file.ObjectId);
            yield break;
        }
        await foreach (var f in FieldsAsync(["diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-ext-diff", "--no-textconv", "--end-of-options", from, to], 2, options.MaxFiles, ct))
        {
            // :100644 100755 <id> <id> M
            if (f[0].Split(' ') is not [[':', .. var oldMode], var newMode, _, var id, var status]) continue;
            yield return status[0] switch
            {
                'D' => new GitChange(f[1], GitChangeKind.Deleted, Kind(oldMode), null),
                'A' => new GitChange(f[1], GitChangeKind.Added, Kind(newMode), id),
                _ => new GitChange(f[1], GitChangeKind.Modified, Kind(newMode), id),
            };
        }
    }

    /// <summary>Whether a commit is here; one that nothing leads to any more may be gone.</summary>
    public async Task<bool> HoldsAsync(string commitId, CancellationToken ct)
    {
        await using var objects = await OpenAsync(ct);
        return GitReferenceName.IsId(commitId) && await objects.FindAsync(commitId, ct) is { Kind: "commit" };
    }

    /// <summary>One content.</summary>
    /// <param name="objectId">Its id.</param>
    /// <param name="maxBytes">Most bytes to take.</param>
    /// <param name="ct">Stops.</param>
    /// <returns>Null when there is none, or it is larger.</returns>
    public async Task<byte[]?> ReadAsync(string objectId, int maxBytes, CancellationToken ct)
    {
        await using var objects = await OpenAsync(ct);
        return await objects.ReadAsync(objectId, maxBytes, ct);
    }

    /// <summary>Opens the objects, to read many of them one after the other by one process.</summary>
    public async Task<GitObjectReader> OpenAsync(CancellationToken ct)
    {
        var place = await git.EnterReadAsync(ct);
        try
        {
            return new GitObjectReader(await git.StartAsync(path, ["cat-file", "--batch-command"], GitObjectReader.Lifetime, null, ct), place, options.ReadTimeout);
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    /// <summary>Whether it could be the path of a file, relative to the repository.</summary>
    public static bool IsPath(string file) => file.Length is > 0 and <= 4096 && file[0] != '/' && file[^1] != '/' && !file.Contains('\0') && !Array.Exists(file.Split('/'), part => part is "" or "." or "..");

    private async Task<IReadOnlyList<GitReference>> ReferencesAsync(string prefix, CancellationToken ct)
    {
        var references = new List<GitReference>();
        await foreach (var f in ReferencesAsync("%(refname)%00%(objecttype)%00%(objectname)%00%(*objecttype)%00%(*objectname)%00%(creatordate:iso8601-strict)%00%(contents:subject)", 7, prefix.TrimEnd('/'), null, ct))
        {
            if ((f[1] == "commit" ? f[2] : f[3] == "commit" ? f[4] : null) is { } commit) references.Add(new GitReference(f[0][prefix.Length..], commit, Time(f[5]), Cut(f[6])));
        }
        return references;
    }

    /// <summary>Names hold no line ends, nor does what is asked for with them, so that each line ends with one and its fields with NUL.</summary>
    private async IAsyncEnumerable<string[]> ReferencesAsync(string format, int fields, string below, string? alsoBelow, [EnumeratorCancellation] CancellationToken ct)
    {
        string[] arguments = ["for-each-ref", $"--count={options.MaxReferences + 1}", "--sort=refname", $"--format={format}%00", below, .. alsoBelow is null ? Array.Empty<string>() : [alsoBelow]];
        var count = 0;
        await foreach (var line in FieldsAsync(arguments, fields, int.MaxValue, ct))
        {
            if (++count > options.MaxReferences) throw new GitTooLargeException("branches and tags", options.MaxReferences, "Sources:Mirrors:MaxReferences");
            line[0] = line[0].TrimStart('\n');
            yield return line;
        }
    }

    private async IAsyncEnumerable<GitFile> FilesAsync(IReadOnlyList<string> arguments, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var f in FieldsAsync(arguments, 1, options.MaxFiles, ct))
        {
            // 100644 blob <id>    <size>\t<path>
            var tab = f[0].IndexOf('\t');
            if (tab < 0 || f[0][..tab].Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var mode, "blob" or "commit", var id, var size]) continue;
            yield return new GitFile(f[0][(tab + 1)..], Kind(mode), id, long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : null);
        }
    }

    /// <summary>What git writes, so many fields at a time.</summary>
    private async IAsyncEnumerable<string[]> FieldsAsync(IReadOnlyList<string> arguments, int fields, int max, [EnumeratorCancellation] CancellationToken ct)
    {
        using var place = await git.EnterReadAsync(ct);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.ReadTimeout);
        await using var process = await git.StartAsync(path, arguments, options.ReadTimeout, null, ct);
        process.CloseInput();
        var reader = new NulReader(process.Output);
        for (var count = 0; ; count++)
        {
            var row = new string[fields];
            for (var i = 0; i < fields; i++)
            {
                if (await ReadAsync(reader, limit.Token, ct) is not { } field)
                {
                    if (await process.WaitAsync(ct) is not 0 and var code) throw new IOException($"git {arguments[0]} ended with {code}: {process.Errors}");
                    yield break;
                }
                row[i] = field;
            }
            if (count == max) throw new GitReadLimitException($"There are more than {max}.");
            yield return row;
        }
    }

    private async ValueTask<string?> ReadAsync(NulReader reader, CancellationToken limit, CancellationToken ct)
    {
        try
        {
            return await reader.ReadAsync(limit);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new GitReadLimitException($"It took longer than {options.ReadTimeout.TotalSeconds:0} s.");
        }
    }

    private async Task<GitAnswer> RunAsync(IReadOnlyList<string> arguments, CancellationToken ct)
    {
        using var place = await git.EnterReadAsync(ct);
        return await git.RunAsync(path, arguments, 64 * 1024, options.ReadTimeout, null, ct);
    }

    private static GitFileKind Kind(string mode) => mode switch { "120000" => GitFileKind.Symlink, "160000" => GitFileKind.Submodule, "100755" => GitFileKind.Executable, _ => GitFileKind.File };

    private static string Cut(string text) => text.Length <= MaxMessage ? text : text[..MaxMessage];

    private static DateTimeOffset? Time(string text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
