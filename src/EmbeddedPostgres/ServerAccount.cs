using System.Diagnostics;

namespace GraphQLPlugins.EmbeddedPostgres;

/// <summary>
/// Who the server's programs run as. PostgreSQL refuses to run as root, so root hands the cluster to an unprivileged account and passes
/// its directory as an open descriptor: <c>/proc/self/fd/9</c> opens it without a right to walk the directories above.
/// </summary>
internal sealed class ServerAccount
{
    private const int ClusterDescriptor = 9;

    private readonly string? _name;
    private readonly string[] _switch = [];

    private ServerAccount() { }

    private ServerAccount(string name, string uid, string gid)
    {
        _name = name;
        _switch = Has("setpriv") ? ["setpriv", $"--reuid={uid}", $"--regid={gid}", "--clear-groups"]
            : Has("runuser") ? ["runuser", "-u", name, "--"]
            : Has("su", orBusyBox: true) ? ["su", "-s", "/bin/sh", "-c", "exec \"$@\"", "--", name, "sh"]
            : throw new EmbeddedPostgresException("The host runs as root and needs setpriv, runuser or su to run PostgreSQL as another user. Start the host as an ordinary user.");
    }

    public static ServerAccount Current { get; } = Find();

    /// <summary>Null when the programs run as the host's own user.</summary>
    public string? Name => _name;

    private static ServerAccount Find()
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess) return new ServerAccount();
        var users = File.ReadLines("/etc/passwd").Select(l => l.Split(':')).Where(f => f.Length > 3).ToLookup(f => f[0]);
        var user = users["postgres"].FirstOrDefault() ?? users["nobody"].FirstOrDefault()
            ?? throw new EmbeddedPostgresException("The host runs as root, and there is no user postgres or nobody to run PostgreSQL as. Create one, or start the host as an ordinary user.");
        return new ServerAccount(user[0], user[2], user[3]);
    }

    /// <summary>Makes a private directory (or file) the account's own.</summary>
    public void Give(string path)
    {
        if (_name is not null) Run("chown", ["-R", _name, path]);
    }

    /// <summary>The cluster directory's path as the account's programs see it.</summary>
    public string PathOf(string cluster) => _name is null ? cluster : PassesDescriptor ? $"/proc/self/fd/{ClusterDescriptor}" : cluster;

    private static bool PassesDescriptor => Directory.Exists("/proc/self/fd");

    /// <summary>Runs one of the server's programs to its end; its output comes back in the exception when it fails.</summary>
    public void RunProgram(string cluster, string program, IEnumerable<string> arguments)
    {
        if (_name is null)
            Run(program, arguments);
        else if (PassesDescriptor)
            Run("/bin/sh", ["-c", $"d=$1; shift; cd /; exec {ClusterDescriptor}<\"$d\"; exec \"$@\"", "sh", cluster, .. _switch, program, .. arguments]);
        else
            Run(_switch[0], [.. _switch[1..], program, .. arguments]);
    }

    private static void Run(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            Environment = { ["LC_ALL"] = "C", ["PGOPTIONS"] = "" },
        };
        using var process = Process.Start(start) ?? throw new EmbeddedPostgresException($"{program} did not start.");
        process.StandardInput.Close();
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new EmbeddedPostgresException($"{Path.GetFileName(program)} failed: {string.Join('\n', output.GetAwaiter().GetResult()).Trim()}");
    }

    /// <summary>BusyBox's versions of these programs, except su, lack the options used here.</summary>
    private static bool Has(string program, bool orBusyBox = false) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(d => new FileInfo(Path.Combine(d, program)))
            .Any(f => f.Exists && (orBusyBox || f.ResolveLinkTarget(returnFinalTarget: true)?.Name.StartsWith("busybox") is not true));
}
