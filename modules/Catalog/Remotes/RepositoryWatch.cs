using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Import;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Catalog.Remotes;

/// <summary>Asks remote repositories from time to time whether they are there, and synchronises those whose copy is old. Of several hosts one does it.</summary>
internal sealed partial class RepositoryWatch(RemoteHealth health, RemoteClient client, RemoteSync sync, CatalogOptions options, TimeProvider clock, ILogger<RepositoryWatch> log) : BackgroundService
{
    /// <summary>One round.</summary>
    public async Task CheckAsync(CancellationToken ct)
    {
        foreach (var (repository, status) in await health.RemotesAsync(ct))
        {
            var asked = status.LastErrorAt > status.LastSuccessAt ? status.LastErrorAt : status.LastSuccessAt ?? status.LastErrorAt;
            if (asked + options.RemoteCheckInterval / 2 > clock.Now())
                continue;
            try
            {
                if (options.RemoteSyncInterval > TimeSpan.Zero && !(repository.LastSyncAt + options.RemoteSyncInterval > clock.Now()))
                    await sync.SyncAsync(repository, dryRun: false, ct);
                else
                    await client.AskAsync(repository, "{ __typename }", new { }, ct);
            }
            catch (Exception fault) when (fault is UpstreamUnavailableException or ImportBusyException)
            {
                // Noted where everybody can see it.
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.RemoteCheckInterval <= TimeSpan.Zero)
            return;
        using var timer = new PeriodicTimer(options.RemoteCheckInterval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await RoundAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private async Task RoundAsync(CancellationToken ct)
    {
        try
        {
            await CheckAsync(ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogFailure(fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Remote repositories could not be checked; the next round tries again")]
    private partial void LogFailure(Exception exception);
}
