using System.Text.Json;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Integrations.Webhooks.Log;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Integrations.Webhooks.Delivery;

/// <summary>
/// Sends what is due. A webhook is claimed as a whole, so its deliveries go out one after the other and in order, whichever host has it; different webhooks go side by side.
/// A delivery that failed waits for its retry aside, and those behind it go on, unless the webhook wants strict order.
/// </summary>
internal sealed partial class DeliveryWorker(
    IDbContextFactory<IntegrationsDb> contexts, IServiceScopeFactory scopes, WebhookSender sender, DeliveryRecorder recorder, PayloadQuery payloads, SecretBox box, WebhookOptions options,
    TimeProvider clock, ILogger<DeliveryWorker> log)
{
    private const int MaxSkipped = 5_000;
    private readonly RetrySchedule _schedule = new(options);

    /// <summary>Sends all that is due, and returns how many requests that took.</summary>
    public async Task<int> SendDueAsync(CancellationToken ct = default)
    {
        var total = 0;
        while (await StartDueAsync(Math.Max(1, options.Concurrency), ct) is { Count: > 0 } running) total += (await Task.WhenAll(running)).Sum();
        return total;
    }

    /// <summary>Claims webhooks that have something due, and begins to send.</summary>
    /// <param name="count">How many webhooks at most.</param>
    /// <param name="stopping">Ends each after the request that is under way.</param>
    /// <returns>One task for each; they do not fail.</returns>
    public async Task<IReadOnlyList<Task<int>>> StartDueAsync(int count, CancellationToken stopping)
    {
        var now = clock.Now();
        await using var db = await contexts.CreateDbContextAsync(stopping);
        await db.Database.OpenConnectionAsync(stopping);
        var claimed = await db.ClaimAsync(count, now, now + options.LeaseTime, stopping);
        if (claimed.Count == 0) return [];
        var ids = claimed.Select(c => c.SubscriptionId).ToArray();
        var heads = await db.HeadsAsync(ids, now, options.BatchSize, CancellationToken.None);
        var targets = await DeliveryTarget.ReadAsync(db, ids, box, now, CancellationToken.None);
        return [.. claimed.Select(claim => Task.Run(() => RunAsync(claim, targets.GetValueOrDefault(claim.SubscriptionId), [.. heads[claim.SubscriptionId]], now, stopping), CancellationToken.None))];
    }

    private async Task<int> RunAsync(ClaimedQueue claim, DeliveryTarget? target, List<DueDelivery> due, DateTimeOffset claimedAt, CancellationToken stopping)
    {
        var run = new DeliveryRun(claim, target?.Circuit, options, claimedAt);
        try
        {
            if (target is not { Webhook.Sends: true }) await SkipAsync(run);
            else await SendAsync(run, target, due, stopping);
        }
        catch (Exception e)
        {
            // A defect of ours: the webhook is left alone for a while instead of trying the same thing over and over.
            LogFailure(e, claim.SubscriptionId);
            run.PauseUntil(clock.Now() + options.RetryDelay);
            run.HasMore = true;
        }
        await recorder.ReleaseAsync(run.Release());
        return run.Sent;
    }

    private async Task SendAsync(DeliveryRun run, DeliveryTarget target, List<DueDelivery> due, CancellationToken stopping)
    {
        var fresh = due.Count(d => !d.IsRetry);
        run.HasMore = fresh >= options.BatchSize || due.Count - fresh >= options.BatchSize;
        var turns = due.Take(options.BatchSize).ToList();
        run.HasMore |= turns.Count < due.Count;
        foreach (var delivery in turns)
        {
            var now = clock.Now();
            if (stopping.IsCancellationRequested || run.IsOver(now) || !run.Admits(now))
            {
                run.HasMore = true;
                return;
            }
            await SendAsync(run, target, delivery, now);
            if (run.IsGone)
            {
                await DisableAsync(target.Webhook, WebhookDisabledReason.Gone);
                run.HasMore = true;
                return;
            }
            if (run.FailingDays >= options.BrokenAfterDays)
            {
                await DisableAsync(target.Webhook, WebhookDisabledReason.Broken);
                run.HasMore = true;
                return;
            }
        }
    }

    private async Task SendAsync(DeliveryRun run, DeliveryTarget target, DueDelivery delivery, DateTimeOffset now)
    {
        if (now - delivery.CreatedAt > options.GiveUpAfter || (delivery.Data is null && delivery.Body is null))
        {
            Write(run, delivery, WebhookDeliveryStatus.Dead, delivery.AttemptCount, JsonElement.Parse(delivery.Attempts), null, null, now, null);
            return;
        }
        var body = await payloads.BodyAsync(target, delivery, CancellationToken.None);
        var sent = await sender.SendAsync(target, WebhookDelivery.HeaderIdOf(delivery.MessageId), delivery.EventType, delivery.IsReplay, body.Bytes, CancellationToken.None);
        run.Sent++;
        now = clock.Now();
        run.Count(sent.Outcome == AttemptOutcome.Accepted, delivery.IsReplay, now);
        run.IsGone = sent.Outcome == AttemptOutcome.Gone;
        var attempts = delivery.AttemptCount + 1;
        var retryAt = sent.Outcome == AttemptOutcome.Retry ? _schedule.Next(attempts, sent.RetryAfter, now) : null;
        if (sent.RetryAfter is { } after) run.PauseUntil(_schedule.Earliest(after, now));
        if (target.Webhook.StrictOrder) run.PauseUntil(retryAt);
        var status = sent.Outcome switch
        {
            AttemptOutcome.Accepted => WebhookDeliveryStatus.Success,
            AttemptOutcome.Retry => retryAt is null ? WebhookDeliveryStatus.Dead : WebhookDeliveryStatus.Pending,
            _ => WebhookDeliveryStatus.Failed,
        };
        Write(run, delivery, status, attempts, Append(delivery.Attempts, sent.Attempt), sent.Attempt, retryAt, status == WebhookDeliveryStatus.Pending ? null : now, body.ToKeep);
    }

    private void Write(
        DeliveryRun run, DueDelivery delivery, WebhookDeliveryStatus status, int attemptCount, JsonElement attempts, WebhookAttempt? last, DateTimeOffset? retryAt, DateTimeOffset? finishedAt, string? body)
    {
        recorder.Add(new DeliveryResult(
            delivery.Id, delivery.SubscriptionId, run.LeaseId, status, attemptCount, attempts, last?.StatusCode, last?.DurationMs, retryAt, finishedAt, body)
        {
            IsWatched = run.WatchedUntil > clock.Now(),
        });
    }

    /// <summary>Puts aside what waits for a webhook that is off or gone, a part at a time.</summary>
    private async Task SkipAsync(DeliveryRun run)
    {
        var now = clock.Now();
        await using var db = await contexts.CreateDbContextAsync();
        var waiting = db.WebhookDeliveries.Where(d => d.SubscriptionId == run.SubscriptionId && d.Status == WebhookDeliveryStatus.Pending).OrderBy(d => d.Number).Take(MaxSkipped).Select(d => d.Id);
        var skipped = await db.WebhookDeliveries.Where(d => waiting.Contains(d.Id)).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.Status, WebhookDeliveryStatus.Skipped).SetProperty(d => d.FinishedAt, now).SetProperty(d => d.NextRetryAt, (DateTimeOffset?)null));
        run.HasMore = skipped == MaxSkipped;
    }

    private async Task DisableAsync(WebhookSubscription webhook, WebhookDisabledReason reason)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new DisableWebhook(webhook.Id, webhook.OrganizationId, reason));
    }

    private static JsonElement Append(string attempts, WebhookAttempt attempt)
    {
        var all = JsonSerializer.Deserialize<List<WebhookAttempt>>(attempts, JsonSerializerOptions.Web)!;
        all.Add(attempt);
        return JsonSerializer.SerializeToElement(all, JsonSerializerOptions.Web);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The webhook {SubscriptionId} could not be served; it is tried again later")]
    private partial void LogFailure(Exception exception, Guid subscriptionId);
}
