using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Providers;
using GraphQLPlugins.Sources.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Sources.Connections;

/// <summary>Finds what a source is asked with on somebody's behalf. Safe to share.</summary>
internal sealed class SourceAccesses(IDbContextFactory<SourcesDb> contexts, SecretBox secrets, IServiceScopeFactory scopes, TimeProvider clock)
{
    /// <summary>The access; null when the owner is not connected, or the source no longer takes the tokens.</summary>
    public async Task<SourceAccess?> FindAsync(ISourceProvider provider, SourceOwner owner, CancellationToken ct)
    {
        if (provider.SharedAccess is { } shared) return shared;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var connection = await db.Connections.FirstOrDefaultAsync(c => c.OrganizationId == owner.OrganizationId && c.Owner == owner.Key && c.Provider == provider.Info.Name, ct);
        if (connection is not { Status: SourceConnectionStatus.Connected }) return null;
        if (!connection.NeedsRefresh(clock.Now())) return new SourceAccess(connection.AccessToken(secrets));
        // In a transaction of its own: a source may take a refresh token only once, so that the new one must stay whatever becomes of the caller's.
        await using var scope = scopes.CreateAsyncScope();
        var token = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new RefreshConnection(connection.Id, owner.OrganizationId), ct);
        return token is null ? null : new SourceAccess(token);
    }

    /// <exception cref="SourceNotAuthenticatedException">There is none.</exception>
    public async Task<SourceAccess> RequireAsync(ISourceProvider provider, SourceOwner owner, CancellationToken ct) =>
        await FindAsync(provider, owner, ct) ?? throw new SourceNotAuthenticatedException(provider.Info.Name);
}

/// <summary>Renews an access token. The answer is the new one; null when the source no longer takes the refresh token.</summary>
internal sealed record RefreshConnection(Guid Id, Guid OrganizationId) : ICommand<string?>;

internal sealed class RefreshConnectionHandler(SourcesDb db, SourceProviders providers, OAuthClient client, SecretBox secrets, TimeProvider clock) : IRequestHandler<RefreshConnection, string?>
{
    public async Task<string?> Handle(RefreshConnection request, CancellationToken ct)
    {
        await db.LockAsync($"sources:connection:{request.Id:N}", ct);
        var connection = await db.Connections.FirstOrDefaultAsync(c => c.Id == request.Id, ct);
        if (connection is not { Status: SourceConnectionStatus.Connected }) return null;
        // Somebody else was faster.
        if (!connection.NeedsRefresh(clock.Now())) return connection.AccessToken(secrets);
        var provider = await providers.FindAsync(request.OrganizationId, connection.Provider, ct);
        if (provider?.Authorization is { } at && connection.RefreshToken(secrets) is { } refresh)
        {
            try
            {
                connection.Take(await client.RefreshAsync(connection.Provider, at, refresh, ct), null, secrets, clock.Now());
                return connection.AccessToken(secrets);
            }
            catch (GrantRefusedException)
            {
                // The user, or the source, has withdrawn it.
            }
        }
        connection.Expire(clock.Now());
        return null;
    }
}
