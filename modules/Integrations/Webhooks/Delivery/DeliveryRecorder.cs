using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Integrations.Webhooks.Delivery;

/// <summary>
/// Writes how attempts ended, many in one transaction: while one is written, the next ones gather. What cannot be written is tried again for a while; then the
/// lease ends, and the deliveries are sent once more.
/// </summary>
internal sealed partial class DeliveryRecorder(IDbContextFactory<IntegrationsDb> contexts, DeliveryWatch watch, WebhookOptions options, TimeProvider clock, ILogger<DeliveryRecorder> log)
{
    private const int MaxResults = 500;
    private const int MaxTries = 5;
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly Queue<DeliveryResult> _results = [];
    private readonly Queue<(QueueRelease Release, TaskCompletionSource Done)> _releases = [];
    private bool _isWriting;

    /// <summary>Writes it soon.</summary>
    public void Add(DeliveryResult result)
    {
        lock (_gate)
        {
            _results.Enqueue(result);
            Start();
        }
    }

    /// <summary>Gives a webhook back after all results that were added before; returns when that is done, or was given up.</summary>
    public Task ReleaseAsync(QueueRelease release)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _releases.Enqueue((release, done));
            Start();
        }
        return done.Task;
    }

    private void Start()
    {
        if (_isWriting) return;
        _isWriting = true;
        _ = Task.Run(WriteAllAsync);
    }

    private async Task WriteAllAsync()
    {
        while (true)
        {
            List<DeliveryResult> results = [];
            List<(QueueRelease Release, TaskCompletionSource Done)> releases = [];
            lock (_gate)
            {
                while (results.Count < MaxResults && _results.TryDequeue(out var result)) results.Add(result);
                // Releases follow results; none goes before the results that it stands behind.
                if (_results.Count == 0)
                    while (_releases.TryDequeue(out var release)) releases.Add(release);
                if (results.Count == 0 && releases.Count == 0)
                {
                    _isWriting = false;
                    return;
                }
            }
            await TryWriteAsync(results, [.. releases.Select(r => r.Release)]);
            foreach (var (_, done) in releases) done.SetResult();
        }
    }

    private async Task TryWriteAsync(List<DeliveryResult> results, List<QueueRelease> releases)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var db = await contexts.CreateDbContextAsync();
                await using var transaction = await db.Database.BeginTransactionAsync();
                await db.WriteAsync(results, releases, clock.Now(), CancellationToken.None);
                await db.CountAsync([.. releases.Select(r => r.App).OfType<AppOutcomes>()], options.Breaker, CancellationToken.None);
                await transaction.CommitAsync();
                foreach (var result in results.Where(r => r.IsWatched)) await watch.TellAsync(result);
                return;
            }
            catch (ObjectDisposedException)
            {
                // The host is gone.
                return;
            }
            catch (Exception e)
            {
                if (tries == MaxTries)
                {
                    LogFailure(e, results.Count);
                    return;
                }
            }
            await Task.Delay(TryAgainAfter * tries);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The outcome of {Count} deliveries could not be written; they will be sent again")]
    private partial void LogFailure(Exception exception, int count);
}
