using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Apps;

/// <summary>What every change of an app needs: the store, who changes it, and the rules for addresses, features and secrets.</summary>
internal sealed class AppWriting(IntegrationsDb db, Actor actor, EgressGuard egress, FeatureGate features, AppEvents events, SecretBox box, TimeProvider clock)
{
    public IntegrationsDb Db => db;

    public Actor Actor => actor;

    public EgressGuard Egress => egress;

    public FeatureGate Features => features;

    public AppEvents Events => events;

    public SecretBox Box => box;

    public DateTimeOffset Now => clock.Now();

    /// <summary>An app of the caller's organization. Waits until no other command changes it.</summary>
    /// <exception cref="AppNotFoundException">There is none, or it is somebody else's.</exception>
    /// <exception cref="EtagMismatchException">It is no longer what the caller read.</exception>
    public Task<App> RequireOwnAsync(string slug, string? expectedEtag, CancellationToken ct) => TakeAsync(db.Apps.Where(app => app.OrganizationId == actor.OrganizationId), slug, expectedEtag, ct);

    /// <summary>An app of the caller's organization, or any to the server's staff. Waits until no other command changes it.</summary>
    /// <exception cref="AppNotFoundException">There is none, or it is somebody else's.</exception>
    /// <exception cref="EtagMismatchException">It is no longer what the caller read.</exception>
    public Task<App> RequireOwnOrAnyAsStaffAsync(string slug, string? expectedEtag, CancellationToken ct) =>
        actor.IsStaff() ? TakeAsync(db.Apps, slug, expectedEtag, ct) : RequireOwnAsync(slug, expectedEtag, ct);

    /// <summary>An app that the caller's organization may install. Waits until no other command changes it.</summary>
    /// <exception cref="AppNotFoundException">There is none, or it is neither published nor the caller's.</exception>
    /// <exception cref="EtagMismatchException">It is no longer what the caller read.</exception>
    public Task<App> RequireInstallableAsync(string slug, string? expectedEtag, CancellationToken ct) =>
        TakeAsync(db.Apps.Where(app => app.Status == AppStatus.Published || (app.OrganizationId == actor.OrganizationId && app.Status != AppStatus.DeletionInProgress)), slug, expectedEtag, ct);

    private static async Task<App> TakeAsync(IQueryable<App> apps, string slug, string? expectedEtag, CancellationToken ct)
    {
        Text.Findable(slug, nameof(slug));
        var found = apps.Where(app => app.Slug == slug && app.DeletedAt == null);
        // Writing the row locks it to the end of the transaction, on every database.
        await found.ExecuteUpdateAsync(set => set.SetProperty(app => app.Revision, app => app.Revision), ct);
        var taken = await found.Include(app => app.FeatureRows).Include(app => app.ComponentRows).FirstOrDefaultAsync(ct) ?? throw new AppNotFoundException(slug);
        return expectedEtag is null || expectedEtag == taken.Etag ? taken : throw new EtagMismatchException(expectedEtag, taken.Etag);
    }
}
