using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Integrations.Webhooks.Delivery;

/// <summary>Sends deliveries for as long as the host runs: when some were queued here, when a webhook's turn ends, and now and then.</summary>
internal sealed partial class DeliveryLoop(DeliveryWorker worker, DeliveryWake wake, WebhookOptions options, ILogger<DeliveryLoop> log) : BackgroundService
{
    private readonly List<Task> _running = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Concurrency == 0) return;
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await StartDueAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailure(e);
            }
            catch (Exception)
            {
                break;
            }
            try
            {
                await wake.WaitAsync(options.PollInterval, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
        await Task.WhenAll(_running);
    }

    private async Task StartDueAsync(CancellationToken stopping)
    {
        _running.RemoveAll(task => task.IsCompleted);
        if (_running.Count >= options.Concurrency) return;
        foreach (var task in await worker.StartDueAsync(options.Concurrency - _running.Count, stopping))
            _running.Add(task.ContinueWith(_ => wake.Raise(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The queue of deliveries cannot be read; it is tried again")]
    private partial void LogFailure(Exception exception);
}
