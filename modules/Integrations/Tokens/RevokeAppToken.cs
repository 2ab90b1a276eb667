using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authentication;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Tokens;

/// <summary>Ends a token of an app.</summary>
public sealed record RevokeAppToken(Guid TokenId) : ICommand<AppToken>
{
    string? ICommand.AuditTarget => $"AppToken:{TokenId}";
}

[MutationType]
public static partial class RevokeAppTokenMutation
{
    /// <summary>Ends a token of an app in the caller's organization at once, and its refresh token with it; other hosts may accept it for some seconds more.</summary>
    /// <param name="tokenId">Which one.</param>
    [Authorize("integrations:write")]
    [Error<AppTokenNotFoundException>]
    public static Task<AppToken> RevokeAppTokenAsync([ID<AppToken>] Guid tokenId, IMediator mediator, CancellationToken ct) => mediator.Send(new RevokeAppToken(tokenId), ct);
}

internal sealed class RevokeAppTokenHandler(IntegrationsDb db, Actor actor, AppCaller caller, UnitOfWork work) : IRequestHandler<RevokeAppToken, AppToken>
{
    public async Task<AppToken> Handle(RevokeAppToken request, CancellationToken ct)
    {
        var own = caller.InstallationId;
        var token = await db.Tokens.FirstOrDefaultAsync(
            t => t.Id == request.TokenId && (own == null || t.InstallationId == own) && db.Installations.Any(i => i.Id == t.InstallationId && i.OrganizationId == actor.OrganizationId), ct)
            ?? throw new AppTokenNotFoundException();
        db.Remove(token);
        work.AfterCommit(new TokensChanged());
        return token;
    }
}
