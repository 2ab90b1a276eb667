using GraphQLPlugins.Kernel.Refusals;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Catalog.Installations.Dropped;

/// <summary>Looks through the drop folder at the start and then again and again (G45).</summary>
internal sealed partial class FolderWatch(FolderScan scan, CatalogOptions options, TimeProvider clock, ILogger<FolderWatch> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Artifacts is { DropFolder: null or "" } or { ScanInterval.Ticks: 0 })
            return;
        using var timer = new PeriodicTimer(options.Artifacts.ScanInterval, clock);
        do
        {
            try
            {
                await scan.RunAsync(dryRun: false, stoppingToken);
            }
            catch (RefusalException e)
            {
                LogRefused(e.Message);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailure(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Reason}")]
    private partial void LogRefused(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The drop folder could not be looked through")]
    private partial void LogFailure(Exception exception);
}
