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
public sealed record CompleteSourceAuth(string State, string Code) : ICommand<SourceConnection>
{
    // The code is none of the audit's business.
    string ICommand.AuditTarget => "source account";

    /// <inheritdoc/>
    public override string ToString() => nameof(CompleteSourceAuth);
}

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
    [Error<SourceNotAvailableException>]
    [Error<SourceNotConfiguredException>]
    [Error<ProviderUnauthorizedException>, Error<ProviderRateLimitedException>, Error<ProviderConflictException>]
    [Error<ProviderUnreachableException>, Error<ProviderTimeoutException>, Error<ProviderBadResponseException>]
    public static Task<SourceConnection> CompleteSourceAuthAsync(string state, string code, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new CompleteSourceAuth(state, code), ct);
}

/// <summary>What a source granted, between the call to it and the transaction that keeps it.</summary>
internal sealed class GrantedAccount
{
    public string Provider { get; set; } = "";

    public string? Account { get; set; }

    public OAuthTokens? Tokens { get; set; }
}

/// <summary>
/// Trades the code, before the transaction. The state is taken away before the source is asked, so that it is good once whatever the source answers;
/// a rehearsal only looks whether it is good.
/// </summary>
internal sealed class CompleteSourceAuthPreparation(
    IDbContextFactory<SourcesDb> contexts, SourceProviders providers, OAuthClient client, SecretBox secrets, SourcesOptions options, Actor actor, GrantedAccount granted, UnitOfWork work, TimeProvider clock)
    : IPreparation<CompleteSourceAuth>
{
    private const int MaxCodeLength = 4096;

    public async Task PrepareAsync(CompleteSourceAuth command, CancellationToken ct)
    {
        if (command.Code.Length is 0 or > MaxCodeLength) throw new SourceGrantInvalidException("The code cannot be one.", "code");
        var begun = await TakeAsync(command.State, ct) ?? throw new SourceGrantInvalidException("The state is unknown, too old, used already, or somebody else's.", "state");
        var provider = await providers.RequireAsync(actor.OrganizationId, begun.Provider, ct);
        granted.Provider = begun.Provider;
        if (work.IsRehearsal) return;
        try
        {
            granted.Tokens = await client.ExchangeAsync(begun.Provider, provider.Authorization!, command.Code, begun.Verifier(secrets), options.RedirectUrl, ct);
        }
        catch (GrantRefusedException)
        {
            throw new SourceGrantInvalidException("The source does not take the code.", "code");
        }
        granted.Account = await provider.AccountAsync(new SourceAccess(granted.Tokens.AccessToken), ct);
    }

    private async Task<PendingAuthorization?> TakeAsync(string state, CancellationToken ct)
    {
        var owner = SourceOwner.Of(actor);
        var hash = PendingAuthorization.Hash(state);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var mine = db.PendingAuthorizations.Where(a => a.StateHash == hash && a.OrganizationId == owner.OrganizationId && a.Owner == owner.Key);
        if (await mine.FirstOrDefaultAsync(ct) is not { } pending) return null;
        // Of two that come at once, one deletes the row.
        if (!work.IsRehearsal && await mine.ExecuteDeleteAsync(ct) == 0) return null;
        return pending.ExpiresAt < clock.Now() ? null : pending;
    }
}

internal sealed class CompleteSourceAuthHandler(SourcesDb db, RemoteRepositories remote, Actor actor, SecretBox secrets, GrantedAccount granted, TimeProvider clock) : IRequestHandler<CompleteSourceAuth, SourceConnection>
{
    public async Task<SourceConnection> Handle(CompleteSourceAuth request, CancellationToken ct)
    {
        var owner = SourceOwner.Of(actor);
        await db.LockAsync($"sources:connect:{owner.OrganizationId:N}:{owner.Key}:{granted.Provider}", ct);
        var connection = await db.Connections.FirstOrDefaultAsync(c => c.OrganizationId == owner.OrganizationId && c.Owner == owner.Key && c.Provider == granted.Provider, ct);
        if (connection is null) db.Add(connection = new SourceConnection(owner, granted.Provider, clock.Now()));
        if (granted.Tokens is { } tokens) connection.Take(tokens, granted.Account, secrets, clock.Now());
        remote.Forget(granted.Provider, owner);
        return connection;
    }
}
