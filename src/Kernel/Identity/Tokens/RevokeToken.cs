using GraphQLPlugins.Kernel.Identity.Authentication;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Kernel.Identity.Tokens;

public sealed record RevokeToken(Guid TokenId) : ICommand<AccessToken>
{
    string? ICommand.AuditTarget => $"AccessToken:{TokenId}";
}

[MutationType]
public static partial class RevokeTokenMutation
{
    /// <summary>Ends a token at once; other hosts of the same installation may accept it for some seconds more. Revoking a revoked one changes nothing.</summary>
    [Authorize("tokens:write")]
    [Error<TokenNotFoundException>]
    public static Task<AccessToken> RevokeTokenAsync([ID<AccessToken>] Guid tokenId, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new RevokeToken(tokenId), ct);
}

internal sealed class RevokeTokenHandler(KernelDb db, Actor actor, TimeProvider clock, UnitOfWork work) : IRequestHandler<RevokeToken, AccessToken>
{
    public async Task<AccessToken> Handle(RevokeToken request, CancellationToken ct)
    {
        var token = await db.AccessTokens.SingleOrDefaultAsync(t => t.Id == request.TokenId && t.OrganizationId == actor.OrganizationId, ct)
            ?? throw new TokenNotFoundException();
        token.Revoke(clock.Now());
        work.AfterCommit(new TokenRevoked(token.Hash));
        return token;
    }
}

internal sealed record TokenRevoked(string Hash) : INotification;

internal sealed class ForgetRevokedToken(TokenAuthenticator tokens) : INotificationHandler<TokenRevoked>
{
    public Task Handle(TokenRevoked notification, CancellationToken ct)
    {
        tokens.Forget(notification.Hash);
        return Task.CompletedTask;
    }
}
