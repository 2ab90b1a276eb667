using GraphQLPlugins.Kernel.Background;

namespace GraphQLPlugins.Kernel.Tests.Background;

public sealed class WakeupTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Many_calls_before_a_look_are_one()
    {
        var wakeup = new Wakeup();
        for (var i = 0; i < 3; i++) wakeup.Call();

        Assert.True(await wakeup.WaitAsync(Long, default));
        Assert.False(await wakeup.WaitAsync(TimeSpan.Zero, default));
    }

    [Fact]
    public async Task A_call_during_a_look_brings_another_one()
    {
        var wakeup = new Wakeup();
        wakeup.Call();
        Assert.True(await wakeup.WaitAsync(Long, default));
        wakeup.Call();

        Assert.True(await wakeup.WaitAsync(Long, default));
    }

    /// <summary>Whatever the order of calls and looks, what was said last is seen.</summary>
    [Fact]
    public async Task No_call_is_lost_among_many_threads()
    {
        const int Callers = 4, Calls = 20_000;
        var (wakeup, said, seen) = (new Wakeup(), 0, 0);
        var callers = Enumerable.Range(0, Callers).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < Calls; i++)
            {
                Interlocked.Increment(ref said);
                wakeup.Call();
            }
        })).ToArray();

        while (seen < Callers * Calls)
        {
            Assert.True(await wakeup.WaitAsync(Long, default), $"{seen} of {said} were seen.");
            seen = Volatile.Read(ref said);
        }
        await Task.WhenAll(callers);
    }
}
