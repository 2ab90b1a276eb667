using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Contracts;
using MediatR;

namespace GraphQLPlugins.Sources.Repositories;

/// <summary>Says which files and branches of a followed repository count.</summary>
public sealed record ConfigureRepository(Guid Id, RepositoryConfigInput Config, string? ExpectedEtag) : ICommand<SourceRepository>;

[MutationType]
public static partial class ConfigureRepositoryMutation
{
    /// <summary>
    /// Says which files and branches of a followed repository count; services whose patterns changed get all their files once more. When a pattern cannot be read, each problem is told and nothing is saved.
    /// </summary>
    /// <param name="id">The record.</param>
    /// <param name="config">What is left out stays as it is.</param>
    /// <param name="expectedEtag">Refuses when the record is no longer what the caller read.</param>
    [Authorize("sources:write")]
    [UseMutationConvention(PayloadFieldName = "sourceRepository")]
    [Error<SourceRepositoryNotFoundException>]
    [Error<RepositoryNotOwnedException>]
    [Error<RepositoryNotActiveException>]
    [Error<RepositoryConfigInvalidException>]
    [Error<ForbiddenException>]
    [Error<EtagMismatchException>]
    public static Task<SourceRepository> ConfigureRepositoryAsync([ID<SourceRepository>] Guid id, RepositoryConfigInput config, string? expectedEtag, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new ConfigureRepository(id, config, expectedEtag), ct);
}

internal sealed class ConfigureRepositoryHandler(SourceRepositoryStore store, IEnumerable<ISyncTrigger> triggers, Actor actor, TimeProvider clock) : IRequestHandler<ConfigureRepository, SourceRepository>
{
    public async Task<SourceRepository> Handle(ConfigureRepository request, CancellationToken ct)
    {
        var repository = await store.TakeAsync(request.Id, request.ExpectedEtag, ct);
        var before = repository.Config;
        repository.Configure(request.Config.ApplyTo(before), clock.Now());
        repository.Delegate(before, actor);
        // Services get what counts now.
        if (repository is { Status: RepositoryStatus.Active, ActiveServices.Count: > 0 })
            foreach (var trigger in triggers) await trigger.RequestAsync([repository], SyncReason.Initial, null, ct);
        return repository;
    }
}
