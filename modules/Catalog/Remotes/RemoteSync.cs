using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Import;
using GraphQLPlugins.Catalog.Repositories;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Catalog.Remotes;

/// <summary>What a synchronisation changed.</summary>
/// <param name="PluginsCreated">Entries that were not there before.</param>
/// <param name="PluginsUpdated">Entries that had changed.</param>
/// <param name="PluginsUnchanged">Entries that were the same.</param>
/// <param name="PluginsRemoved">Entries that the other server no longer has.</param>
/// <param name="VersionsCreated">Versions that were not there before.</param>
/// <param name="Problems">Entries that could not be taken, at most 100.</param>
public sealed record RepositorySyncReport(int PluginsCreated, int PluginsUpdated, int PluginsUnchanged, int PluginsRemoved, int VersionsCreated, IReadOnlyList<ImportProblem> Problems)
{
    internal bool Changed => PluginsCreated + PluginsUpdated + PluginsRemoved > 0;
}

/// <summary>
/// Makes the rows of a remote repository an exact copy of the other server's local repository (S28). What was written before a synchronisation
/// broke off stays; nothing is removed before everything was read.
/// </summary>
internal sealed class RemoteSync(
    RemoteClient client, IDbContextFactory<CatalogDb> contexts, StorageServer server, RemoteHealth health, IServiceScopeFactory scopes, CatalogOptions options, TimeProvider clock)
{
    private const int PluginsPerBatch = 200;
    private const int MaxVersions = 10_000;
    private const int MaxProblems = 100;

    /// <param name="repository">The remote repository.</param>
    /// <param name="dryRun">Only find out what would change.</param>
    /// <param name="ct">Stops.</param>
    /// <param name="progress">Told how many plugins were read.</param>
    /// <exception cref="UpstreamUnavailableException">The other server gave no usable answer; what was copied before stays.</exception>
    /// <exception cref="ImportBusyException">It is synchronised by somebody else at this moment.</exception>
    public async Task<RepositorySyncReport> SyncAsync(Repository repository, bool dryRun, CancellationToken ct, Action<int>? progress = null)
    {
        await using var taken = dryRun ? null : await ImportLock.TakeAsync(server, repository.Name, ct);
        var tally = new ImportTally();
        try
        {
            await CopyAsync(repository, dryRun, tally, progress, ct);
        }
        catch (UpstreamUnavailableException fault)
        {
            if (!dryRun)
                await NoteAsync(repository, fault.Message, ct);
            throw;
        }
        var report = new RepositorySyncReport(
            tally.PluginsCreated, tally.PluginsUpdated, tally.PluginsUnchanged, tally.PluginsRemoved, tally.VersionsCreated, [.. tally.Problems.Take(MaxProblems)]);
        if (dryRun)
            return report;
        await NoteAsync(repository, null, ct);
        if (report.Changed)
            await PublishAsync(new CatalogChanged(repository.RepositoryId, null, CatalogAction.RepositorySynced, clock.Now()));
        return report;
    }

    /// <summary>One entry with all its versions; null when the other server does not have it.</summary>
    /// <exception cref="UpstreamUnavailableException">The other server gave no usable answer.</exception>
    public async Task<PluginRecord?> FindAsync(Repository repository, string pluginId, CancellationToken ct)
    {
        var there = await LocalRepositoryAsync(repository, ct);
        var data = await client.AskAsync(repository, RemoteRecord.One, new { repository = there, pluginId }, ct);
        if (data.GetProperty("plugin") is not { ValueKind: JsonValueKind.Object } entry)
            return null;
        return await ReadAsync(repository, there, entry, ct);
    }

    private async Task CopyAsync(Repository repository, bool dryRun, ImportTally tally, Action<int>? progress, CancellationToken ct)
    {
        var there = await LocalRepositoryAsync(repository, ct);
        var batches = new ImportBatches(contexts, repository, dryRun, clock, exact: true);
        await batches.LoadAsync(ct);
        string? after = null;
        do
        {
            var plugins = (await client.AskAsync(repository, RemoteRecord.Page, new { repository = there, after }, ct)).GetProperty("plugins");
            foreach (var entry in plugins.GetProperty("nodes").EnumerateArray())
            {
                if (++tally.Records > options.MaxRemotePlugins)
                    throw new UpstreamUnavailableException($"The repository '{repository.Name}'", $"it has more than the {options.MaxRemotePlugins} plugins that Catalog:MaxRemotePlugins allows");
                try
                {
                    batches.Add(await ReadAsync(repository, there, entry, ct), tally);
                }
                catch (RecordRefusedException refusal)
                {
                    tally.Add(new ImportProblem(tally.Records, null, refusal.Message));
                }
            }
            if (batches.Pending >= PluginsPerBatch)
                await batches.WriteAsync(tally, ct);
            progress?.Invoke(tally.Records);
            after = Next(plugins);
        }
        while (after is not null);
        await batches.WriteAsync(tally, ct);
        await batches.RemoveUnseenAsync(tally, ct);
    }

    /// <summary>Always its local repository: what it copies itself comes from elsewhere (S28).</summary>
    private async Task<string> LocalRepositoryAsync(Repository repository, CancellationToken ct)
    {
        var data = await client.AskAsync(repository, RemoteRecord.LocalRepository, new { }, ct);
        var local = data.TryGetProperty("repositories", out var repositories) && repositories.ValueKind == JsonValueKind.Array ? repositories.EnumerateArray().FirstOrDefault() : default;
        return local.ValueKind == JsonValueKind.Object && local.TryGetProperty("repositoryId", out var id) && id.GetString() is { } text
            ? text
            : throw new UpstreamUnavailableException($"The repository '{repository.Name}'", "it has no local repository");
    }

    private async Task<PluginRecord> ReadAsync(Repository repository, string there, JsonElement entry, CancellationToken ct)
    {
        var page = entry.GetProperty("versions");
        List<VersionRecord> versions = [.. page.GetProperty("nodes").EnumerateArray().Select(RemoteRecord.Version)];
        for (var after = Next(page); after is not null && versions.Count < MaxVersions; after = Next(page))
        {
            var variables = new { repository = there, pluginId = entry.GetProperty("pluginId").GetString(), after };
            page = (await client.AskAsync(repository, RemoteRecord.Versions, variables, ct)).GetProperty("pluginVersions");
            versions.AddRange(page.GetProperty("nodes").EnumerateArray().Select(RemoteRecord.Version));
        }
        return RemoteRecord.Read(entry, versions);
    }

    private static string? Next(JsonElement connection) =>
        connection.GetProperty("pageInfo") is var info && info.GetProperty("hasNextPage").GetBoolean() ? info.GetProperty("endCursor").GetString() : null;

    private async Task NoteAsync(Repository repository, string? error, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var row = db.Repositories.Where(other => other.Id == repository.Id);
        // Not by way of the entity: its revision counts what people change.
        if (error is null)
            await row.ExecuteUpdateAsync(set => set.SetProperty(r => r.LastSyncAt, clock.Now()).SetProperty(r => r.LastSyncError, (string?)null), ct);
        else
            await row.ExecuteUpdateAsync(set => set.SetProperty(r => r.LastSyncError, error), ct);
        health.Forget();
    }

    private async Task PublishAsync(CatalogChanged change)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMediator>().Publish(change);
    }
}
