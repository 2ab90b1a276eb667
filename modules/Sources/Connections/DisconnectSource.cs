using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Connections;

/// <summary>Forgets the caller's account at a source.</summary>
public sealed record DisconnectSource(string Provider) : ICommand<SourceConnection>
{
    string ICommand.AuditTarget => Provider;
}

[MutationType]
public static partial class DisconnectSourceMutation
{
    /// <summary>
    /// Forgets the caller's account at a source and its tokens. The caller's repositories there are hidden, and taken up again as they were when
    /// they are activated the next time. What was granted is withdrawn at the source itself.
    /// </summary>
    /// <param name="provider">The source's name.</param>
    [Authorize("sources:write")]
    [Error<SourceNotAuthenticatedException>]
    public static Task<SourceConnection> DisconnectSourceAsync(string provider, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new DisconnectSource(provider), ct);
}

internal sealed class DisconnectSourceHandler(SourcesDb db, RemoteRepositories remote, Actor actor, UnitOfWork work, TimeProvider clock) : IRequestHandler<DisconnectSource, SourceConnection>
{
    public async Task<SourceConnection> Handle(DisconnectSource request, CancellationToken ct)
    {
        var owner = SourceOwner.Of(actor);
        var connection = await db.Connections.FirstOrDefaultAsync(c => c.OrganizationId == owner.OrganizationId && c.Owner == owner.Key && c.Provider == request.Provider, ct)
            ?? throw new SourceNotAuthenticatedException(request.Provider);
        var repositories = await db.Repositories.Where(r => r.OrganizationId == owner.OrganizationId && r.Owner == owner.Key && r.Provider == request.Provider
            && (r.Status == RepositoryStatus.Active || r.Status == RepositoryStatus.Disabled)).ToListAsync(ct);
        foreach (var repository in repositories)
        {
            repository.Hide(clock.Now());
            work.AfterCommit(repository.Event(clock.Now()));
        }
        db.Remove(connection);
        remote.Forget(request.Provider, owner);
        return connection;
    }
}
