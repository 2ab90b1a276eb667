using GraphQLPlugins.Kernel.Background;
using GraphQLPlugins.Kernel.Refusals;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Catalog.Installations.Dropped;

/// <summary>Looks through the drop folder at the start and then again and again (G45).</summary>
internal sealed partial class FolderWatch(FolderScan scan, CatalogOptions options, TimeProvider clock, ILogger<FolderWatch> log)
    : PeriodicService(options.Artifacts.DropFolder is { Length: > 0 } ? options.Artifacts.ScanInterval : TimeSpan.Zero, clock, log)
{
    protected override string Work => "Looking through the drop folder";

    protected override async Task RoundAsync(CancellationToken ct)
    {
        try
        {
            await scan.RunAsync(dryRun: false, ct);
        }
        catch (RefusalException e)
        {
            LogRefused(Log, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Reason}")]
    private static partial void LogRefused(ILogger log, string reason);
}
