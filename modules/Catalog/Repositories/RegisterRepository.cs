using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Remotes;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Repositories;

/// <summary>Adds a source of plugins.</summary>
public sealed record RegisterRepository(string Name, RepositoryType Type, string? Endpoint, string? Token, int? Priority, bool DryRun) : ICommand<Repository>
{
    string? ICommand.AuditTarget => Name;
}

/// <summary>There is a repository of that name.</summary>
public sealed class RepositoryNameTakenException(string name) : RefusalException($"There is a repository '{name}' already.", "name")
{
    /// <summary>The name.</summary>
    public string Name => name;
}

/// <summary>Of that type there can be only one repository.</summary>
public sealed class RepositoryTypeTakenException(RepositoryType type, string name) : RefusalException($"There can be only one {type.InGraph()} repository, and it is '{name}'.", "type")
{
    /// <summary>The name of the one that is there.</summary>
    public string Name => name;
}

[MutationType]
public static partial class RegisterRepositoryMutation
{
    /// <summary>Adds a source of plugins. There is one local repository from the start, and at most one managed one.</summary>
    /// <param name="name">Unique among all repositories; at most 255 characters.</param>
    /// <param name="type">Where its entries come from.</param>
    /// <param name="endpoint">The GraphQL endpoint of a remote repository, and of those only.</param>
    /// <param name="token">The token that a remote repository's server asks for. It is kept encrypted and never shown.</param>
    /// <param name="priority">Lower is asked first; without, local repositories come before managed, imported and remote ones.</param>
    /// <param name="dryRun">Only find out whether it would be accepted.</param>
    [Authorize("catalog:admin")]
    [Error<InputInvalidException>]
    [Error<RepositoryNameTakenException>]
    [Error<RepositoryTypeTakenException>]
    [Error<UrlNotAllowedException>]
    public static Task<Repository> RegisterRepositoryAsync(
        string name, RepositoryType type, string? endpoint, string? token, int? priority, IMediator mediator, CancellationToken ct, bool dryRun = false) =>
        mediator.Send(new RegisterRepository(name, type, endpoint, token, priority, dryRun), ct);
}

internal sealed class RegisterRepositoryHandler(CatalogDb db, UnitOfWork work, EgressGuard egress, RepositoryTokens tokens, TimeProvider clock) : IRequestHandler<RegisterRepository, Repository>
{
    public async Task<Repository> Handle(RegisterRepository request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var repository = Repository.Create(request.Name, request.Type, request.Endpoint, request.Priority, clock.Now());
        repository.Authorize(tokens.Seal(request.Token));
        if (repository.Endpoint is not null)
            egress.Check(repository.Endpoint);
        var others = await db.Repositories.Where(other => other.DeletedAt == null && (other.Name == repository.Name || other.Type == request.Type)).ToListAsync(ct);
        if (others.Any(other => other.Name == repository.Name))
            throw new RepositoryNameTakenException(repository.Name);
        if (request.Type is RepositoryType.Local or RepositoryType.Managed && others.Count > 0)
            throw new RepositoryTypeTakenException(request.Type, others[0].Name);
        db.Add(repository);
        if (repository.Type == RepositoryType.Remote)
            db.Add(RemoteStatus.Of(repository));
        try
        {
            await work.FlushAsync(ct);
        }
        catch (DbUpdateException fault) when (fault.IsDuplicate())
        {
            throw new RepositoryNameTakenException(repository.Name);
        }
        work.AfterCommit(new CatalogChanged(repository.RepositoryId, null, CatalogAction.RepositoryRegistered, repository.CreatedAt));
        return repository;
    }
}
