using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Storage;
using MediatR;

namespace GraphQLPlugins.Sources.Services;

/// <summary>Gives a repository's files to a service from now on.</summary>
public sealed record ActivateRepositoryService(Guid RepositoryId, string Service, string? ExpectedEtag) : ICommand<SourceRepository>;

[MutationType]
public static partial class ActivateRepositoryServiceMutation
{
    /// <summary>Gives a repository's files to a service from now on; at first all of them, afterwards what changed.</summary>
    /// <param name="repositoryId">The record.</param>
    /// <param name="service">The service's name.</param>
    /// <param name="expectedEtag">Refuses when the record is no longer what the caller read.</param>
    [Authorize("sources:write")]
    [UseMutationConvention(PayloadFieldName = "sourceRepository")]
    [Error<SourceRepositoryNotFoundException>]
    [Error<RepositoryNotOwnedException>]
    [Error<RepositoryNotActiveException>]
    [Error<RepositoryServiceNotFoundException>]
    [Error<ServiceAlreadyActiveException>]
    [Error<ServiceSourceMismatchException>]
    [Error<EtagMismatchException>]
    public static Task<SourceRepository> ActivateRepositoryServiceAsync([ID<SourceRepository>] Guid repositoryId, string service, string? expectedEtag, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new ActivateRepositoryService(repositoryId, service, expectedEtag), ct);
}

internal sealed class ActivateRepositoryServiceHandler(SourceRepositoryStore store, SourcesDb db, RepositoryServices services, IEnumerable<ISyncTrigger> triggers, TimeProvider clock)
    : IRequestHandler<ActivateRepositoryService, SourceRepository>
{
    public async Task<SourceRepository> Handle(ActivateRepositoryService request, CancellationToken ct)
    {
        var repository = await store.TakeAsync(request.RepositoryId, request.ExpectedEtag, ct, "repositoryId");
        var service = services.Require(repository.OrganizationId, request.Service).Info;
        if (service.WorksWithSources?.Contains(repository.Provider) is false) throw new ServiceSourceMismatchException(service.Name, repository.Provider);
        repository.Serve(service.Name, clock.Now());
        db.Add(new ServiceProgress(repository.Id, service.Name, clock.Now()));
        foreach (var trigger in triggers) await trigger.RequestAsync([repository], SyncReason.Initial, null, ct);
        return repository;
    }
}
