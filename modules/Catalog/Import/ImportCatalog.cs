using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Jobs;
using GraphQLPlugins.Catalog.Repositories;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Import;

/// <summary>Imports a file that was sent.</summary>
public sealed record ImportCatalog(IFile File, ImportFormat? Format, string? Repository, bool DryRun) : ICommand<ImportReport>
{
    string? ICommand.AuditTarget => Repository ?? File.Name;
}

/// <summary>The file cannot be imported; nothing was written.</summary>
public sealed class ImportFileInvalidException(string reason) : RefusalException(reason, "file");

/// <summary>What importing did.</summary>
/// <param name="Report">What changed.</param>
public sealed record ImportCatalogPayload(ImportReport Report)
{
    /// <summary>The job that does it; null unless it was asked for, and then all else is empty.</summary>
    public OperationJob? Job { get; init; }
}

[MutationType]
public static partial class ImportCatalogMutation
{
    /// <summary>
    /// Imports a published catalog. New plugins and versions are added, changed ones replaced, none removed. Bad records are left out and reported.
    /// What was imported before and has not changed is left alone, so an import can be repeated after an interruption.
    /// </summary>
    /// <param name="file">The catalog, compressed with gzip or not.</param>
    /// <param name="format">The format that it must have; without, what it looks like.</param>
    /// <param name="repository">The name of the repository that receives the plugins; made when there is none. Without, it follows from the content.</param>
    /// <param name="dryRun">Only find out what would change.</param>
    /// <param name="async">Whether to keep the file and answer with a job at once that imports it, which may take longer than a request.</param>
    [Authorize("catalog:write")]
    [Error<ImportFileInvalidException>]
    [Error<ImportRefusedException>]
    [Error<ImportBusyException>]
    [Error<InputInvalidException>]
    [Error<PayloadTooLargeException>]
    [Error<ArtifactStoreFullException>]
    [Error<ArtifactStoreUnwritableException>]
    [Error<JobQueueFullException>]
    public static async Task<ImportCatalogPayload> ImportCatalogAsync(
        IFile file, ImportFormat? format, string? repository, IMediator mediator, CancellationToken ct, bool dryRun = false, bool async = false)
    {
        var import = new ImportCatalog(file, format, repository, dryRun);
        if (!async)
            return new ImportCatalogPayload(await mediator.Send(import, ct));
        Queueing.EnsureNoRehearsal(dryRun);
        return new ImportCatalogPayload(null!) { Job = await mediator.Send(new QueueImport(import), ct) };
    }
}

/// <summary>Imports before the command's transaction begins: it takes long, and writes in transactions of its own.</summary>
internal sealed class ImportBeforeCommand(CatalogImporter importer, JobSteps steps) : IPreparation<ImportCatalog>, IProgress<ImportProgress>
{
    public ImportReport? Report { get; private set; }

    public async Task PrepareAsync(ImportCatalog command, CancellationToken ct)
    {
        await using var stream = command.File.OpenReadStream();
        var options = new ImportOptions { Format = command.Format, Repository = Text.Optional(command.Repository, "repository", 255), DryRun = command.DryRun };
        try
        {
            Report = await steps.DoAsync("read and write the catalog", () => importer.ImportAsync(stream, options, this, ct));
        }
        catch (ImportFileException fault)
        {
            throw new ImportFileInvalidException(fault.Message);
        }
    }

    void IProgress<ImportProgress>.Report(ImportProgress value) => steps.Report(value.Done, value.Total);
}

internal sealed class ImportCatalogHandler(CatalogDb db, UnitOfWork work, TimeProvider clock, IEnumerable<IPreparation<ImportCatalog>> preparations) : IRequestHandler<ImportCatalog, ImportReport>
{
    public async Task<ImportReport> Handle(ImportCatalog request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var report = preparations.OfType<ImportBeforeCommand>().Single().Report ?? throw new InvalidOperationException("An import is a command of its own.");
        if (report.Changed)
        {
            var repository = await db.Repositories.SingleAsync(repository => repository.Name == report.Repository && repository.DeletedAt == null, ct);
            work.AfterCommit(new CatalogChanged(repository.RepositoryId, null, CatalogAction.Imported, clock.Now()));
        }
        return report;
    }
}
