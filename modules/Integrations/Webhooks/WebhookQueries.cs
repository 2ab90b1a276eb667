using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Headers;
using GraphQLPlugins.Integrations.Installations;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Integrations.Tokens;
using GraphQLPlugins.Integrations.Webhooks.Delivery;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Projects;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Webhooks;

[QueryType]
public static partial class WebhookQueries
{
    /// <summary>The webhooks of the organization's apps and plugins, newest first unless another order is given; to an app its own.</summary>
    [Authorize("integrations:read")]
    [UsePaging(IncludeTotalCount = true)]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<WebhookSubscription> GetWebhooks(IntegrationsDb db, Actor actor, AppCaller caller) =>
        db.Webhooks.AsNoTracking().VisibleTo(actor, caller).OrderByDescending(w => w.CreatedAt).ThenByDescending(w => w.Id);

    /// <summary>One webhook; null when there is none that the caller may see.</summary>
    /// <param name="id">Its global id.</param>
    [Authorize("integrations:read")]
    public static Task<WebhookSubscription?> GetWebhookAsync([ID<WebhookSubscription>] Guid id, IntegrationsDb db, Actor actor, AppCaller caller, CancellationToken ct) =>
        db.Webhooks.AsNoTracking().VisibleTo(actor, caller).FirstOrDefaultAsync(w => w.Id == id, ct);

    /// <summary>Those of the caller's organization, to an app only those of its installation.</summary>
    internal static IQueryable<WebhookSubscription> VisibleTo(this IQueryable<WebhookSubscription> webhooks, Actor actor, AppCaller caller)
    {
        var (organization, own) = (actor.OrganizationId, caller.InstallationId);
        return webhooks.Where(w => w.OrganizationId == organization && w.DeletedAt == null && (own == null || w.InstallationId == own));
    }
}

/// <summary>Whether requests go to a receiver.</summary>
/// <param name="State">As it is now.</param>
/// <param name="Failures">How many requests have failed lately, while it is closed.</param>
/// <param name="Successes">How many have succeeded on trial, while it is half open.</param>
/// <param name="OpenUntil">When the trial begins, while it is open.</param>
public sealed record WebhookBreaker(WebhookBreakerState State, int Failures, int Successes, DateTimeOffset? OpenUntil)
{
    internal static WebhookBreaker Of(string? stored, WebhookOptions options)
    {
        var breaker = Breaker.Of(stored, options.Breaker);
        return new WebhookBreaker(breaker.State, breaker.Failures, breaker.Successes, breaker.OpenUntil);
    }
}

[ObjectType<App>]
public static partial class AppWebhookBreaker
{
    /// <summary>Whether requests go to its own addresses, wherever it is installed; null to other organizations.</summary>
    public static async Task<WebhookBreaker?> GetWebhookBreakerAsync([Parent] App app, Actor actor, IAppBreakerByAppDataLoader breakers, WebhookOptions options, CancellationToken ct) =>
        app.IsOpenTo(actor) ? WebhookBreaker.Of((await breakers.LoadAsync(app.Id, ct))?.Breaker, options) : null;
}

[ObjectType<WebhookSubscription>]
public static partial class WebhookSubscriptionNode
{
    [NodeResolver]
    [Authorize("integrations:read")]
    public static Task<WebhookSubscription?> GetWebhookSubscriptionAsync(Guid id, IntegrationsDb db, Actor actor, AppCaller caller, CancellationToken ct) =>
        db.Webhooks.AsNoTracking().VisibleTo(actor, caller).FirstOrDefaultAsync(w => w.Id == id, ct);

    /// <summary>The app's installation that owns it; null for a plugin's, and once the installation is gone.</summary>
    public static async Task<AppInstallation?> GetInstallationAsync(
        [Parent(requires: nameof(WebhookSubscription.InstallationId))] WebhookSubscription webhook, IInstallationByIdDataLoader installations, CancellationToken ct) =>
        webhook.InstallationId is { } id ? await installations.LoadAsync(id, ct) : null;

    /// <summary>Headers that are sent along, their values masked; those of a webhook that comes with its app are the app's.</summary>
    public static IReadOnlyList<CustomHeader> GetCustomHeaders([Parent(requires: nameof(WebhookSubscription.Headers))] WebhookSubscription webhook) => webhook.Headers;

