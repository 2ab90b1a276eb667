using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Kernel.Background;

/// <summary>Something that each host does now and again until it stops. A round that fails is logged, and the next one comes at its time.</summary>
/// <param name="interval">From one round to the next; zero for none at all.</param>
/// <param name="clock">What measures it.</param>
/// <param name="log">Where failures go.</param>
public abstract partial class PeriodicService(TimeSpan interval, TimeProvider clock, ILogger log) : BackgroundService
{
    /// <summary>What measures the time.</summary>
    protected TimeProvider Clock => clock;

    /// <summary>Where failures go.</summary>
    protected ILogger Log => log;

    /// <summary>What a round does, for the log: "(this) failed".</summary>
    protected abstract string Work { get; }

    /// <summary>Whether a round comes at the start, and not only after the first interval.</summary>
    protected virtual bool StartsAtOnce => true;

    /// <summary>One round.</summary>
    protected abstract Task RoundAsync(CancellationToken ct);

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (interval <= TimeSpan.Zero) return;
        // The host goes on starting.
        await Task.Yield();
        using var timer = new PeriodicTimer(interval, clock);
        try
        {
            if (StartsAtOnce) await TryAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TryAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task TryAsync(CancellationToken ct)
    {
        try
        {
            await RoundAsync(ct);
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            // The next host, or the next start, does it.
        }
        catch (Exception e)
        {
            LogFailure(e, Work);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Work} failed; the next round tries again")]
    private partial void LogFailure(Exception exception, string work);
}
