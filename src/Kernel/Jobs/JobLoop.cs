using GraphQLPlugins.Kernel.Background;
using GraphQLPlugins.Kernel.Signals;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Kernel.Jobs;

/// <summary>Runs jobs for as long as the host runs: when it is told of one, when one ends, and now and then.</summary>
internal sealed partial class JobLoop(JobRunner runner, DatabaseSignals signals, JobOptions options, ILogger<JobLoop> log) : BackgroundService
{
    private readonly Wakeup _wake = new();
    private readonly List<Task> _running = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Concurrency == 0) return;
        // A host's start is over only when the services have started, and the first look must not hold it up.
        await Task.Yield();
        using var listening = signals.On(Signal.Jobs, _wake.Call);
        _ = signals.ListenAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await runner.CancelRequestedAsync(stoppingToken);
                await runner.TakeOverAsync(stoppingToken);
                await StartDueAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailure(e);
            }
            catch (OperationCanceledException)
            {
                break;
            }
            try
            {
                await _wake.WaitAsync(options.PollInterval, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
        await Task.WhenAll(_running);
    }

    private async Task StartDueAsync(CancellationToken ct)
    {
        _running.RemoveAll(task => task.IsCompleted);
        if (_running.Count >= options.Concurrency) return;
        foreach (var task in await runner.StartDueAsync(options.Concurrency - _running.Count, ct))
            _running.Add(task.ContinueWith(_ => _wake.Call(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The queue of jobs cannot be read; it is tried again")]
    private partial void LogFailure(Exception exception);
}
