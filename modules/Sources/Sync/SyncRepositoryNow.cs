using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Sync;

/// <summary>Brings a repository up to date without waiting for its source to tell of a change.</summary>
public sealed record SyncRepositoryNow(Guid Id, string? ExpectedEtag) : ICommand<OperationJob>;

[MutationType]
public static partial class SyncRepositoryNowMutation
{
    /// <summary>
    /// Has a repository brought up to date, and its services given what they lack; those that failed are tried again. A sync that waits already stands for this one.
    /// One that is disabled is followed again when it succeeds. The answer is the job; <c>onJobProgress</c> tells how it goes.
    /// </summary>
    /// <param name="id">The record.</param>
    /// <param name="expectedEtag">Refuses when the record is no longer what the caller read.</param>
    [Authorize("sources:write")]
    [UseMutationConvention(PayloadFieldName = "job")]
    [Error<SourceRepositoryNotFoundException>]
    [Error<RepositoryNotOwnedException>]
    [Error<RepositoryNotActiveException>]
    [Error<EtagMismatchException>]
    [Error<JobQueueFullException>]
    public static Task<OperationJob> SyncRepositoryNowAsync([ID<SourceRepository>] Guid id, string? expectedEtag, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new SyncRepositoryNow(id, expectedEtag), ct);
}

internal sealed class SyncRepositoryNowHandler(SourceRepositoryStore store, SourcesDb db, JobQueue jobs) : IRequestHandler<SyncRepositoryNow, OperationJob>
{
    public async Task<OperationJob> Handle(SyncRepositoryNow request, CancellationToken ct)
    {
        var repository = await store.TakeAsync(request.Id, request.ExpectedEtag, ct);
        repository.EnsureActive();
        repository.RequestSync();
        foreach (var progress in await db.ServiceProgress.Where(p => p.RepositoryId == repository.Id && p.NextTryAt != null).ToListAsync(ct)) progress.RequestTry();
        // One that waits since before the repository was disabled would do nothing.
        var asked = SyncRepository.Request(repository) with { Coalesce = repository.Status is RepositoryStatus.Active };
        return await jobs.EnqueueAsync(new SyncRepository(repository.Id, SyncReason.Manual, null), asked, ct);
    }
}
