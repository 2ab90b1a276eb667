using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Import;
using GraphQLPlugins.Kernel.Background;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Catalog.Remotes;

/// <summary>Asks remote repositories from time to time whether they are there, and synchronises those whose copy is old. Of several hosts one does it.</summary>
internal sealed class RepositoryWatch(RemoteHealth health, RemoteClient client, RemoteSync sync, CatalogOptions options, TimeProvider clock, ILogger<RepositoryWatch> log)
    : PeriodicService(options.RemoteCheckInterval, clock, log)
{
    /// <summary>One round.</summary>
    public async Task CheckAsync(CancellationToken ct)
    {
        foreach (var (repository, status) in await health.RemotesAsync(ct))
        {
            var asked = status.LastErrorAt > status.LastSuccessAt ? status.LastErrorAt : status.LastSuccessAt ?? status.LastErrorAt;
            if (asked + options.RemoteCheckInterval / 2 > Clock.Now())
                continue;
            try
            {
                if (options.RemoteSyncInterval > TimeSpan.Zero && !(repository.LastSyncAt + options.RemoteSyncInterval > Clock.Now()))
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

    protected override string Work => "Checking remote repositories";

    protected override bool StartsAtOnce => false;

    protected override Task RoundAsync(CancellationToken ct) => CheckAsync(ct);
}
