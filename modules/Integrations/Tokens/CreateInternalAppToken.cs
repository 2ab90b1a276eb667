using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Installations;
using GraphQLPlugins.Integrations.Secrets;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Identity.Tokens;
using GraphQLPlugins.Kernel.Messaging;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Tokens;

/// <summary>Makes a token of an internal app.</summary>
public sealed record CreateInternalAppToken(string Slug, string? Name) : ICommand<CreateInternalAppTokenPayload>
{
    string? ICommand.AuditTarget => Slug;
}

/// <summary>A new token, with its secret: the only time that it is shown.</summary>
/// <param name="Token">The token.</param>
/// <param name="AccessToken">What requests carry as <c>Authorization: Bearer</c>.</param>
public sealed record CreateInternalAppTokenPayload(AppToken Token, string AccessToken);

[MutationType]
public static partial class CreateInternalAppTokenMutation
{
    /// <summary>Makes a token of an internal app that does not expire, and shows its secret this once. An app has at most 20. Apps themselves cannot make any.</summary>
    /// <param name="slug">Which app.</param>
    /// <param name="name">What to call it; at most 100 characters.</param>
    [Authorize("integrations:write")]
    [Error<AppNotFoundException>]
    [Error<AppStatusInvalidException>]
    [Error<InputInvalidException>]
    [Error<TokenLimitReachedException>]
    [Error<ScopeExceedsRequesterException>]
    [Error<ForbiddenException>]
    public static Task<CreateInternalAppTokenPayload> CreateInternalAppTokenAsync(string slug, string? name, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new CreateInternalAppToken(slug, name), ct);
}

internal sealed class CreateInternalAppTokenHandler(AppWriting writing, AppCaller caller) : IRequestHandler<CreateInternalAppToken, CreateInternalAppTokenPayload>
{
    private const int MaxTokens = 20;

    public async Task<CreateInternalAppTokenPayload> Handle(CreateInternalAppToken request, CancellationToken ct)
    {
        if (caller.AppId is not null)
            throw new ForbiddenException("tokens:write");
        var name = Text.Optional(request.Name, "name", AppToken.MaxNameLength);
        var app = await writing.RequireOwnAsync(request.Slug, null, ct);
        if (!app.IsInternal)
            throw new AppStatusInvalidException(app.Slug, app.Status, "only an internal app gets its tokens from its owner.");
        // Who presents the token can do all that the app can.
        if (app.MissingIn(writing.Actor) is { } scope)
            throw new ScopeExceedsRequesterException(scope, "slug");
        var db = writing.Db;
        var installation = await db.Installations.SingleAsync(i => i.AppId == app.Id && i.Status != AppInstallationStatus.PendingDeletion, ct);
        if (await db.Tokens.CountAsync(token => token.InstallationId == installation.Id, ct) >= MaxTokens)
            throw new TokenLimitReachedException(MaxTokens);
        var secret = AppToken.NewSecret(AppToken.Prefix);
        var token = new AppToken(installation.Id, name, secret, null, writing.Now, null);
        db.Add(token);
        return new CreateInternalAppTokenPayload(token, secret);
    }
}
