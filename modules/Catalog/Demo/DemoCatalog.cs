using GraphQLPlugins.Catalog.Import;
using GraphQLPlugins.Catalog.Repositories;
using GraphQLPlugins.Catalog.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Demo;

/// <summary>
/// The catalog that comes with the server, so that there is something to query at once: facts about real plugins (ids, names, versions, dates,
/// sizes, digests, dependencies, labels, option keys) of three published catalogs. It is a set of ordinary import files.
/// </summary>
public sealed class DemoCatalog(CatalogImporter importer, IDbContextFactory<CatalogDb> contexts)
{
    private static readonly (string Resource, string? Repository)[] Files = [("cloudforet.json.gz", null), ("jenkins.ndjson.gz", "jenkins"), ("mattermost.ndjson.gz", "mattermost")];

    /// <summary>Fills a catalog in which nothing was ever registered or imported; leaves any other alone.</summary>
    /// <returns>What was loaded, by repository; empty when nothing was.</returns>
    public async Task<IReadOnlyList<ImportReport>> LoadIfEmptyAsync(CancellationToken ct)
    {
        if (await IsInUseAsync(ct))
            return [];
        var reports = new List<ImportReport>(Files.Length);
        try
        {
            foreach (var (resource, repository) in Files)
            {
                await using var stream = Open(resource);
                reports.Add(await importer.ImportAsync(stream, new ImportOptions { Repository = repository }, null, ct));
            }
        }
        catch (ImportBusyException)
        {
            // Another host that started at the same time is loading it.
        }
        return reports;
    }

    /// <summary>An import file; decompressed by the importer.</summary>
    internal static Stream Open(string resource) =>
        typeof(DemoCatalog).Assembly.GetManifestResourceStream($"demo/{resource}") ?? throw new InvalidOperationException($"The resource {resource} is missing.");

    private async Task<bool> IsInUseAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Plugins.AnyAsync(ct) || await db.Repositories.AnyAsync(repository => repository.Type != RepositoryType.Local, ct);
    }
}
