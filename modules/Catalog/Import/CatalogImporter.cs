using System.Diagnostics;
using GraphQLPlugins.Catalog.Advisories;
using GraphQLPlugins.Catalog.Repositories;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Import;

/// <summary>
/// Imports a catalog file into a repository. The file is read twice: first to see that it is whole, and how much it holds; then to write,
/// some plugins to a transaction. What a broken-off import has written stays, and the next one leaves it alone because its digests agree.
/// </summary>
public sealed class CatalogImporter(IDbContextFactory<CatalogDb> contexts, StorageServer server, CatalogOptions settings, TimeProvider clock)
{
    private const int PluginsPerBatch = 200;
    private const int MaxProblems = 10_000;

    /// <summary>Imports, and reports what was done.</summary>
    /// <param name="stream">The file, compressed or not; read from where it stands.</param>
    /// <param name="options">The format, the repository, and whether to write at all.</param>
    /// <param name="progress">Told after every batch.</param>
    /// <param name="ct">Stops after the current batch.</param>
    /// <exception cref="ImportFileException">The file is of no known format, damaged or cut off; nothing was written.</exception>
    /// <exception cref="ImportRefusedException">The repository cannot receive it; nothing was written.</exception>
    public async Task<ImportReport> ImportAsync(Stream stream, ImportOptions options, IProgress<ImportProgress>? progress = null, CancellationToken ct = default)
    {
        var watch = Stopwatch.StartNew();
        await using var source = await ImportSource.OpenAsync(stream, ct);
        var shape = await ImportShapes.DetectAsync(source, options.Format, ct);
        var content = await SurveyAsync(source, shape, ct);
        await using var importLock = options.DryRun ? null : await ImportLock.TakeAsync(server, options.Repository ?? content.RepositoryName, ct);
        var repository = await FindOrCreateAsync(options, content, ct);
        var batches = new ImportBatches(contexts, repository, options.DryRun, clock);
        await batches.LoadAsync(ct);

        var tally = new ImportTally();
        var advisories = new List<Advisory>();
        var started = watch.Elapsed;
        await foreach (var item in ImportRecords.ReadAsync(source, shape, settings.ManagedImagePrefix, ct))
        {
            if (item.Problem is { } problem)
                tally.Add(problem);
            if (item.Advisory is { } bare)
                advisories.Add(Advisory.Import(repository.Id, null, bare.PluginId ?? Advisory.Core, bare.Advisory, clock.Now()));
            if (item.Plugin is { } plugin)
                batches.Add(plugin, tally);
            if (item.Advisory is null)
                tally.Records++;
            if (batches.Pending < PluginsPerBatch)
                continue;
            await batches.WriteAsync(tally, ct);
            progress?.Report(new ImportProgress(tally.Records, content.Records, watch.Elapsed - started));
        }
        await batches.WriteAsync(tally, ct);
        await batches.WriteBareAsync(advisories, tally, ct);
        progress?.Report(new ImportProgress(tally.Records, content.Records, watch.Elapsed - started));
        return tally.Report(repository.Name, options.DryRun, watch.Elapsed, MaxProblems);
    }

    /// <summary>Reads to the end: a file that is cut off or damaged shows it here.</summary>
    private async Task<(int Records, string RepositoryName)> SurveyAsync(ImportSource source, ImportShape shape, CancellationToken ct)
    {
        var records = 0;
        string? provider = null;
        await foreach (var item in ImportRecords.ReadAsync(source, shape, settings.ManagedImagePrefix, ct))
        {
            if (item.Advisory is null)
                records++;
            provider ??= item.Plugin?.Provider;
        }
        return (records, shape == ImportShape.Managed ? "managed" : provider ?? "imported");
    }

    private async Task<Repository> FindOrCreateAsync(ImportOptions options, (int Records, string RepositoryName) content, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var managed = content.RepositoryName == "managed" && options.Repository is null;
        var name = options.Repository ?? content.RepositoryName;
        var found = managed
            ? await db.Repositories.FirstOrDefaultAsync(repository => repository.Type == RepositoryType.Managed, ct)
            : await db.Repositories.FirstOrDefaultAsync(repository => repository.Name == name, ct);
        if (found is { Type: RepositoryType.Remote })
            throw new ImportRefusedException($"The repository '{found.Name}' is a remote one; it takes no imports.");
        if (found is not null)
            return found;
        var created = Repository.Create(name, managed ? RepositoryType.Managed : RepositoryType.Imported, null, null, clock.Now());
        if (options.DryRun)
            return created;
        db.Add(created);
        await db.SaveChangesAsync(ct);
        return created;
    }
}
