using GraphQLPlugins.Kernel.Signals;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Kernel.Outbox;

/// <summary>Serves the consumers of events for as long as the host runs, and removes what is too old.</summary>
internal sealed partial class OutboxLoop(EventDispatcher dispatcher, DatabaseSignals signals, OutboxOptions options, TimeProvider clock, ILogger<OutboxLoop> log) : BackgroundService
{
    private static readonly TimeSpan RemoveOldEvery = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim _wake = new(0, 1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var listening = signals.On(Signal.Events, Wake);
        var hasConsumers = dispatcher.Consumers.Count > 0;
        if (hasConsumers) _ = signals.ListenAsync(stoppingToken);
        var removeAt = clock.Now();
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var consumer in dispatcher.Consumers) await TryAsync(() => dispatcher.DispatchAsync(consumer, stoppingToken), consumer.Name, stoppingToken);
            if (clock.Now() >= removeAt)
            {
                await TryAsync(() => dispatcher.RemoveOldAsync(stoppingToken), "retention", stoppingToken);
                removeAt = clock.Now() + RemoveOldEvery;
            }
            try
            {
                await _wake.WaitAsync(hasConsumers ? options.PollInterval : RemoveOldEvery, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task TryAsync(Func<Task> act, string what, CancellationToken stopping)
    {
        try
        {
            await act();
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // The rest is for the next host.
        }
        catch (Exception e)
        {
            LogFailure(e, what);
        }
    }

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Events are not taken by {Consumer}; the same ones are tried again")]
    private partial void LogFailure(Exception exception, string consumer);
}
