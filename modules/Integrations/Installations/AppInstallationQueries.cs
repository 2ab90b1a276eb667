using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Integrations.Tokens;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Projects;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Installations;

[QueryType]
public static partial class AppInstallationQueries
{
    /// <summary>Apps that are installed in an organization, newest first unless another order is given; those that are being removed are left out.</summary>
    /// <param name="organizationId">The caller's organization.</param>
    [Authorize("integrations:read")]
    [UsePaging(IncludeTotalCount = true)]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<AppInstallation> GetAppInstallations([ID<Organization>] Guid organizationId, IntegrationsDb db, Actor actor)
    {
        actor.RequireOrganization(organizationId);
        return db.Installations.AsNoTracking().Where(i => i.OrganizationId == organizationId && i.Status != AppInstallationStatus.PendingDeletion)
            .OrderByDescending(i => i.CreatedAt).ThenByDescending(i => i.Id);
    }

    /// <exception cref="OrganizationNotFoundException">It is not the caller's.</exception>
    internal static void RequireOrganization(this Actor actor, Guid organizationId)
    {
        if (actor.OrganizationId != organizationId) throw new OrganizationNotFoundException();
    }
}

// Without a capability on the type: an app sees its own installation whatever its scopes are.
[ObjectType<AppInstallation>]
public static partial class AppInstallationNode
{
    [NodeResolver]
    public static async Task<AppInstallation?> GetAppInstallationAsync(Guid id, Actor actor, AppCaller caller, IntegrationsDb db, CancellationToken ct) =>
        actor.Capabilities.Covers("integrations:read") || caller.InstallationId == id
            ? await db.Installations.AsNoTracking().FirstOrDefaultAsync(i => i.Id == id && i.OrganizationId == actor.OrganizationId, ct)
            : null;

    /// <summary>The id that the app knows it by.</summary>
    public static Guid GetUuid([Parent(requires: nameof(AppInstallation.Id))] AppInstallation installation) => installation.Id;

    /// <summary>The app.</summary>
    public static Task<App> GetAppAsync([Parent(requires: nameof(AppInstallation.AppId))] AppInstallation installation, IAppByIdDataLoader apps, CancellationToken ct) =>
        apps.LoadRequiredAsync(installation.AppId, ct);

    /// <summary>The only projects that the app is told about; empty is all.</summary>
    public static async Task<IReadOnlyList<Project>> GetProjectsAsync(
        [Parent(requires: nameof(AppInstallation.ProjectIds))] AppInstallation installation, IProjectByKeyDataLoader projects, CancellationToken ct) =>
        [.. (await projects.LoadAsync(installation.ProjectIds, ct)).OfType<Project>()];

    /// <summary>Changes whenever its status or its projects do; see <c>expectedEtag</c>.</summary>
    public static string GetEtag([Parent(requires: $"{nameof(AppInstallation.Id)} {nameof(AppInstallation.Status)} {nameof(AppInstallation.ProjectIds)}")] AppInstallation installation) => installation.Etag;

    /// <summary>The app's tokens here, newest first; their secrets are never shown again.</summary>
    [Authorize("integrations:read")]
    public static async Task<IReadOnlyList<AppToken>> GetTokensAsync(
        [Parent(requires: nameof(AppInstallation.Id))] AppInstallation installation, ITokensByInstallationDataLoader tokens, CancellationToken ct) =>
        await tokens.LoadAsync(installation.Id, ct) ?? [];
}

internal static class InstallationLoaders
{
    [DataLoader]
    internal static async Task<Dictionary<Guid, App>> GetAppByIdAsync(IReadOnlyList<Guid> ids, IDbContextFactory<IntegrationsDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Apps.Where(app => ids.Contains(app.Id)).ToDictionaryAsync(app => app.Id, ct);
    }

    [DataLoader]
    internal static async Task<Dictionary<Guid, Project>> GetProjectByKeyAsync(IReadOnlyList<Guid> ids, IDbContextFactory<KernelDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Projects.Where(project => ids.Contains(project.Id)).ToDictionaryAsync(project => project.Id, ct);
    }

    [DataLoader]
    internal static async Task<ILookup<Guid, AppToken>> GetTokensByInstallationAsync(IReadOnlyList<Guid> installations, IDbContextFactory<IntegrationsDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return (await db.Tokens.Where(token => installations.Contains(token.InstallationId)).OrderByDescending(token => token.CreatedAt).ThenByDescending(token => token.Id).ToListAsync(ct))
            .ToLookup(token => token.InstallationId);
    }
}
