using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace GraphQLPlugins.EmbeddedPostgres;

/// <summary>The server's main process, as its <c>postmaster.pid</c> tells it.</summary>
internal sealed partial record Postmaster(int ProcessId, ClusterEndpoint Endpoint)
{
    private const int Interrupt = 2, Quit = 3;

    /// <summary>Null when there is no file; a process that is not this cluster's server counts as none, and its stale file is removed.</summary>
    public static Postmaster? Find(string cluster)
    {
        var path = Path.Combine(cluster, "postmaster.pid");
        if (!File.Exists(path)) return null;
        // pid, data directory, start time, port, socket directory, ...
        var lines = File.ReadAllLines(path);
        if (lines.Length < 5 || !int.TryParse(lines[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var pid)
            || !int.TryParse(lines[3], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return null;
        var endpoint = new ClusterEndpoint(lines[4].Length > 0 ? lines[4] : null, port);
        if (Serves(pid, cluster)) return new Postmaster(pid, endpoint);
        // Left by a crash. Its number may belong to any process by now, which PostgreSQL would take for a running server.
        endpoint.Remove();
        File.Delete(path);
        return null;
    }

    public bool Runs => IsAlive(ProcessId);

    /// <summary>Fast shutdown: transactions are rolled back, data is flushed; after the time given, an immediate one, which the next start recovers from.</summary>
    public async Task StopAsync(string cluster, PostgresBinaries binaries, ServerAccount account, TimeSpan patience)
    {
        if (OperatingSystem.IsWindows())
        {
            account.RunProgram(cluster, binaries.Program("pg_ctl"), ["stop", "-D", cluster, "-m", "fast"]);
            return;
        }
        _ = Kill(ProcessId, Interrupt);
        var waited = Stopwatch.StartNew();
        while (Runs)
        {
            if (waited.Elapsed > patience) _ = Kill(ProcessId, Quit);
            if (waited.Elapsed > 2 * patience) throw new EmbeddedPostgresException($"PostgreSQL (process {ProcessId}) does not stop.");
            await Task.Delay(10);
        }
    }

    private static bool Serves(int pid, string cluster)
    {
        if (!IsAlive(pid)) return false;
        // On Linux the working directory names the cluster beyond doubt; elsewhere the program's name has to do.
        var workingDirectory = $"/proc/{pid}/cwd";
        if (Directory.Exists("/proc/self"))
            return new DirectoryInfo(workingDirectory).LinkTarget is { } target && SamePath(target, cluster);
        using var process = Process.GetProcessById(pid);
        return process.ProcessName.StartsWith("postgres", StringComparison.Ordinal);
    }

    private static bool SamePath(string target, string cluster) =>
        Path.GetFullPath(target) == Path.GetFullPath(cluster) || Path.GetFullPath(target) == RealPath(cluster);

    private static string RealPath(string path)
    {
        var full = new DirectoryInfo(path);
        var parent = full.Parent is null ? full.FullName : RealPath(full.Parent.FullName);
        var here = full.Parent is null ? parent : Path.Combine(parent, full.Name);
        return new DirectoryInfo(here).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? here;
    }

    private static bool IsAlive(int pid)
    {
        if (OperatingSystem.IsWindows()) return Process.GetProcesses().Any(p => p.Id == pid);
        if (Kill(pid, 0) != 0 && Marshal.GetLastPInvokeError() == NoSuchProcess) return false;
        // A zombie, whose parent has not asked for its exit yet, runs no more.
        return !TryReadState(pid, out var state) || state is not ('Z' or 'X');
    }

    private static bool TryReadState(int pid, out char state)
    {
        state = '?';
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            state = stat[stat.LastIndexOf(')') + 2];
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private const int NoSuchProcess = 3;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
