using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Repositories.Activation;
using GraphQLPlugins.Sources.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Repositories;

/// <summary>Follows a repository no longer.</summary>
public sealed record DeactivateRepository(Guid Id, bool Force, string? ExpectedEtag) : IRequest<SourceRepository>;

[MutationType]
public static partial class DeactivateRepositoryMutation
{
    /// <summary>
    /// Follows a repository no longer: its services stop, its hook is removed at the source when nobody else needs it, its record and its files are deleted.
    /// The answer shows how it was last. A source that cannot be reached is an error, and the repository stays as it is.
    /// </summary>
    /// <param name="id">The record.</param>
    /// <param name="expectedEtag">Refuses when the record is no longer what the caller read.</param>
    /// <param name="force">Whether to remove it although the source cannot be reached; its hook stays there then, and is refused here.</param>
    [Authorize("sources:write")]
    [UseMutationConvention(PayloadFieldName = "sourceRepository")]
    [Error<SourceRepositoryNotFoundException>]
    [Error<RepositoryNotOwnedException>]
    [Error<RepositoryNotActiveException>]
    [Error<EtagMismatchException>]
    [Error<SourceNotAvailableException>]
    [Error<ProviderRateLimitedException>, Error<ProviderUnreachableException>, Error<ProviderTimeoutException>]
    public static Task<SourceRepository> DeactivateRepositoryAsync([ID<SourceRepository>] Guid id, string? expectedEtag, IMediator mediator, CancellationToken ct, bool force = false) =>
        mediator.Send(new DeactivateRepository(id, force, expectedEtag), ct);
}

internal sealed class DeactivateRepositoryHandler(IMediator mediator, ActivationRunner runner, IDbContextFactory<SourcesDb> contexts) : IRequestHandler<DeactivateRepository, SourceRepository>
{
    public async Task<SourceRepository> Handle(DeactivateRepository request, CancellationToken ct)
    {
        var (wanted, isRehearsal) = await mediator.Send(new RequestRemoval(request.Id, request.ExpectedEtag), ct);
        if (isRehearsal) return wanted;
        // A repeat by its key of a removal that failed since is one more try.
        if (await FindAsync(request.Id, ct) is { Status: RepositoryStatus.Active or RepositoryStatus.Disabled }) (wanted, _) = await mediator.Send(new RequestRemoval(request.Id, null), ct);
        await runner.RunAsync(request.Id, request.Force, ct);
        return await FindAsync(request.Id, ct) ?? wanted;
    }

    private async Task<SourceRepository?> FindAsync(Guid id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Repositories.FirstOrDefaultAsync(r => r.Id == id, ct);
    }
}

/// <summary>Notes that a repository is to be removed.</summary>
internal sealed record RequestRemoval(Guid Id, string? ExpectedEtag) : ICommand<ChangedRepository>;

internal sealed class RequestRemovalHandler(SourceRepositoryStore store, UnitOfWork work, TimeProvider clock) : IRequestHandler<RequestRemoval, ChangedRepository>
{
    public async Task<ChangedRepository> Handle(RequestRemoval request, CancellationToken ct)
    {
        var repository = await store.TakeAsync(request.Id, request.ExpectedEtag, ct);
        repository.RequestRemoval(clock.Now());
        work.AfterCommit(repository.Event(clock.Now()));
        return new ChangedRepository(repository, work.IsRehearsal);
    }
}
