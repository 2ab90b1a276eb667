using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Jobs;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Catalog.Import;

/// <summary>Has a file imported by a job.</summary>
internal sealed record QueueImport(ImportCatalog Import) : ICommand<OperationJob>
{
    string? ICommand.AuditTarget => Import.Repository ?? Import.File.Name;
}

/// <summary>What the job is to import.</summary>
internal sealed record ImportByJob(Guid FileId, string FileName, ImportFormat? Format, string? Repository);

/// <summary>The file was removed before the job came to it.</summary>
public sealed class ImportFileGoneException() : RefusalException("The file that was to be imported is not kept any more. Send it again.", "file");

/// <summary>Keeps the file before the transaction.</summary>
internal sealed class KeepBeforeQueueing(ImportInbox inbox, UnitOfWork work) : IPreparation<QueueImport>
{
    public Guid FileId { get; private set; }

    public async Task PrepareAsync(QueueImport command, CancellationToken ct)
    {
        Text.Optional(command.Import.Repository, "repository", 255);
        await using var stream = command.Import.File.OpenReadStream();
        var kept = await inbox.TakeAsync(stream, ct);
        work.Enlist(kept);
        FileId = kept.Id;
    }
}

internal sealed class QueueImportHandler(JobQueue jobs, IEnumerable<IPreparation<QueueImport>> preparations) : IRequestHandler<QueueImport, OperationJob>
{
    public Task<OperationJob> Handle(QueueImport request, CancellationToken ct)
    {
        var (file, repository) = (request.Import.File.Name, Text.Optional(request.Import.Repository, "repository", 255));
        return jobs.EnqueueAsync(
            new ImportByJob(preparations.OfType<KeepBeforeQueueing>().Single().FileId, file, request.Import.Format, repository),
            new JobRequest { Target = Queueing.Shown(repository ?? file), SerialKey = "catalog.import" }, ct);
    }
}

/// <summary>Imports as the one who asked; the file goes once it is in the catalog.</summary>
internal sealed class ImportJob(ImportInbox inbox, CurrentJob job) : IJobHandler<ImportByJob>
{
    private const int MaxProblems = 100;

    public async Task<object?> RunAsync(ImportByJob payload, JobRun run, CancellationToken ct)
    {
        if (!inbox.Holds(payload.FileId))
            throw new ImportFileGoneException();
        var file = new StreamFile(payload.FileName, () => inbox.OpenRead(payload.FileId));
        var result = await job.SendLastAsync(new ImportCatalog(file, payload.Format, payload.Repository, DryRun: false), report => report with
        {
            Problems = [.. report.Problems.Take(MaxProblems)],
            Warnings = [.. report.Warnings.Take(MaxProblems)],
        }, ct);
        inbox.Remove(payload.FileId);
        return result;
    }
}
