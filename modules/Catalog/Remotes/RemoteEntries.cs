using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Import;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Repositories;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace GraphQLPlugins.Catalog.Remotes;

/// <summary>
/// One entry of a remote repository that is asked for between two synchronisations. A server that is away is not asked, nor one that has just said
/// that it does not have the plugin; and few questions are under way at a time, since anybody may ask for any id.
/// </summary>
internal sealed class RemoteEntries(
    RemoteSync sync, RemoteHealth health, IDbContextFactory<CatalogDb> contexts, StorageServer server, CatalogOptions options, IMemoryCache cache, TimeProvider clock)
{
    private static readonly TimeSpan AbsentFor = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _asking = new(8);

    /// <summary>Asks the remote repositories in their order for an entry that is not known here.</summary>
    /// <returns>Whether it is known now.</returns>
    /// <exception cref="UpstreamUnavailableException">No repository that answered has it, and one did not answer.</exception>
    public async Task<bool> FetchAsync(string pluginId, string? repositoryId, CancellationToken ct)
    {
        UpstreamUnavailableException? away = null;
        foreach (var (repository, status) in await health.RemotesAsync(ct))
        {
            if (repositoryId is not null && repository.RepositoryId != repositoryId)
                continue;
            if (cache.TryGetValue(Absent(repository, pluginId), out _))
                continue;
            if (IsAway(status))
            {
                away ??= new UpstreamUnavailableException($"The repository '{repository.Name}'", "it did not answer a short while ago");
                continue;
            }
            try
            {
                if (await CopyAsync(repository, pluginId, ct))
                    return true;
                cache.Set(Absent(repository, pluginId), true, AbsentFor);
            }
            catch (UpstreamUnavailableException fault)
            {
                away ??= fault;
            }
        }
        return away is null ? false : throw away;
    }

    /// <summary>As <see cref="FetchAsync"/>, where it has to be found out first whether the entry is known. Costs nothing without remote repositories.</summary>
    public async ValueTask EnsureAsync(string pluginId, string? repositoryId, CatalogDb db, CancellationToken ct)
    {
        if ((await health.RemotesAsync(ct)).Count > 0 && !await db.Plugins.Named(pluginId, repositoryId).AnyAsync(ct))
            await FetchAsync(pluginId, repositoryId, ct);
    }

    /// <summary>Sees to it that a copied entry's versions are as new as the settings want; where that cannot be, there is a warning.</summary>
    public async Task RefreshAsync(Plugin plugin, Warnings warnings, CancellationToken ct)
    {
        if (plugin.VersionsCheckedAt + options.RegistryCacheTime > clock.GetUtcNow())
            return;
        var remote = (await health.RemotesAsync(ct)).FirstOrDefault(remote => remote.Repository.Id == plugin.RepositoryKey);
        if (remote is null)
            return;
        if (IsAway(remote.Status))
        {
            health.Warn(remote, warnings);
            return;
        }
        try
        {
            await CopyAsync(remote.Repository, plugin.PluginId, ct);
        }
        catch (UpstreamUnavailableException fault)
        {
            warnings.Add(fault.Code, $"{fault.Message} The versions shown are those from before.", plugin.PluginId);
        }
    }

    private bool IsAway(RemoteStatus status) => status.Reach == RepositoryReach.Down && status.LastErrorAt + options.RegistryRetryTime > clock.GetUtcNow();

    private async Task<bool> CopyAsync(Repository repository, string pluginId, CancellationToken ct)
    {
        await _asking.WaitAsync(ct);
        try
        {
            if (await FindAsync(repository, pluginId, ct) is not { } record)
                return false;
            await using var taken = await ImportLock.TakeAsync(server, repository.Name, ct);
            var batches = new ImportBatches(contexts, repository, dryRun: false, clock, exact: true);
            await batches.LoadAsync(ct, pluginId);
            var tally = new ImportTally();
            batches.Add(record, tally);
            await batches.WriteAsync(tally, ct);
            await using var db = await contexts.CreateDbContextAsync(ct);
            await db.Plugins.Where(plugin => plugin.RepositoryKey == repository.Id && plugin.PluginId == record.PluginId)
                .ExecuteUpdateAsync(set => set.SetProperty(plugin => plugin.VersionsCheckedAt, clock.Now()), ct);
            return true;
        }
        catch (ImportBusyException)
        {
            throw new UpstreamUnavailableException($"The repository '{repository.Name}'", "it is being synchronised");
        }
        finally
        {
            _asking.Release();
        }
    }

    private async Task<PluginRecord?> FindAsync(Repository repository, string pluginId, CancellationToken ct)
    {
        try
        {
            return await sync.FindAsync(repository, pluginId, ct);
        }
        catch (RecordRefusedException refusal)
        {
            throw new UpstreamUnavailableException($"The repository '{repository.Name}'", $"its entry cannot be taken: {refusal.Message}");
        }
    }

    private static (string, Guid, string) Absent(Repository repository, string pluginId) => (nameof(RemoteEntries), repository.Id, pluginId);
}
