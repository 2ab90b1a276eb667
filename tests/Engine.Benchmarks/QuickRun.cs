using System.Diagnostics;

namespace GraphQLPlugins.Engine.Benchmarks;

/// <summary>Ratios in seconds instead of minutes: each benchmark's best of several short rounds, beside the floor. For a look while working; the real figures come from BenchmarkDotNet.</summary>
internal static class QuickRun
{
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(15);

    public static async Task RunAsync()
    {
        var benchmarks = new ExecutionBenchmarks();
        var floor = await MeasureAsync(() => Task.FromResult(benchmarks.FloorHundred()));
        var again = await MeasureAsync(() => Task.FromResult(benchmarks.FloorHundred()));
        if (again.Nanoseconds < floor.Nanoseconds) floor = again;
        Print("floor: 100 x 10 by Utf8JsonWriter", floor, floor);
        Print("100 x 10 by getters", await MeasureAsync(benchmarks.Hundred), floor);
        Print("{ __typename }", await MeasureAsync(benchmarks.TypeName), floor);
        Print("{ hello }", await MeasureAsync(benchmarks.Hello), floor);
        Print("five fields, variable", await MeasureAsync(benchmarks.Five), floor);
        Print("five fields, async resolver", await MeasureAsync(benchmarks.LateFive), floor);
        Print("100 async resolvers, at once", await MeasureAsync(benchmarks.HundredLate), floor);
        Print("100 async resolvers, waiting", await MeasureAsync(benchmarks.HundredWaited), floor);
        Print("plan of 10 fields", await MeasureAsync(() => Task.FromResult(benchmarks.Plan().GetHashCode())), floor);
    }

    private static async Task<(double Nanoseconds, double Bytes)> MeasureAsync(Func<Task<int>> run)
    {
        // Pauses let the JIT's background thread bring in the optimized code.
        for (var warmup = 0; warmup < 8; warmup++)
        {
            for (var i = 0; i < 200; i++) await run();
            await Task.Delay(60);
        }
        var (best, bytes) = (double.MaxValue, 0.0);
        for (var round = 0; round < 25; round++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            var start = Stopwatch.GetTimestamp();
            var count = 0;
            do
            {
                for (var i = 0; i < 16; i++) await run();
                count += 16;
            }
            while (Stopwatch.GetElapsedTime(start) < Round);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / count);
            bytes = (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / count;
        }
        return (best, bytes);
    }

    private static void Print(string name, (double Nanoseconds, double Bytes) measured, (double Nanoseconds, double Bytes) floor) =>
        Console.WriteLine($"{name,-36} {measured.Nanoseconds,12:N0} ns {measured.Nanoseconds / floor.Nanoseconds,8:N3} x floor {measured.Bytes,10:N0} B");
}
