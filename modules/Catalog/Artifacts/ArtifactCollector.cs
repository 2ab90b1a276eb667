using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Catalog.Artifacts;

/// <summary>Removes files that nothing needs, again and again.</summary>
internal sealed partial class ArtifactCollector(ArtifactShelf shelf, CatalogOptions options, TimeProvider clock, ILogger<ArtifactCollector> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Artifacts.CollectInterval == TimeSpan.Zero)
            return;
        using var timer = new PeriodicTimer(options.Artifacts.CollectInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await shelf.CollectAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailure(e);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Files that nothing needs could not be removed")]
    private partial void LogFailure(Exception exception);
}
