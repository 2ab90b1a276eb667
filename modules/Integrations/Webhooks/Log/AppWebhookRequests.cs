using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Webhooks.Log;

/// <summary>A request to an app, as its author sees it.</summary>
/// <param name="EventType">What it told of.</param>
/// <param name="Organization">Whose event it was.</param>
/// <param name="Url">Where it went; null once the webhook is gone.</param>
/// <param name="At">When it was made last.</param>
/// <param name="ResponseCode">What the app answered; 0 when it did not answer in time, or could not be reached.</param>
/// <param name="IsError">Whether that is an error: no answer, or a code of 400 and above.</param>
/// <param name="ResponseBody">The beginning of the answer, for errors alone; up to 1,024 characters.</param>
/// <param name="Error">What went wrong; null when nothing did.</param>
public sealed record AppWebhookRequest(string EventType, string Organization, string? Url, DateTimeOffset At, int ResponseCode, bool IsError, string? ResponseBody, string? Error);

[QueryType]
public static partial class AppWebhookRequestQueries
{
    private const int MaxForEachType = 100;

    /// <summary>
    /// The latest requests to an app of the caller's organization, wherever it is installed: the last 100 of each type of event, newest first. Requests of webhooks that
    /// organizations made themselves are theirs, and not shown here.
    /// </summary>
    /// <param name="slug">Which app.</param>
    /// <param name="eventType">Only one type of event.</param>
    /// <param name="errorsOnly">Only errors: then the last 100 errors of each type.</param>
    /// <param name="organization">Only those of one organization, by its name.</param>
    /// <param name="start">Only those that were queued then or later.</param>
    /// <param name="end">Only those that were queued then or earlier.</param>
    [Authorize("integrations:read")]
    public static async Task<IReadOnlyList<AppWebhookRequest>> GetAppWebhookRequestsAsync(
        string slug, string? eventType, bool? errorsOnly, string? organization, DateTimeOffset? start, DateTimeOffset? end, IntegrationsDb db, KernelDb kernel, Actor actor, CancellationToken ct)
    {
        Text.Findable(slug, nameof(slug));
        if (eventType is not null)
            Text.Findable(eventType, nameof(eventType));
        if (organization is not null)
            Text.Findable(organization, nameof(organization));
        if (start > end)
            throw new InputInvalidException("start", "It must not be after end.");
        var app = await db.Apps.AsNoTracking().FirstOrDefaultAsync(a => a.Slug == slug && a.DeletedAt == null, ct);
        if (app is null || !app.IsOpenTo(actor))
            throw new AppNotFoundException(slug);
        var log = db.WebhookDeliveries.AsNoTracking().Where(d => d.AppId == app.Id && d.AttemptCount > 0);
        if (eventType is not null) log = log.Where(d => d.EventType == eventType);
        if (errorsOnly is true) log = log.Where(d => d.StatusCode == null || d.StatusCode >= 400);
        if (start is not null) log = log.Where(d => d.CreatedAt >= start);
        if (end is not null) log = log.Where(d => d.CreatedAt <= end);
        if (organization is not null)
        {
            var id = await kernel.Organizations.Where(o => o.Name == organization).Select(o => o.Id).FirstOrDefaultAsync(ct);
            log = log.Where(d => d.OrganizationId == id);
        }
        var latest = await (from type in log.Select(d => d.EventType).Distinct() from d in log.Where(d => d.EventType == type).OrderByDescending(d => d.Number).Take(MaxForEachType) select d).ToListAsync(ct);
        return await ShowAsync([.. latest.OrderByDescending(d => d.Number)], db, kernel, ct);
    }

    private static async Task<IReadOnlyList<AppWebhookRequest>> ShowAsync(IReadOnlyList<WebhookDelivery> deliveries, IntegrationsDb db, KernelDb kernel, CancellationToken ct)
    {
        var (organizationIds, webhookIds) = (deliveries.Select(d => d.OrganizationId).Distinct().ToList(), deliveries.Select(d => d.SubscriptionId).Distinct().ToList());
        var organizations = await kernel.Organizations.Where(o => organizationIds.Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => o.Name, ct);
        var urls = await db.Webhooks.Where(w => webhookIds.Contains(w.Id)).ToDictionaryAsync(w => w.Id, w => w.TargetUrl, ct);
        return
        [
            .. from delivery in deliveries
               let last = delivery.Attempts[^1]
               let code = last.StatusCode ?? 0
               select new AppWebhookRequest(
                   delivery.EventType, organizations.GetValueOrDefault(delivery.OrganizationId, ""), urls.GetValueOrDefault(delivery.SubscriptionId), last.StartedAt, code, code is 0 or >= 400, last.ResponseBody,
                   last.Error),
        ];
    }
}
