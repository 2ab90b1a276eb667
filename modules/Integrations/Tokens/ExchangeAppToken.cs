using System.Runtime.CompilerServices;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Installations;
using GraphQLPlugins.Integrations.Secrets;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Identity.Authentication;
using GraphQLPlugins.Kernel.Identity.Tokens;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Tokens;

/// <summary>Gives an app a token.</summary>
public sealed record ExchangeAppToken(
    Guid InstallationUuid, AppGrantType GrantType, string ClientId, string ClientSecret, string? Code, string? RefreshToken, string? State) : ICommand<ExchangeAppTokenPayload>
{
    string? ICommand.AuditTarget => $"AppInstallation:{InstallationUuid}";

    Guid? ICommand.AuditOrganization => Client.Value?.OrganizationId;

    string? ICommand.AuditActor => Client.Value?.Name;

    /// <summary>Known once the client has proved itself; in a box, since a command does not change.</summary>
    internal StrongBox<ProvenClient?> Client { get; } = new();
}

/// <summary>An app that has shown its secret, and where it acts.</summary>
internal sealed record ProvenClient(Guid OrganizationId, string Name);

/// <summary>What an app gives for a token.</summary>
public enum AppGrantType
{
    /// <summary>The code of the installation (RFC 6749 section 4.1.3).</summary>
    AuthorizationCode,

    /// <summary>The refresh token that came with the last token (RFC 6749 section 6).</summary>
    RefreshToken,
}

/// <summary>A new token, with its secrets: the only time that they are shown.</summary>
/// <param name="Token">The token.</param>
/// <param name="AccessToken">What requests carry as <c>Authorization: Bearer</c>.</param>
/// <param name="RefreshToken">What the next token is given for; this one ends then.</param>
/// <param name="State">What the caller sent along.</param>
public sealed record ExchangeAppTokenPayload(AppToken Token, string AccessToken, string RefreshToken, string? State);

[MutationType]
public static partial class ExchangeAppTokenMutation
{
    /// <summary>Gives an app a token for one installation, for its code or for a refresh token; either works once. The app proves itself by its client secret.</summary>
    /// <param name="installationUuid">The installation.</param>
    /// <param name="grantType">What is given for the token.</param>
    /// <param name="clientId">The app's client id.</param>
    /// <param name="clientSecret">The app's client secret.</param>
    /// <param name="code">The code; for <c>AUTHORIZATION_CODE</c>.</param>
    /// <param name="refreshToken">The refresh token; for <c>REFRESH_TOKEN</c>.</param>
    /// <param name="state">Sent back as it is; at most 2,000 characters.</param>
    [Error<GrantInvalidException>]
    [Error<InputInvalidException>]
    public static Task<ExchangeAppTokenPayload> ExchangeAppTokenAsync(
        Guid installationUuid, AppGrantType grantType, string clientId, string clientSecret, string? code, string? refreshToken, string? state, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new ExchangeAppToken(installationUuid, grantType, clientId, clientSecret, code, refreshToken, state), ct);
}

internal sealed class ExchangeAppTokenHandler(IntegrationsDb db, AppSecrets secrets, UnitOfWork work, IntegrationsOptions options, TimeProvider clock) : IRequestHandler<ExchangeAppToken, ExchangeAppTokenPayload>
{
    private const int MaxStateLength = 2000;

    public async Task<ExchangeAppTokenPayload> Handle(ExchangeAppToken request, CancellationToken ct)
    {
        if (request.State is not null)
            Text.Findable(request.State, "state", MaxStateLength);
        var (installation, app) = await ClientAsync(request, ct);
        request.Client.Value = new ProvenClient(installation.OrganizationId, $"app/{app.Slug}");
        await TakeGrantAsync(request, installation, ct);
        var now = clock.Now();
        var (secret, refresh) = (AppToken.NewSecret(AppToken.Prefix), AppToken.NewSecret(AppToken.RefreshPrefix));
        var token = new AppToken(installation.Id, null, secret, refresh, now, now + options.TokenLifetime);
        db.Add(token);
        return new ExchangeAppTokenPayload(token, secret, refresh, request.State);
    }

    private async Task<(AppInstallation, App)> ClientAsync(ExchangeAppToken request, CancellationToken ct)
    {
        // No client has such an id, and no database can look for it.
        if (request.ClientId.Contains('\0'))
            throw new GrantInvalidException();
        var found = await (
            from installation in db.Installations
            where installation.Id == request.InstallationUuid && installation.Status != AppInstallationStatus.PendingDeletion
            join app in db.Apps on installation.AppId equals app.Id
            where app.ClientId == request.ClientId && app.DeletedAt == null && app.Status != AppStatus.DeletionInProgress
            select new { installation, app }).AsNoTracking().SingleOrDefaultAsync(ct) ?? throw new GrantInvalidException();
        if (!await secrets.AcceptAsync(found.app.Id, request.ClientSecret, ct))
            throw new GrantInvalidException();
        return (found.installation, found.app);
    }

    /// <summary>Removing the row is the lock: of two that present the same code or refresh token, one finds nothing to remove.</summary>
    private async Task TakeGrantAsync(ExchangeAppToken request, AppInstallation installation, CancellationToken ct)
    {
        var now = clock.Now();
        var hash = AccessToken.HashOf((request.GrantType == AppGrantType.AuthorizationCode ? request.Code : request.RefreshToken) ?? throw new GrantInvalidException());
        var taken = request.GrantType == AppGrantType.AuthorizationCode
            ? await db.Grants.Where(grant => grant.InstallationId == installation.Id && grant.CodeHash == hash && grant.ExpiresAt > now).ExecuteDeleteAsync(ct)
            : await db.Tokens.Where(token => token.InstallationId == installation.Id && token.RefreshHash == hash).ExecuteDeleteAsync(ct);
        if (taken != 1)
            throw new GrantInvalidException();
        work.AfterCommit(new TokensChanged());
    }
}
