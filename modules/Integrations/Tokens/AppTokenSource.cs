using System.Security.Claims;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Installations;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Identity.Authentication;
using GraphQLPlugins.Kernel.Identity.Authorization;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Tokens;

/// <summary>Lets apps in: as themselves, in the organization of the installation, with what the app's scopes stand for now.</summary>
internal sealed class AppTokenSource(IDbContextFactory<IntegrationsDb> contexts) : ITokenSource
{
    public string Prefix => AppToken.Prefix;

    public async ValueTask<PrincipalIdentity?> FindAsync(string hash, DateTimeOffset now, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var found = await (
            from token in db.Tokens
            where token.Hash == hash
            join installation in db.Installations on token.InstallationId equals installation.Id
            join app in db.Apps on installation.AppId equals app.Id
            where app.DeletedAt == null && app.Status != AppStatus.DeletionInProgress && installation.Status != AppInstallationStatus.PendingDeletion
            select new { token.ExpiresAt, installation.OrganizationId, InstallationId = installation.Id, AppId = app.Id, app.Slug, app.Scopes }).SingleOrDefaultAsync(ct);
        if (found is null || found.ExpiresAt <= now)
            return null;
        var identity = new PrincipalIdentity($"app/{found.Slug}", null, found.OrganizationId, new CapabilitySet(AppScopes.Capabilities(found.Scopes)), found.ExpiresAt);
        identity.AddClaim(new Claim(AppCaller.AppClaim, found.AppId.ToString()));
        identity.AddClaim(new Claim(AppCaller.InstallationClaim, found.InstallationId.ToString()));
        return identity;
    }
}
