using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Kernel.Identity.Tokens;

public sealed record CreateToken(string Name, IReadOnlyList<string> Capabilities, DateTimeOffset? ExpiresAt) : ICommand<CreatedToken>;

/// <summary>A new token, with its secret: the only time that it is shown.</summary>
public sealed record CreatedToken(AccessToken Token, string Secret);

[MutationType]
public static partial class CreateTokenMutation
{
    /// <summary>Makes a bearer token for the caller. It allows no more than the caller's own, and ends no later.</summary>
    /// <param name="name">What to call it; 1 to 100 characters.</param>
    /// <param name="capabilities">What it allows, such as <c>catalog:read</c> or <c>plugins:install:git*</c>.</param>
    /// <param name="expiresAt">From when on it is refused; null takes the end of the caller's own.</param>
    [Authorize("tokens:write")]
    [Error<TextInvalidException>, Error<CapabilityUnknownException>, Error<ScopeExceedsRequesterException>, Error<TokenExpiryInvalidException>]
    public static Task<CreatedToken> CreateTokenAsync(string name, IReadOnlyList<string> capabilities, DateTimeOffset? expiresAt, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new CreateToken(name, capabilities, expiresAt), ct);
}

internal sealed class CreateTokenHandler(KernelDb db, Actor actor, TimeProvider clock) : IRequestHandler<CreateToken, CreatedToken>
{
    private const int MaxNameLength = 100;

    public async Task<CreatedToken> Handle(CreateToken request, CancellationToken ct)
    {
        TextInvalidException.Name("name", request.Name, MaxNameLength);
        foreach (var capability in request.Capabilities)
        {
            if (!CapabilitySet.IsKnown(capability)) throw new CapabilityUnknownException(capability);
            if (!actor.Capabilities.Covers(capability)) throw new ScopeExceedsRequesterException(capability);
        }
        var now = clock.Now();
        if (request.ExpiresAt <= now) throw new TokenExpiryInvalidException("expiresAt must be in the future.");
        if (request.ExpiresAt > actor.ExpiresAt) throw new TokenExpiryInvalidException($"expiresAt must not be after the end of your own token, {actor.ExpiresAt:u}.");

        var secret = AccessToken.NewSecret();
        var token = new AccessToken(await OwnerAsync(now, ct), request.Name, secret, request.Capabilities, now, request.ExpiresAt ?? actor.ExpiresAt);
        db.Add(token);
        return new CreatedToken(token, secret);
    }

    /// <summary>Somebody whom only the authorization server knows becomes a principal here with the first token.</summary>
    private async Task<Principal> OwnerAsync(DateTimeOffset now, CancellationToken ct)
    {
        var id = actor.PrincipalId ?? (actor.IsSystem ? Principal.AdministratorId : null);
        var owner = id is not null
            ? await db.Principals.SingleAsync(p => p.Id == id, ct)
            : await db.Principals.SingleOrDefaultAsync(p => p.OrganizationId == actor.OrganizationId && p.Name == actor.Name, ct);
        return owner ?? db.Add(new Principal(Guid.CreateVersion7(now), actor.OrganizationId, actor.Name, now)).Entity;
    }
}
