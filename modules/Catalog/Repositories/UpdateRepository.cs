using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Repositories;

/// <summary>Changes a source of plugins.</summary>
public sealed record UpdateRepository(
    string RepositoryId, string? Name, string? Endpoint, Optional<string?> Token, int? Priority, RepositoryState? State, string? ExpectedEtag, bool DryRun) : ICommand<Repository>
{
    string? ICommand.AuditTarget => RepositoryId;
}

[MutationType]
public static partial class UpdateRepositoryMutation
{
    /// <summary>Changes a source of plugins. Members that are given replace what was there, the others stay.</summary>
    /// <param name="repositoryId">Which one.</param>
    /// <param name="name">Its new name.</param>
    /// <param name="endpoint">The GraphQL endpoint of a remote repository. Another one needs its token again.</param>
    /// <param name="token">The token that a remote repository's server asks for; null forgets it. It is kept encrypted and never shown.</param>
    /// <param name="priority">Lower is asked first.</param>
    /// <param name="state">Whether its entries are found. Local and managed repositories always are.</param>
    /// <param name="expectedEtag">Refuses the change when the repository is no longer what the caller read.</param>
    /// <param name="dryRun">Only find out whether it would be accepted.</param>
    [Authorize("catalog:admin")]
    [Error<InputInvalidException>]
    [Error<RepositoryNotFoundException>]
    [Error<RepositoryNameTakenException>]
    [Error<UrlNotAllowedException>]
    [Error<EtagMismatchException>]
    public static Task<Repository> UpdateRepositoryAsync(
        string repositoryId, string? name, string? endpoint, Optional<string?> token, int? priority, RepositoryState? state, string? expectedEtag,
        IMediator mediator, CancellationToken ct, bool dryRun = false) =>
        mediator.Send(new UpdateRepository(repositoryId, name, endpoint, token, priority, state, expectedEtag, dryRun), ct);
}

internal sealed class UpdateRepositoryHandler(CatalogDb db, UnitOfWork work, EgressGuard egress, RepositoryTokens tokens, TimeProvider clock) : IRequestHandler<UpdateRepository, Repository>
{
    public async Task<Repository> Handle(UpdateRepository request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var repository = await db.RequireRepositoryAsync(request.RepositoryId, ct);
        if (request.ExpectedEtag is { } expected && expected != repository.Etag)
            throw new EtagMismatchException(expected, repository.Etag);
        repository.Update(request, tokens.Seal(request.Token.HasValue ? request.Token.Value : null));
        if (repository.Endpoint is not null)
            egress.Check(repository.Endpoint);
        try
        {
            await work.FlushAsync(ct);
        }
        catch (DbUpdateException fault) when (fault.IsDuplicate())
        {
            throw new RepositoryNameTakenException(repository.Name);
        }
        work.AfterCommit(new CatalogChanged(repository.RepositoryId, null, CatalogAction.RepositoryUpdated, clock.Now()));
        return repository;
    }
}
