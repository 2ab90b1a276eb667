using System.Globalization;

namespace GraphQLPlugins.Host.Benchmarks;

/// <summary>CPU time of processes by the kernel's own accounting (Linux).</summary>
internal static class CpuMeter
{
    private const double TicksPerSecond = 100;

    /// <summary>Seconds of user and system time of a process.</summary>
    public static double Of(int processId) => Read(processId) is { } stat ? stat.Seconds : 0;

    /// <summary>Seconds of the thread on which .NET compiles in the background; 0 for processes that have none.</summary>
    public static double OfCompiler(int processId)
    {
        foreach (var thread in Directory.EnumerateDirectories($"/proc/{processId}/task"))
        {
            try
            {
                if (File.ReadAllText($"{thread}/comm").StartsWith(".NET Tiered", StringComparison.Ordinal)) return Read($"{thread}/stat")?.Seconds ?? 0;
            }
            catch (IOException)
            {
                // It has ended.
            }
        }
        return 0;
    }

    /// <summary>Seconds of a process, of its children that run, and of those that have ended.</summary>
    public static double OfFamily(int processId)
    {
        var total = 0.0;
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(System.IO.Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var id) || Read(id) is not { } stat) continue;
            if (id == processId) total += stat.Seconds + stat.EndedChildrenSeconds;
            else if (stat.Parent == processId) total += stat.Seconds;
        }
        return total;
    }

    /// <summary>The children of a process that run.</summary>
    public static IEnumerable<int> ChildrenOf(int processId) =>
        from directory in Directory.EnumerateDirectories("/proc")
        let id = int.TryParse(System.IO.Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0
        where id > 0 && Read(id) is { } stat && stat.Parent == processId
        select id;

    private static (int Parent, double Seconds, double EndedChildrenSeconds)? Read(int processId) => Read($"/proc/{processId}/stat");

    private static (int Parent, double Seconds, double EndedChildrenSeconds)? Read(string file)
    {
        try
        {
            var text = File.ReadAllText(file);
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            double Ticks(int i) => double.Parse(fields[i], CultureInfo.InvariantCulture) / TicksPerSecond;
            return (int.Parse(fields[1], CultureInfo.InvariantCulture), Ticks(11) + Ticks(12), Ticks(13) + Ticks(14));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
