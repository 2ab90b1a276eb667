using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Path = System.IO.Path;

namespace GraphQLPlugins.Sources.Git;

/// <summary>
/// Runs git: by lists of arguments and never through a shell, in an environment that holds nothing of this process's own, with settings that keep it from running or asking anything else.
/// Safe to share. Disposing ends all that is at work.
/// </summary>
internal sealed partial class GitProgram(SourcesOptions options) : IDisposable
{
    /// <summary>The first version that connects to an address it is given in place of what a name leads to (http.curloptResolve).</summary>
    public static readonly Version Oldest = new(2, 37);

    /// <summary>So much longer than this process would wait, git ends by itself.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _readers = new(options.Mirrors.MaxReaders);
    private readonly SemaphoreSlim _fetches = new(options.Mirrors.MaxFetches);
    private readonly Lazy<string?> _timeout = new(() => OperatingSystem.IsWindows() ? null : Search("timeout"));
    private readonly SemaphoreSlim _checking = new(1);
    private readonly ConcurrentDictionary<GitProcess, bool> _working = new();
    private string? _git;

    /// <summary>Waits for one of the places for processes that talk to servers; disposing gives it back.</summary>
    public Task<IDisposable> EnterFetchAsync(CancellationToken ct) => EnterAsync(_fetches, ct);

    /// <summary>Waits for one of the places for processes that read from copies; disposing gives it back.</summary>
    public Task<IDisposable> EnterReadAsync(CancellationToken ct) => EnterAsync(_readers, ct);

    /// <summary>Starts git.</summary>
    /// <param name="folder">The bare repository; null for commands that need none.</param>
    /// <param name="arguments">The command and its arguments.</param>
    /// <param name="limit">How long it will be waited for; git ends by itself somewhat later, also when this process has died.</param>
    /// <param name="remote">The server that it talks to; null when it talks to none.</param>
    /// <param name="ct">Stops looking for git.</param>
    /// <exception cref="GitUnavailableException">There is none that can be used.</exception>
    public async Task<GitProcess> StartAsync(string? folder, IReadOnlyList<string> arguments, TimeSpan limit, GitRemote? remote, CancellationToken ct) =>
        Start(await FindAsync(ct), folder, arguments, limit, remote);

    /// <summary>Starts git, waits for its end, and gives what it wrote.</summary>
    /// <exception cref="GitReadLimitException">It wrote more, or took longer.</exception>
    public async Task<GitAnswer> RunAsync(string? folder, IReadOnlyList<string> arguments, int maxBytes, TimeSpan limit, GitRemote? remote, CancellationToken ct)
    {
        await using var process = await StartAsync(folder, arguments, limit, remote, ct);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        stop.CancelAfter(limit);
        try
        {
            process.CloseInput();
            var output = await process.ReadAllAsync(maxBytes, stop.Token);
            return new GitAnswer(await process.WaitAsync(stop.Token), output, process.Errors);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new GitReadLimitException($"It took longer than {limit.TotalSeconds:0} s.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var process in _working.Keys) process.Kill();
    }

    private GitProcess Start(string git, string? folder, IReadOnlyList<string> arguments, TimeSpan limit, GitRemote? remote)
    {
        // Under timeout(1), git has a process group of its own, and an end even when nobody is left to stop it.
        var start = new ProcessStartInfo(_timeout.Value ?? git)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, CreateNoWindow = true,
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };
        if (_timeout.Value is not null)
        {
            start.ArgumentList.Add("--signal=KILL");
            start.ArgumentList.Add($"{(limit + Grace).TotalSeconds:0}");
            start.ArgumentList.Add(git);
        }
        if (folder is not null) start.ArgumentList.Add($"--git-dir={folder}");
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        GitEnvironment.Apply(start.Environment, options.Mirrors, remote);
        try
        {
            var process = new GitProcess(Process.Start(start)!, ended => _working.TryRemove(ended, out _));
            _working[process] = true;
            return process;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new GitUnavailableException("git cannot be started.");
        }
    }

    /// <summary>Looks for git once; a host where it is installed later finds it then.</summary>
    private async Task<string> FindAsync(CancellationToken ct)
    {
        if (Volatile.Read(ref _git) is { } known) return known;
        await _checking.WaitAsync(ct);
        try
        {
            if (_git is not null) return _git;
            var path = options.Mirrors.Git ?? Search(OperatingSystem.IsWindows() ? "git.exe" : "git") ?? throw new GitUnavailableException("git is not installed.");
            await using var process = Start(path, null, ["version"], TimeSpan.FromSeconds(30), null);
            var text = Encoding.UTF8.GetString(await process.ReadAllAsync(4096, ct));
            if (!VersionNumber().IsMatch(text)) throw new GitUnavailableException("what is called git does not tell a version.");
            var version = System.Version.Parse(VersionNumber().Match(text).Value);
            if (version < Oldest) throw new GitUnavailableException($"git {version} is too old.");
            Volatile.Write(ref _git, path);
            return path;
        }
        finally
        {
            _checking.Release();
        }
    }

    private static string? Search(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Where(Path.IsPathRooted).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static async Task<IDisposable> EnterAsync(SemaphoreSlim places, CancellationToken ct)
    {
        await places.WaitAsync(ct);
        return new Place(places);
    }

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        private SemaphoreSlim? _places = places;

        public void Dispose() => Interlocked.Exchange(ref _places, null)?.Release();
    }

    [GeneratedRegex("[0-9]+\\.[0-9]+(\\.[0-9]+)?")]
    private static partial Regex VersionNumber();
}

/// <summary>How git ended.</summary>
/// <param name="ExitCode">0 when all went well.</param>
/// <param name="Output">What it wrote.</param>
/// <param name="Errors">The end of what it complained of; for the log and for telling errors apart, never for users.</param>
internal sealed record GitAnswer(int ExitCode, byte[] Output, string Errors);