    /// <summary>The only projects whose events are sent; empty is all.</summary>
    public static async Task<IReadOnlyList<Project>> GetProjectsAsync(
        [Parent(requires: nameof(WebhookSubscription.ProjectIds))] WebhookSubscription webhook, IProjectByKeyDataLoader projects, CancellationToken ct) =>
        [.. (await projects.LoadAsync(webhook.ProjectIds, ct)).OfType<Project>()];

    /// <summary>The secrets that deliveries are signed with now, newest first, never their text; empty where the app's own secret signs.</summary>
    public static async Task<IReadOnlyList<WebhookSecret>> GetSecretsAsync(
        [Parent(requires: nameof(WebhookSubscription.Id))] WebhookSubscription webhook, IWebhookSecretsDataLoader secrets, TimeProvider clock, CancellationToken ct) =>
        [.. (await secrets.LoadAsync(webhook.Id, ct) ?? []).Where(secret => secret.SignsAt(clock.Now()))];

    /// <summary>Whether requests go to its receiver.</summary>
    public static async Task<WebhookBreaker> GetBreakerAsync(
        [Parent(requires: nameof(WebhookSubscription.Id))] WebhookSubscription webhook, IWebhookQueueByIdDataLoader queues, WebhookOptions options, CancellationToken ct)
    {
        return WebhookBreaker.Of((await queues.LoadAsync(webhook.Id, ct))?.Breaker, options);
    }

    /// <summary>The breaker that all webhooks share which come with the app, wherever it is installed; null for one that was made by <c>createWebhook</c>. Requests go only while both let them.</summary>
    public static async Task<WebhookBreaker?> GetAppBreakerAsync(
        [Parent(requires: $"{nameof(WebhookSubscription.AppId)} {nameof(WebhookSubscription.Origin)}")] WebhookSubscription webhook, IAppBreakerByAppDataLoader breakers, WebhookOptions options, CancellationToken ct) =>
        webhook.SharesAppBreaker ? WebhookBreaker.Of((await breakers.LoadAsync(webhook.AppId!.Value, ct))?.Breaker, options) : null;

    /// <summary>Changes whenever the webhook does; see <c>expectedEtag</c>.</summary>
    public static string GetEtag([Parent(requires: $"{nameof(WebhookSubscription.Id)} {nameof(WebhookSubscription.Revision)}")] WebhookSubscription webhook) => webhook.Etag;
}

internal static class WebhookLoaders
{
    [DataLoader]
    internal static async Task<Dictionary<Guid, AppInstallation>> GetInstallationByIdAsync(IReadOnlyList<Guid> ids, IDbContextFactory<IntegrationsDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Installations.Where(i => ids.Contains(i.Id)).ToDictionaryAsync(i => i.Id, ct);
    }

    [DataLoader]
    internal static async Task<Dictionary<Guid, WebhookSubscription>> GetWebhookByIdAsync(IReadOnlyList<Guid> ids, IDbContextFactory<IntegrationsDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Webhooks.Where(w => ids.Contains(w.Id) && w.DeletedAt == null).ToDictionaryAsync(w => w.Id, ct);
    }

    [DataLoader]
    internal static async Task<Dictionary<Guid, WebhookQueue>> GetWebhookQueueByIdAsync(IReadOnlyList<Guid> ids, IDbContextFactory<IntegrationsDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.WebhookQueues.Where(q => ids.Contains(q.SubscriptionId)).ToDictionaryAsync(q => q.SubscriptionId, ct);
    }

    [DataLoader]
    internal static async Task<Dictionary<Guid, AppBreaker>> GetAppBreakerByAppAsync(IReadOnlyList<Guid> apps, IDbContextFactory<IntegrationsDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.AppBreakers.Where(b => apps.Contains(b.AppId)).ToDictionaryAsync(b => b.AppId, ct);
    }

    [DataLoader]
    internal static async Task<ILookup<Guid, WebhookSecret>> GetWebhookSecretsAsync(IReadOnlyList<Guid> webhooks, IDbContextFactory<IntegrationsDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return (await db.WebhookSecrets.Where(s => webhooks.Contains(s.SubscriptionId)).OrderByDescending(s => s.Version).ToListAsync(ct)).ToLookup(s => s.SubscriptionId);
    }
}
