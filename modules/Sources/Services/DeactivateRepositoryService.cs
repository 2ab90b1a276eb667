using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Repositories;
using MediatR;

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
    public static Task<SourceRepository> DeactivateRepositoryServiceAsync([ID<SourceRepository>] Guid repositoryId, string service, string? expectedEtag, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new DeactivateRepositoryService(repositoryId, service, expectedEtag), ct);
}

internal sealed class DeactivateRepositoryServiceHandler(SourceRepositoryStore store, TimeProvider clock) : IRequestHandler<DeactivateRepositoryService, SourceRepository>
{
    public async Task<SourceRepository> Handle(DeactivateRepositoryService request, CancellationToken ct)
    {
        var repository = await store.TakeAsync(request.RepositoryId, request.ExpectedEtag, ct, "repositoryId");
        repository.Unserve(request.Service, clock.Now());
        return repository;
    }
}
