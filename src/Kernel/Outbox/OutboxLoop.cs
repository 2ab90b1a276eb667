using GraphQLPlugins.Kernel.Background;
using GraphQLPlugins.Kernel.Signals;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Kernel.Outbox;

/// <summary>Serves the consumers of events for as long as the host runs.</summary>
internal sealed partial class OutboxLoop(EventDispatcher dispatcher, DatabaseSignals signals, OutboxOptions options, ILogger<OutboxLoop> log) : BackgroundService
{
    /// <summary>What happens within this time is handed over together: a busy host would else begin a transaction for nearly every event.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(20);

    private readonly Wakeup _wake = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (dispatcher.Consumers.Count == 0) return;
        await Task.Yield();
        using var listening = signals.On(Signal.Events, _wake.Call);
        _ = signals.ListenAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var consumer in dispatcher.Consumers) await TryAsync(consumer, stoppingToken);
            try
            {
                if (await _wake.WaitAsync(options.PollInterval, stoppingToken)) await Task.Delay(Together, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task TryAsync(EventConsumerRegistration consumer, CancellationToken stopping)
    {
        try
        {
            await dispatcher.DispatchAsync(consumer, stopping);
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // The rest is for the next host.
        }
        catch (Exception e)
        {
            LogFailure(e, consumer.Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Events are not taken by {Consumer}; the same ones are tried again")]
    private partial void LogFailure(Exception exception, string consumer);
}
