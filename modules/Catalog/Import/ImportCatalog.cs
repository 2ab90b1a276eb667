using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Repositories;
using GraphQLPlugins.Catalog.Storage;
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
    [Authorize("catalog:write")]
    [UseMutationConvention(PayloadFieldName = "report")]
    [Error<ImportFileInvalidException>]
    [Error<ImportRefusedException>]
    [Error<ImportBusyException>]
    [Error<InputInvalidException>]
    public static Task<ImportReport> ImportCatalogAsync(IFile file, ImportFormat? format, string? repository, IMediator mediator, CancellationToken ct, bool dryRun = false) =>
        mediator.Send(new ImportCatalog(file, format, repository, dryRun), ct);
}

internal sealed class ImportCatalogHandler(CatalogImporter importer, CatalogDb db, UnitOfWork work, TimeProvider clock) : IRequestHandler<ImportCatalog, ImportReport>
{
    public async Task<ImportReport> Handle(ImportCatalog request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        await using var stream = request.File.OpenReadStream();
        var options = new ImportOptions { Format = request.Format, Repository = Text.Optional(request.Repository, "repository", 255), DryRun = request.DryRun };
        ImportReport report;
        try
        {
            report = await importer.ImportAsync(stream, options, null, ct);
        }
        catch (ImportFileException fault)
        {
            throw new ImportFileInvalidException(fault.Message);
        }
        if (report.Changed)
        {
            var repository = await db.Repositories.SingleAsync(repository => repository.Name == report.Repository && repository.DeletedAt == null, ct);
            work.AfterCommit(new CatalogChanged(repository.RepositoryId, null, CatalogAction.Imported, clock.Now()));
        }
        return report;
    }
}
