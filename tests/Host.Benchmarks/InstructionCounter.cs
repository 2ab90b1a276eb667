using System.Diagnostics;
using System.Globalization;

namespace GraphQLPlugins.Host.Benchmarks;

/// <summary>Counts instructions of processes, and of those that they start meanwhile, in user mode by <c>perf stat</c>: what a busy machine does not change.</summary>
internal sealed class InstructionCounter : IDisposable
{
    private readonly Process _perf;

    private InstructionCounter(Process perf) => _perf = perf;

    public static InstructionCounter Start(params IEnumerable<int> processIds)
    {
        // perf tells that it has attached by an acknowledgement on its control descriptor; standard output carries it.
        var start = new ProcessStartInfo("perf", ["stat", "-x", ",", "-e", "instructions:u", "-D", "-1", "--control", "fd:0,1", "-p", string.Join(',', processIds.Select(id => id.ToString(CultureInfo.InvariantCulture)))])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        var perf = Process.Start(start)!;
        perf.StandardInput.Write("enable\n");
        perf.StandardInput.Flush();
        perf.StandardOutput.ReadLine();
        return new InstructionCounter(perf);
    }

    /// <summary>Ends the counting.</summary>
    public double Stop()
    {
        _perf.StandardInput.Write("disable\n");
        _perf.StandardInput.Flush();
        _perf.StandardOutput.ReadLine();
        // It reports when it is interrupted.
        using (var interrupt = Process.Start("kill", ["-INT", _perf.Id.ToString(CultureInfo.InvariantCulture)])) interrupt.WaitForExit();
        var report = _perf.StandardError.ReadToEnd();
        _perf.WaitForExit();
        var line = report.Split('\n').FirstOrDefault(l => l.Contains("instructions", StringComparison.Ordinal)) ?? throw new InvalidOperationException($"perf stat counts nothing: {report}");
        // Processes that slept all the while have none.
        return line.StartsWith("<not counted>", StringComparison.Ordinal) ? 0 : double.Parse(line.Split(',')[0], CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        if (!_perf.HasExited) _perf.Kill();
        _perf.Dispose();
    }
}
