using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Import;
using GraphQLPlugins.Catalog.Jobs;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Remotes;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Repositories;

/// <summary>Brings the copy of a remote repository up to date.</summary>
public sealed record SyncRepository(string RepositoryId, bool DryRun) : ICommand<SyncRepositoryPayload>
{
    string? ICommand.AuditTarget => RepositoryId;
}

/// <summary>What a synchronisation led to.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Report">What changed.</param>
public sealed record SyncRepositoryPayload(Repository Repository, RepositorySyncReport Report)
{
    /// <summary>The job that does it; null unless it was asked for, and then all else is empty.</summary>
    public OperationJob? Job { get; init; }
}

[MutationType]
public static partial class SyncRepositoryMutation
{
    /// <summary>Makes the entries of a remote repository a copy of what its server has now. It happens by itself as well, in the interval of the settings.</summary>
    /// <param name="repositoryId">Which one.</param>
    /// <param name="dryRun">Only find out what would change.</param>
    /// <param name="async">Whether to answer with a job at once that does it, which may take longer than a request; one that waits already stands for this one too.</param>
    [Authorize("catalog:write")]
    [Error<InputInvalidException>]
    [Error<RepositoryNotFoundException>]
    [Error<UpstreamUnavailableException>]
    [Error<ImportBusyException>]
    [Error<JobQueueFullException>]
    public static async Task<SyncRepositoryPayload> SyncRepositoryAsync(string repositoryId, IMediator mediator, CancellationToken ct, bool dryRun = false, bool async = false)
    {
        var sync = new SyncRepository(repositoryId, dryRun);
        return async
            ? new SyncRepositoryPayload(null!, null!) { Job = await mediator.QueueAsync(sync, dryRun, new JobRequest { SerialKey = $"catalog.sync:{repositoryId}", Coalesce = true }, ct) }
            : await mediator.Send(sync, ct);
    }
}

/// <summary>Copies before the command's transaction begins: it takes long, and writes in transactions of its own.</summary>
internal sealed class CopyRepository(IDbContextFactory<CatalogDb> contexts, RemoteSync sync, JobSteps steps) : IPreparation<SyncRepository>
{
    public RepositorySyncReport? Report { get; private set; }

    public async Task PrepareAsync(SyncRepository command, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var repository = await db.RequireRepositoryAsync(command.RepositoryId, ct);
        repository.EnsureRemote();
        Report = await steps.DoAsync($"copy {repository.Name}", () => sync.SyncAsync(repository, command.DryRun, ct, plugins => steps.Report(plugins, null)));
    }
}

internal sealed class SyncRepositoryHandler(CatalogDb db, UnitOfWork work, IEnumerable<IPreparation<SyncRepository>> preparations) : IRequestHandler<SyncRepository, SyncRepositoryPayload>
{
    public async Task<SyncRepositoryPayload> Handle(SyncRepository request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var report = preparations.OfType<CopyRepository>().Single().Report ?? throw new InvalidOperationException("A synchronisation is a command of its own.");
        return new SyncRepositoryPayload(await db.RequireRepositoryAsync(request.RepositoryId, ct), report);
    }
}
