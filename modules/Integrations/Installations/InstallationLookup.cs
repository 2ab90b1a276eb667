using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Integrations.Tokens;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Refusals;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Installations;

/// <summary>Finds installations for commands that change them.</summary>
internal sealed class InstallationLookup(IntegrationsDb db, Actor actor, AppCaller caller)
{
    /// <summary>An installation of the caller's organization; to an app only its own. Waits until no other command changes it.</summary>
    /// <exception cref="AppInstallationNotFoundException">There is none.</exception>
    /// <exception cref="EtagMismatchException">It is no longer what the caller read.</exception>
    public async Task<AppInstallation> TakeAsync(Guid installationUuid, string? expectedEtag, CancellationToken ct)
    {
        var own = caller.InstallationId;
        var visible = db.Installations.Where(i => i.Id == installationUuid && i.OrganizationId == actor.OrganizationId && (own == null || i.Id == own));
        // Writing the row locks it to the end of the transaction, on every database.
        await visible.ExecuteUpdateAsync(set => set.SetProperty(i => i.Status, i => i.Status), ct);
        var taken = await visible.FirstOrDefaultAsync(ct) ?? throw new AppInstallationNotFoundException(installationUuid);
        return expectedEtag is null || expectedEtag == taken.Etag ? taken : throw new EtagMismatchException(expectedEtag, taken.Etag);
    }

    public Task<App> AppOfAsync(AppInstallation installation, CancellationToken ct) => db.Apps.SingleAsync(app => app.Id == installation.AppId, ct);
}
