using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Kernel.Background;

/// <summary>Something that each host does when it is told that there is work, and now and then for what other hosts left, until it stops. A round that fails is logged and comes again.</summary>
/// <param name="interval">When it looks without being told.</param>
/// <param name="clock">What measures the time after a failure.</param>
/// <param name="log">Where failures go.</param>
public abstract partial class WokenService(TimeSpan interval, TimeProvider clock, ILogger log) : BackgroundService
{
    private readonly Wakeup _wake = new();

    /// <summary>What measures the time.</summary>
    protected TimeProvider Clock => clock;

    /// <summary>What a round does, for the log: "(this) failed".</summary>
    protected abstract string Work { get; }

    /// <summary>Says that there is work.</summary>
    public void Wake() => _wake.Call();

    /// <summary>Does all that there is to do.</summary>
    protected abstract Task RoundAsync(CancellationToken ct);

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host goes on starting.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RoundAsync(stoppingToken);
                await _wake.WaitAsync(interval, stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFailure(log, e, Work);
                await Task.Delay(interval, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Work} failed; it is tried again")]
    private static partial void LogFailure(ILogger log, Exception exception, string work);
}
