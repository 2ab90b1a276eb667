using System.Text;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Connections;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Providers;
using GraphQLPlugins.Sources.Repositories;
using Microsoft.Extensions.Logging;
using Path = System.IO.Path;

namespace GraphQLPlugins.Sources.Git;

/// <summary>
/// The copies of the files of followed repositories: one bare repository for each record, without working tree, remote or credentials. What changes one holds its lock,
/// also against other processes; reading needs none. Safe to share.
/// </summary>
internal sealed partial class Mirrors(
    GitProgram git, MirrorFolder folder, SourcesOptions options, EgressGuard egress, SourceProviders providers, SourceAccesses accesses, ILogger<Mirrors> log)
{
    private const int MaxPacks = 20;
    private const int MaxSmallOutput = 64 * 1024;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>Whether files are copied at all.</summary>
    public bool IsEnabled => options.Mirrors.Enabled;

    /// <summary>Brings a copy up to date with its source, or makes it when there is none: branches and tags, those that are gone there go here.</summary>
    /// <returns>What changed.</returns>
    /// <exception cref="GitException">It failed; the copy is whole as before, though some branches may be new already, or is not there when it had become too large.</exception>
    /// <exception cref="UrlNotAllowedException">The host must not be called.</exception>
    public async Task<MirrorUpdate> UpdateAsync(SourceRepository repository, CancellationToken ct)
    {
        var provider = await providers.RequireAsync(repository.OrganizationId, repository.Provider, ct);
        var access = await accesses.RequireAsync(provider, repository.OwnedBy, ct);
        return await UpdateAsync(repository.Id, repository.CloneUrl, repository.DefaultBranch, await provider.CloneCredentialsAsync(access, repository.RepoId, ct), ct);
    }

    /// <inheritdoc cref="UpdateAsync(SourceRepository, CancellationToken)"/>
    public async Task<MirrorUpdate> UpdateAsync(Guid id, string url, string? defaultBranch, CloneCredentials credentials, CancellationToken ct)
    {
        try
        {
            return await UpdateOrCloneAsync(id, url, defaultBranch, credentials, ct);
        }
        catch (Exception e) when (Fault(e) is { } fault)
        {
            LogDisk(id, e.GetType().Name, fault.Code);
            throw fault;
        }
    }

    /// <summary>Deletes a copy; one that is not there is no error.</summary>
    public async Task DeleteAsync(Guid id, CancellationToken ct)
    {
        using var held = await folder.LockAsync(id, ct);
        folder.Delete(id);
    }

    /// <summary>A copy to read from.</summary>
    /// <exception cref="GitMirrorMissingException">It is not here.</exception>
    public Mirror Open(SourceRepository repository) => folder.Holds(repository.Id) ? new Mirror(git, folder.PathOf(repository.Id), options.Mirrors) : throw new GitMirrorMissingException(repository.Name);

    private async Task<MirrorUpdate> UpdateOrCloneAsync(Guid id, string url, string? defaultBranch, CloneCredentials credentials, CancellationToken ct)
    {
        using var held = await folder.LockAsync(id, ct);
        using var place = await git.EnterFetchAsync(ct);
        CloneUrl.Check(url, egress, options.Mirrors);
        using var remote = await GitRemote.PrepareAsync(url, credentials, folder, options, egress, ct);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.Mirrors.Timeout);
        try
        {
            if (folder.Holds(id))
            {
                try
                {
                    return await FetchAsync(id, remote, defaultBranch, limit.Token);
                }
                catch (MirrorDamagedException e)
                {
                    LogDamaged(id, remote.ForLog(e.Message));
                    folder.Delete(id);
                }
            }
            return await CloneAsync(id, remote, defaultBranch, limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new GitTimeoutException(remote.Host, options.Mirrors.Timeout);
        }
    }

    private async Task<MirrorUpdate> CloneAsync(Guid id, GitRemote remote, string? defaultBranch, CancellationToken ct)
    {
        folder.Make();
        var incoming = folder.Incoming(id);
        try
        {
            var head = await HeadAsync(remote, ct);
            await LocalAsync(null, ["init", "--quiet", "--bare", "--template=", $"--object-format={(head.Id?.Length is 64 ? "sha256" : "sha1")}", "--end-of-options", incoming], remote, ct);
            await TransferAsync(incoming, remote, ct);
            await PointAsync(incoming, head.Branch ?? defaultBranch, remote, ct);
            await LocalAsync(incoming, ["pack-refs", "--all"], remote, ct);
            var after = await new Mirror(git, incoming, options.Mirrors).HeadsAsync(ct);
            folder.Accept(id, incoming);
            return new MirrorUpdate(new Dictionary<string, string>(), after, head.Branch, IsNew: true);
        }
        catch (Exception e)
        {
            MirrorFolder.Remove(incoming);
            if (e is MirrorDamagedException) throw new GitFailedException(remote.Host);
            throw;
        }
    }

    private async Task<MirrorUpdate> FetchAsync(Guid id, GitRemote remote, string? defaultBranch, CancellationToken ct)
    {
        var path = folder.PathOf(id);
        var mirror = new Mirror(git, path, options.Mirrors);
        var isChanged = false;
        try
        {
            // What a fetch that was ended has left: nobody else writes here now.
            RemoveLeftovers(path);
            var before = await mirror.HeadsAsync(ct);
            await TransferAsync(path, remote, ct);
            isChanged = true;
            if (Directory.EnumerateFiles(Path.Combine(path, "objects", "pack"), "*.pack").Skip(MaxPacks).Any()) await LocalAsync(path, ["-c", "repack.writeBitmaps=false", "repack", "-a", "-d", "-q"], remote, ct);
            await LocalAsync(path, ["pack-refs", "--all"], remote, ct);
            var after = await mirror.HeadsAsync(ct);
            return new MirrorUpdate(before, after, await FollowHeadAsync(mirror, path, after, defaultBranch, remote, ct), IsNew: false);
        }
        catch (IOException e) when (Fault(e) is null)
        {
            throw new MirrorDamagedException(e.Message);
        }
        catch (Exception e) when (e is GitTooLargeException or OperationCanceledException or GitStoreFullException || Fault(e) is not null)
        {
            RemoveLeftovers(path);
            if (e is GitTooLargeException && (isChanged || MirrorFolder.SizeOf(path) > options.Mirrors.MaxBytes)) folder.Delete(id);
            throw;
        }
    }

    /// <summary>The server may call another branch its main one by now.</summary>
    /// <returns>The main branch; null when there is none.</returns>
    private async Task<string?> FollowHeadAsync(Mirror mirror, string path, IReadOnlyDictionary<string, string> after, string? defaultBranch, GitRemote remote, CancellationToken ct)
    {
        if (after.Count == 0) return null;
        var main = await mirror.DefaultBranchAsync(ct);
        var wanted = (await HeadAsync(remote, ct)).Branch;
        if (wanted is null && (main is null || !after.ContainsKey($"refs/heads/{main}"))) wanted = defaultBranch;
        if (wanted is null || wanted == main || !after.ContainsKey($"refs/heads/{wanted}")) return main;
        await PointAsync(path, wanted, remote, ct);
        return wanted;
    }

    /// <summary>Fetches branches and tags, and ends git when they get too large.</summary>
    private async Task TransferAsync(string path, GitRemote remote, CancellationToken ct)
    {
        await using var process = await git.StartAsync(
            path,
            [
                "fetch", "--quiet", "--prune", "--force", "--no-tags", "--no-auto-maintenance", "--no-write-fetch-head", "--no-recurse-submodules", "--no-show-forced-updates",
                "--end-of-options", remote.Url, "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*",
            ],
            options.Mirrors.Timeout, remote, ct);
        process.CloseInput();
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var watch = WatchAsync(process, path, watching.Token);
        try
        {
            await process.ReadAllAsync(MaxSmallOutput, ct);
            var exitCode = await process.WaitAsync(ct);
            await watching.CancelAsync();
            if (await watch || MirrorFolder.SizeOf(path) > options.Mirrors.MaxBytes) throw new GitTooLargeException("bytes", options.Mirrors.MaxBytes, "Sources:Mirrors:MaxBytes");
            if (exitCode != 0) throw Failure(process.Errors, remote);
        }
        finally
        {
            await watching.CancelAsync();
            await watch;
        }
    }

    /// <returns>Whether it had to end git.</returns>
    private async Task<bool> WatchAsync(GitProcess process, string path, CancellationToken ct)
    {
        try
        {
            while (MirrorFolder.SizeOf(path) <= options.Mirrors.MaxBytes) await Task.Delay(LookEvery, ct);
            process.Kill();
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>What the server calls its main branch, and a commit's id, whose length tells how it counts.</summary>
    private async Task<(string? Branch, string? Id)> HeadAsync(GitRemote remote, CancellationToken ct)
    {
        var answer = await git.RunAsync(null, ["ls-remote", "--quiet", "--symref", "--end-of-options", remote.Url, "HEAD"], MaxSmallOutput, options.Mirrors.Timeout, remote, ct);
        if (answer.ExitCode != 0) throw Failure(answer.Errors, remote);
        string? branch = null, id = null;
        foreach (var line in Encoding.UTF8.GetString(answer.Output).Split('\n'))
        {
            if (line.Split('\t') is not [var value, "HEAD"]) continue;
            if (value.StartsWith("ref: ", StringComparison.Ordinal)) branch = GitRefs.Branch(value[5..]);
            else id = value;
        }
        return (branch, id);
    }

    private async Task PointAsync(string path, string? branch, GitRemote remote, CancellationToken ct)
    {
        if (branch is not null && GitReferenceName.IsValid(branch)) await LocalAsync(path, ["symbolic-ref", "HEAD", $"refs/heads/{branch}"], remote, ct);
    }

    private async Task LocalAsync(string? path, IReadOnlyList<string> arguments, GitRemote remote, CancellationToken ct)
    {
        var answer = await git.RunAsync(path, arguments, MaxSmallOutput, options.Mirrors.Timeout, null, ct);
        if (answer.ExitCode != 0) throw Failure(answer.Errors, remote);
    }

    private Exception Failure(string errors, GitRemote remote)
    {
        // A disk that is full leaves what looks like damage.
        if (GitFailures.OfStore(errors) is null && GitFailures.IsDamaged(errors)) return new MirrorDamagedException(errors);
        var failure = GitFailures.Read(errors, remote.Host);
        LogFailure(remote.Host, failure.Code, remote.ForLog(errors));
        return failure;
    }

    private static GitException? Fault(Exception e) =>
        DiskFaults.IsFull(e) ? new GitStoreFullException() : e is not DirectoryNotFoundException && DiskFaults.IsUnwritable(e) ? new GitStoreUnwritableException() : e is IOException ? GitFailures.OfStore(e.Message) : null;

    private static void RemoveLeftovers(string path)
    {
        var packs = Path.Combine(path, "objects", "pack");
        if (Directory.Exists(packs))
            foreach (var file in Directory.EnumerateFiles(packs).Where(f => Path.GetFileName(f).StartsWith("tmp_", StringComparison.Ordinal) || f.EndsWith(".lock", StringComparison.Ordinal))) File.Delete(file);
        var refs = Path.Combine(path, "refs");
        if (Directory.Exists(refs))
            foreach (var file in Directory.EnumerateFiles(refs, "*.lock", SearchOption.AllDirectories)) File.Delete(file);
        foreach (var file in Directory.EnumerateFiles(path, "*.lock").Concat(Directory.EnumerateFiles(path, "packed-refs.new"))) File.Delete(file);
        foreach (var incoming in Directory.EnumerateDirectories(Path.Combine(path, "objects"), "tmp_objdir-*")) MirrorFolder.Remove(incoming);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Git failed with {Host} ({Code}): {Errors}")]
    private partial void LogFailure(string host, string code, string errors);

    [LoggerMessage(Level = LogLevel.Error, Message = "The copy of the repository {Id} cannot be written: {Fault} ({Code})")]
    private partial void LogDisk(Guid id, string fault, string code);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The copy of the repository {Id} is damaged and is made anew: {Errors}")]
    private partial void LogDamaged(Guid id, string errors);

    private sealed class MirrorDamagedException(string errors) : Exception(errors);
}

/// <summary>
/// What an update of a copy changed: the commits of its branches and tags by full name, before and after. A tag with a message counts by the commit it leads to.
/// An update that failed may have changed some before; who must miss nothing compares with what it has dealt with itself.
/// </summary>
/// <param name="Before">Empty for a new copy.</param>
/// <param name="After">As it is now.</param>
/// <param name="DefaultBranch">What the server calls its main branch; null when it does not say.</param>
/// <param name="IsNew">Whether there was no copy before.</param>
internal sealed record MirrorUpdate(IReadOnlyDictionary<string, string> Before, IReadOnlyDictionary<string, string> After, string? DefaultBranch, bool IsNew);
