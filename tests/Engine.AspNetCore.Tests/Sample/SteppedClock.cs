using System.Collections.Concurrent;

namespace GraphQLPlugins.Engine.AspNetCore.Tests.Sample;

/// <summary>A clock whose timers fire when a test says so.</summary>
internal sealed class SteppedClock : TimeProvider
{
    private readonly BlockingCollection<Timer> _timers = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(() => callback(state), dueTime);
        _timers.Add(timer);
        return timer;
    }

    /// <summary>Waits for the next timer that somebody sets, and fires it.</summary>
    /// <returns>What it was set to.</returns>
    public TimeSpan Step()
    {
        Assert.True(_timers.TryTake(out var timer, TimeSpan.FromSeconds(30)), "Nobody waits.");
        timer.Fire();
        return timer.DueTime;
    }

    private sealed class Timer(Action callback, TimeSpan dueTime) : ITimer
    {
        private int _fired;

        public TimeSpan DueTime => dueTime;

        public void Fire()
        {
            if (Interlocked.Exchange(ref _fired, 1) == 0) callback();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => Interlocked.Exchange(ref _fired, 1);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
