using GraphQLPlugins.Kernel.Background;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Catalog.Artifacts;

/// <summary>Removes files that nothing needs, again and again.</summary>
internal sealed class ArtifactCollector(ArtifactShelf shelf, CatalogOptions options, TimeProvider clock, ILogger<ArtifactCollector> log)
    : PeriodicService(options.Artifacts.CollectInterval, clock, log)
{
    protected override string Work => "Removing files that nothing needs";

    protected override bool StartsAtOnce => false;

    protected override Task RoundAsync(CancellationToken ct) => shelf.CollectAsync(ct);
}
