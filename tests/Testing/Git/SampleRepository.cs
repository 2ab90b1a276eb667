using System.Diagnostics;
using System.Text;
using Path = System.IO.Path;

namespace GraphQLPlugins.Testing.Git;

/// <summary>A bare repository that a test fills by the git program, without a working tree, so that any name and mode can be in it.</summary>
public sealed class SampleRepository : IDisposable
{
    private readonly string? _above;
    private int _minute;

    /// <param name="root">The folder that it is below; null makes one of its own.</param>
    /// <param name="name">The folder's name.</param>
    /// <param name="hash">How its objects are counted.</param>
    public SampleRepository(string? root = null, string name = "plain.git", string hash = "sha1")
    {
        if (root is null) root = _above = Directory.CreateTempSubdirectory("graphqlplugins-git-").FullName;
        Root = root;
        Name = name;
        Folder = Path.Combine(root, name);
        Run(null, "init", "--quiet", "--bare", "--template=", "--initial-branch=main", $"--object-format={hash}", Folder);
    }

    public string Root { get; }

    public string Name { get; }

    public string Folder { get; }

    /// <summary>A commit whose files are exactly these, text by path.</summary>
    public string Commit(string branch, string message, params (string Path, string Text)[] files) =>
        CommitTree(branch, message, [.. files.Select(f => ("100644", Encoding.UTF8.GetBytes(f.Path), Blob(Encoding.UTF8.GetBytes(f.Text))))]);

    /// <summary>A commit whose entries are exactly these, by mode, path and object.</summary>
    public string CommitTree(string branch, string message, params (string Mode, byte[] Path, string Id)[] entries)
    {
        var index = Path.Combine(Folder, $"index-{Guid.NewGuid():N}");
        using var input = new MemoryStream();
        foreach (var (mode, path, id) in entries)
        {
            input.Write(Encoding.UTF8.GetBytes($"{mode} {id}\t"));
            input.Write(path);
            input.WriteByte(0);
        }
        var environment = new Dictionary<string, string> { ["GIT_INDEX_FILE"] = index };
        if (entries.Length > 0) Git(input.ToArray(), environment, "update-index", "-z", "--index-info");
        else Git(null, environment, "read-tree", "--empty");
        var tree = Git(null, environment, "write-tree");
        File.Delete(index);
        var parent = Find($"refs/heads/{branch}");
        var commit = Git(Encoding.UTF8.GetBytes(message), null, ["commit-tree", tree, .. parent is null ? Array.Empty<string>() : ["-p", parent]]);
        Run(null, "update-ref", $"refs/heads/{branch}", commit);
        return commit;
    }

    public string Blob(byte[] content) => Git(content, null, "hash-object", "-w", "--stdin");

    public void Tag(string name, string at, string? message = null)
    {
        if (message is null) Run(null, "tag", "--force", name, at);
        else Run(null, "tag", "--force", "--annotate", "--message", message, name, at);
    }

    public string? Find(string name)
    {
        try
        {
            return Run(null, "rev-parse", "--verify", "--quiet", name);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public string Run(byte[]? input, params string[] arguments) => Git(input, null, arguments);

    public void Dispose()
    {
        if (_above is not null) Directory.Delete(_above, recursive: true);
    }

    private string Git(byte[]? input, Dictionary<string, string>? environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Directory.Exists(Folder) ? Folder : Root };
        // Whatever the machine's own settings are.
        foreach (var (name, value) in new[] { ("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1"), ("LC_ALL", "C") }) start.Environment[name] = value;
        foreach (var who in new[] { "AUTHOR", "COMMITTER" })
        {
            start.Environment[$"GIT_{who}_NAME"] = "Ada Lovelace";
            start.Environment[$"GIT_{who}_EMAIL"] = "ada@example.com";
            start.Environment[$"GIT_{who}_DATE"] = $"2026-01-02T03:{_minute / 60:00}:{_minute % 60:00}Z";
        }
        if (arguments[0] == "commit-tree") _minute++;
        foreach (var (name, value) in environment ?? []) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        if (input is not null) process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.TrimEnd('\n') : throw new InvalidOperationException($"git {arguments[0]}: {errors.Result}");
    }
}
