using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Components;
using GraphQLPlugins.Integrations.Headers;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Identity;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Apps;

[QueryType]
public static partial class AppQueries
{
    /// <summary>Published apps, and with <c>integrations:read</c> those of the caller's own organization; newest first unless another order is given.</summary>
    /// <param name="status">Only those with one status; without, the published ones.</param>
    [UsePaging(IncludeTotalCount = true)]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<App> GetApps(AppStatus? status, IntegrationsDb db, Actor actor) =>
        db.Apps.AsNoTracking().VisibleTo(actor).Where(app => app.Status == (status ?? AppStatus.Published)).OrderByDescending(app => app.CreatedAt).ThenByDescending(app => app.Id);

    /// <summary>One app by its slug or its uuid, of which one is given; null when there is none that the caller may see.</summary>
    public static Task<App?> GetAppAsync(string? slug, Guid? uuid, IntegrationsDb db, Actor actor, CancellationToken ct)
    {
        if (slug is null == uuid is null)
            throw new InputInvalidException("slug", "Give either slug or uuid.");
        if (slug is not null)
            Text.Findable(slug, nameof(slug));
        return db.Apps.AsNoTracking().VisibleTo(actor).FirstOrDefaultAsync(app => slug == null ? app.Id == uuid : app.Slug == slug, ct);
    }

    /// <summary>Published apps are everybody's to see, the others are their owner's and the staff's.</summary>
    internal static IQueryable<App> VisibleTo(this IQueryable<App> apps, Actor actor)
    {
        var staff = actor.IsStaff();
        var own = actor.Capabilities.Covers("integrations:read") ? actor.OrganizationId : Guid.Empty;
        return apps.Where(app => app.DeletedAt == null && (app.Status == AppStatus.Published || staff || app.OrganizationId == own));
    }
}

[ObjectType<App>]
public static partial class AppNode
{
    [NodeResolver]
    public static async Task<App?> GetAppAsync(Guid id, Actor actor, IntegrationsDb db, CancellationToken ct) =>
        await db.Apps.AsNoTracking().VisibleTo(actor).FirstOrDefaultAsync(app => app.Id == id, ct);

    /// <summary>The id that other systems know it by.</summary>
    public static Guid GetUuid([Parent(requires: nameof(App.Id))] App app) => app.Id;

    /// <summary>The resources that it is told about.</summary>
    public static IReadOnlyList<string> GetEvents([Parent(requires: nameof(App.StoredEvents))] App app) => AppEvents.Consolidate(app.StoredEvents);

    /// <summary>Each event that it is told about, such as <c>issue.created</c>.</summary>
    public static IReadOnlyList<string> GetEventActions([Parent(requires: nameof(App.StoredEvents))] App app) => app.StoredEvents;

    /// <summary>What it adds to the product; empty for internal apps.</summary>
    public static async Task<IReadOnlyList<AppFeature>> GetFeaturesAsync([Parent] App app, IAppFeaturesDataLoader features, CancellationToken ct) =>
        app.IsInternal ? [] : await features.LoadAsync(app.Id, ct) ?? [];

    /// <summary>The organization that it belongs to.</summary>
    public static async Task<Organization?> GetOwnerAsync([Parent(requires: nameof(App.OrganizationId))] App app, IOrganizationByIdDataLoader organizations, CancellationToken ct) =>
        await organizations.LoadAsync(app.OrganizationId, ct);

    /// <summary>Anything else that the author keeps with it; null to other organizations.</summary>
    public static JsonElement? GetMetadata([Parent] App app, Actor actor) => app.IsOpenTo(actor) ? app.Metadata : null;

    /// <summary>What it shows: an object with <c>elements</c>, or an empty one.</summary>
    public static JsonElement GetSchema([Parent(requires: nameof(App.Schema))] App app) => app.Schema ?? SchemaElements.Empty;

    /// <summary>Headers that every request to it carries, their values masked; empty to other organizations.</summary>
    public static IReadOnlyList<CustomHeader> GetWebhookHeaders([Parent] App app, Actor actor) => app.IsOpenTo(actor) ? app.Headers : [];

    /// <summary>What the owner told the staff when asking for publication; null before that, and to other organizations.</summary>
    public static JsonElement? GetPublishAnswers([Parent] App app, Actor actor) => app.IsOpenTo(actor) ? app.PublishAnswers : null;

    /// <summary>SHA-256 of the manifest that was applied last; null when there was none, and to other organizations.</summary>
    public static string? GetManifestDigest([Parent] App app, Actor actor) => app.IsOpenTo(actor) ? app.ManifestDigest : null;

    /// <summary>Where its manifest was read last; null when it never was, and to other organizations.</summary>
    public static string? GetManifestUrl([Parent] App app, Actor actor) => app.IsOpenTo(actor) ? app.ManifestUrl : null;

    /// <summary>The app's name where its tokens are given out; null to other organizations.</summary>
    public static string? GetClientId([Parent] App app, Actor actor) => app.IsOpenTo(actor) ? app.ClientId : null;

    /// <summary>Changes whenever the app does; see <c>expectedEtag</c>.</summary>
    public static string GetEtag([Parent(requires: $"{nameof(App.Id)} {nameof(App.Revision)}")] App app) => app.Etag;

    /// <summary>Whether the caller is of the organization that owns it, or of the staff.</summary>
    internal static bool IsOpenTo(this App app, Actor actor) =>
        actor.IsStaff() || (app.OrganizationId == actor.OrganizationId && actor.Capabilities.Covers("integrations:read"));
}

internal static class AppLoaders
{
    [DataLoader]
    internal static async Task<ILookup<Guid, AppFeature>> GetAppFeaturesAsync(IReadOnlyList<Guid> apps, IDbContextFactory<IntegrationsDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return (await db.AppFeatures.Where(feature => apps.Contains(feature.AppId)).ToListAsync(ct)).OrderBy(feature => feature.Feature).ToLookup(feature => feature.AppId);
    }

    [DataLoader]
    internal static async Task<Dictionary<Guid, Organization>> GetOrganizationByIdAsync(IReadOnlyList<Guid> ids, Kernel.Storage.KernelDb db, CancellationToken ct) =>
        await db.Organizations.AsNoTracking().Where(o => ids.Contains(o.Id)).ToDictionaryAsync(o => o.Id, ct);
}
