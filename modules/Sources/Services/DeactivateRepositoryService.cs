using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Storage;
using GraphQLPlugins.Sources.Sync;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Services;

/// <summary>Gives a repository's files to a service no longer.</summary>
public sealed record DeactivateRepositoryService(Guid RepositoryId, string Service, string? ExpectedEtag) : ICommand<SourceRepository>;

[MutationType]
public static partial class DeactivateRepositoryServiceMutation
{
    /// <summary>Gives a repository's files to a service no longer. Also of a service that is no longer there.</summary>
    /// <param name="repositoryId">The record.</param>
    /// <param name="service">The service's name.</param>
    /// <param name="expectedEtag">Refuses when the record is no longer what the caller read.</param>
    [Authorize("sources:write")]
    [UseMutationConvention(PayloadFieldName = "sourceRepository")]
    [Error<SourceRepositoryNotFoundException>]
    [Error<RepositoryNotOwnedException>]
    [Error<RepositoryNotActiveException>]
    [Error<ServiceNotActiveException>]
    [Error<EtagMismatchException>]
    [Error<JobQueueFullException>]
    public static Task<SourceRepository> DeactivateRepositoryServiceAsync([ID<SourceRepository>] Guid repositoryId, string service, string? expectedEtag, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new DeactivateRepositoryService(repositoryId, service, expectedEtag), ct);
}

internal sealed class DeactivateRepositoryServiceHandler(SourceRepositoryStore store, SourcesDb db, JobQueue jobs, TimeProvider clock) : IRequestHandler<DeactivateRepositoryService, SourceRepository>
{
    public async Task<SourceRepository> Handle(DeactivateRepositoryService request, CancellationToken ct)
    {
        var repository = await store.TakeAsync(request.RepositoryId, request.ExpectedEtag, ct, "repositoryId");
        repository.Unserve(request.Service, clock.Now());
        if (await db.ServiceProgress.FirstOrDefaultAsync(p => p.RepositoryId == repository.Id && p.Service == request.Service, ct) is { } progress) db.Remove(progress);
        await jobs.EnqueueAsync(new ReleaseService(repository.Served, request.Service), SyncRepository.Request(repository) with { Coalesce = false }, ct);
        return repository;
    }
}
