using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Sources.Connections;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Repositories;

/// <summary>Finds the records that the caller may change.</summary>
internal sealed class SourceRepositoryStore(SourcesDb db, Actor actor)
{
    /// <summary>The caller's own record; whoever holds all of <c>sources:*</c> may change everybody's in the organization.</summary>
    /// <exception cref="SourceRepositoryNotFoundException">There is none.</exception>
    /// <exception cref="RepositoryNotOwnedException">It is somebody else's.</exception>
    /// <exception cref="EtagMismatchException">It is no longer what the caller read.</exception>
    public async Task<SourceRepository> TakeAsync(Guid id, string? expectedEtag, CancellationToken ct, string argument = "id")
    {
        var repository = await db.Repositories.FirstOrDefaultAsync(r => r.Id == id && r.OrganizationId == actor.OrganizationId, ct) ?? throw new SourceRepositoryNotFoundException(argument);
        if (repository.Owner != SourceOwner.Of(actor).Key && !actor.Capabilities.Covers("sources:*")) throw new RepositoryNotOwnedException(repository.Provider, repository.RepoId);
        if (expectedEtag is not null && expectedEtag != repository.Etag) throw new EtagMismatchException(expectedEtag, repository.Etag);
        return repository;
    }
}
