using System.Diagnostics;
using System.Globalization;
using System.Text;
using GraphQLPlugins.Testing.Git;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Path = System.IO.Path;

namespace GraphQLPlugins.Sources.Tests.Sync;

/// <summary>Real repositories in a folder of their own, to which tests commit, and which a vendor's server serves by git's smart protocol.</summary>
internal sealed class GitRepositories : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("git-repositories-");
    private int _seconds = 1_700_000_000;

    /// <summary>Answers in git's place, by its path.</summary>
    public Func<HttpContext, bool>? Trouble { get; set; }

    /// <summary>Makes repositories that hold one file each.</summary>
    public async Task FillAsync(IEnumerable<string> names)
    {
        foreach (var name in names) await CommitAsync(name, "main", ("README.md", $"This is {name}."));
    }

    /// <summary>Commits to a branch, which begins with it if it is new; a null content removes a file.</summary>
    /// <returns>The commit.</returns>
    public async Task<string> CommitAsync(string name, string branch, params (string Path, string? Content)[] files)
    {
        var path = PathOf(name);
        if (!Directory.Exists(path)) await GitAsync(null, "init", "--quiet", "--bare", "--initial-branch=main", path);
        var parent = (await GitAsync(path, "for-each-ref", "--format=%(objectname)", $"refs/heads/{branch}")).Trim();
        var script = new StringBuilder($"commit refs/heads/{branch}\ncommitter Ada <ada@example.org> {Interlocked.Increment(ref _seconds)} +0000\ndata 6\nChange\n");
        if (parent.Length > 0) script.Append(CultureInfo.InvariantCulture, $"from {parent}\n");
        foreach (var (file, content) in files)
        {
            if (content is null) script.Append(CultureInfo.InvariantCulture, $"D {file}\n");
            else script.Append(CultureInfo.InvariantCulture, $"M 100644 inline {file}\ndata {Encoding.UTF8.GetByteCount(content)}\n{content}\n");
        }
        await RunAsync(path, script.ToString(), "fast-import", "--quiet", "--force");
        return (await GitAsync(path, "rev-parse", $"refs/heads/{branch}")).Trim();
    }

    /// <summary>A branch that begins where another one is.</summary>
    public Task BranchAsync(string name, string branch, string from) => GitAsync(PathOf(name), "update-ref", $"refs/heads/{branch}", $"refs/heads/{from}");

    public Task DeleteBranchAsync(string name, string branch) => GitAsync(PathOf(name), "update-ref", "-d", $"refs/heads/{branch}");

    public Task TagAsync(string name, string tag, string branch = "main") => GitAsync(PathOf(name), "update-ref", $"refs/tags/{tag}", $"refs/heads/{branch}");

    /// <summary>Calls another branch the main one.</summary>
    public Task PointAsync(string name, string branch) => GitAsync(PathOf(name), "symbolic-ref", "HEAD", $"refs/heads/{branch}");

    /// <summary>Takes a repository away, or puts it back.</summary>
    public void Hide(string name, bool hidden) => Directory.Move(hidden ? PathOf(name) : PathOf(name) + ".away", hidden ? PathOf(name) + ".away" : PathOf(name));

    /// <summary>Serves the repositories at their names and <c>.git</c>.</summary>
    public void Map(WebApplication app) => app.Map("/{owner}/{name}.git/{**rest}", async http =>
    {
        if (Trouble?.Invoke(http) is true) http.Response.StatusCode = 503;
        else await GitHttpBackend.AnswerAsync(http, _root.FullName);
    });

    public void Dispose() => _root.Delete(recursive: true);

    private string PathOf(string name) => Path.Combine(_root.FullName, name + ".git");

    private static Task<string> GitAsync(string? path, params string[] arguments) => RunAsync(path, "", arguments);

    private static async Task<string> RunAsync(string? path, string input, params string[] arguments)
    {
        using var process = Process.Start(Start(path is null ? arguments : ["--git-dir", path, .. arguments]))!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return output;
    }

    private static ProcessStartInfo Start(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, StandardInputEncoding = new UTF8Encoding(false) };
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        return start;
    }
}
