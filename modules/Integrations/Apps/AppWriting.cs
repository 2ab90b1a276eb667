using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Apps;

/// <summary>What every change of an app needs: the store, who changes it, and the rules for addresses and features.</summary>
internal sealed class AppWriting(IntegrationsDb db, Actor actor, EgressGuard egress, FeatureGate features, TimeProvider clock)
{
    public IntegrationsDb Db => db;

    public Actor Actor => actor;

    public EgressGuard Egress => egress;

    public FeatureGate Features => features;

    public DateTimeOffset Now => clock.Now();

    /// <summary>An app of the caller's organization, or any app for the server's staff.</summary>
    /// <exception cref="AppNotFoundException">There is none, or it is somebody else's.</exception>
    public async Task<App> RequireOwnAsync(string slug, CancellationToken ct)
    {
        var staff = actor.IsStaff();
        return await db.Apps.Include(app => app.FeatureRows)
            .FirstOrDefaultAsync(app => app.Slug == slug && app.DeletedAt == null && (staff || app.OrganizationId == actor.OrganizationId), ct)
            ?? throw new AppNotFoundException(slug);
    }
}
