using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Providers;
using GraphQLPlugins.Sources.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Connections;

/// <summary>Begins to connect the caller's account at a source.</summary>
public sealed record StartSourceAuth(string Provider) : ICommand<StartSourceAuthPayload>
{
    string ICommand.AuditTarget => Provider;
}

/// <summary>Where to go to connect an account.</summary>
/// <param name="AuthorizationUrl">The address to open; the source sends the user back with <c>state</c> and <c>code</c>.</param>
/// <param name="State">What the source gives back; good for one answer, from the same caller alone.</param>
/// <param name="ExpiresAt">When it is too late.</param>
public sealed record StartSourceAuthPayload(string AuthorizationUrl, string State, DateTimeOffset ExpiresAt);

[MutationType]
public static partial class StartSourceAuthMutation
{
    /// <summary>Begins to connect the caller's account at a source by OAuth 2 with PKCE.</summary>
    /// <param name="provider">The source's name.</param>
    [Authorize("sources:write")]
    [Error<SourceProviderNotFoundException>]
    [Error<SourceNotAvailableException>]
    [Error<SourceNotConfiguredException>]
    [Error<ActionNotSupportedException>]
    public static Task<StartSourceAuthPayload> StartSourceAuthAsync(string provider, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new StartSourceAuth(provider), ct);
}

internal sealed class StartSourceAuthHandler(SourcesDb db, SourceProviders providers, Actor actor, SecretBox secrets, SourcesOptions options, TimeProvider clock)
    : IRequestHandler<StartSourceAuth, StartSourceAuthPayload>
{
    // Somebody who starts over and over does not fill the table.
    private const int MaxPending = 10;

    public async Task<StartSourceAuthPayload> Handle(StartSourceAuth request, CancellationToken ct)
    {
        var provider = await providers.RequireAsync(actor.OrganizationId, request.Provider, ct);
        var at = provider.Authorization ?? throw new ActionNotSupportedException($"The source '{request.Provider}' needs no account of your own.", "provider");
        var owner = SourceOwner.Of(actor);
        var now = clock.Now();
        await db.PendingAuthorizations.Where(a => a.ExpiresAt < now).ExecuteDeleteAsync(ct);
        var old = await db.PendingAuthorizations.Where(a => a.OrganizationId == owner.OrganizationId && a.Owner == owner.Key).OrderByDescending(a => a.ExpiresAt).Skip(MaxPending - 1).ToListAsync(ct);
        db.RemoveRange(old);

        var (state, verifier) = (SecretBox.Generate(), SecretBox.Generate());
        var expiresAt = now + options.AuthorizationTime;
        db.Add(new PendingAuthorization(state, verifier, owner, provider.Info.Name, secrets, expiresAt));
        return new StartSourceAuthPayload(at.AddressFor(state, verifier, options.RedirectUrl), state, expiresAt);
    }
}
