using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Providers;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Connections;

/// <summary>Connects the caller's account with what the source gave back.</summary>
public sealed record CompleteSourceAuth(string State, string Code) : IRequest<SourceConnection>;

/// <summary>The state is unknown, too old, used already, or somebody else's; or the source does not take the code. Start again.</summary>
public sealed class SourceGrantInvalidException(string reason, string argument) : RefusalException($"{reason} Start again with startSourceAuth.", argument);

[MutationType]
public static partial class CompleteSourceAuthMutation
{
    /// <summary>Connects the caller's account with what the source gave back. Each state is good once.</summary>
    /// <param name="state">As the source gave it back.</param>
    /// <param name="code">As the source gave it.</param>
    [Authorize("sources:write")]
    [Error<SourceGrantInvalidException>]
    [Error<SourceProviderNotFoundException>]
    [Error<SourceNotConfiguredException>]
    [Error<ProviderUnauthorizedException>, Error<ProviderRateLimitedException>, Error<ProviderConflictException>]
    [Error<ProviderUnreachableException>, Error<ProviderTimeoutException>, Error<ProviderBadResponseException>]
    public static Task<SourceConnection> CompleteSourceAuthAsync(string state, string code, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new CompleteSourceAuth(state, code), ct);
}

/// <summary>The state is taken away before the source is asked, so that it is good once whatever the source answers.</summary>
internal sealed class CompleteSourceAuthHandler(IMediator mediator, SourceProviders providers, OAuthClient client, RemoteRepositories remote, Actor actor, SourcesOptions options)
    : IRequestHandler<CompleteSourceAuth, SourceConnection>
{
    private const int MaxCodeLength = 4096;

    public async Task<SourceConnection> Handle(CompleteSourceAuth request, CancellationToken ct)
    {
        if (request.Code.Length is 0 or > MaxCodeLength) throw new SourceGrantInvalidException("The code cannot be one.", "code");
        var begun = await mediator.Send(new TakeAuthorization(request.State), ct) ?? throw new SourceGrantInvalidException("The state is unknown, too old, used already, or somebody else's.", "state");
        var provider = await providers.RequireAsync(actor.OrganizationId, begun.Provider, ct);
        try
        {
            var tokens = await client.ExchangeAsync(begun.Provider, provider.Authorization!, request.Code, begun.Verifier, options.RedirectUrl, ct);
            var account = await provider.AccountAsync(new SourceAccess(tokens.AccessToken), ct);
            remote.Forget(begun.Provider, SourceOwner.Of(actor));
            return await mediator.Send(new SaveConnection(begun.Provider, tokens, account), ct);
        }
        catch (GrantRefusedException)
        {
            throw new SourceGrantInvalidException("The source does not take the code.", "code");
        }
    }
}

/// <summary>Takes a pending authorization of the caller away; null when there is none.</summary>
internal sealed record TakeAuthorization(string State) : ICommand<TakenAuthorization?>;

internal sealed record TakenAuthorization(string Provider, string Verifier)
{
    public override string ToString() => nameof(TakenAuthorization);
}

/// <summary>Keeps what a source granted to the caller.</summary>
internal sealed record SaveConnection(string Provider, OAuthTokens Tokens, string Account) : ICommand<SourceConnection>
{
    string ICommand.AuditTarget => Provider;
}

internal sealed class ConnectionHandler(SourcesDb db, Actor actor, SecretBox secrets, TimeProvider clock) : IRequestHandler<TakeAuthorization, TakenAuthorization?>, IRequestHandler<SaveConnection, SourceConnection>
{
    public async Task<TakenAuthorization?> Handle(TakeAuthorization request, CancellationToken ct)
    {
        var owner = SourceOwner.Of(actor);
        var hash = PendingAuthorization.Hash(request.State);
        var pending = await db.PendingAuthorizations.AsNoTracking().FirstOrDefaultAsync(a => a.StateHash == hash && a.OrganizationId == owner.OrganizationId && a.Owner == owner.Key, ct);
        if (pending is null) return null;
        // Of two that come at once, one deletes the row.
        if (await db.PendingAuthorizations.Where(a => a.StateHash == hash).ExecuteDeleteAsync(ct) == 0) return null;
        return pending.ExpiresAt < clock.Now() ? null : new TakenAuthorization(pending.Provider, pending.Verifier(secrets));
    }

    public async Task<SourceConnection> Handle(SaveConnection request, CancellationToken ct)
    {
        var owner = SourceOwner.Of(actor);
        await db.LockAsync($"sources:connect:{owner.OrganizationId:N}:{owner.Key}:{request.Provider}", ct);
        var connection = await db.Connections.FirstOrDefaultAsync(c => c.OrganizationId == owner.OrganizationId && c.Owner == owner.Key && c.Provider == request.Provider, ct);
        if (connection is null) db.Add(connection = new SourceConnection(owner, request.Provider, clock.Now()));
        connection.Take(request.Tokens, request.Account, secrets, clock.Now());
        return connection;
    }
}
