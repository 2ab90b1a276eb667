using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Webhooks;

/// <summary>Gives a webhook a new secret.</summary>
public sealed record RotateWebhookSecret(Guid Id, TimeSpan? OldSecretValidFor, string? ExpectedEtag) : ICommand<RotateWebhookSecretPayload>
{
    string? ICommand.AuditTarget => $"WebhookSubscription:{Id}";
}

/// <summary>A new secret: the only time that it is shown.</summary>
/// <param name="Webhook">The webhook.</param>
/// <param name="Secret">The new secret.</param>
/// <param name="OldSecretValidUntil">Until when deliveries are signed with the one before too.</param>
public sealed record RotateWebhookSecretPayload(WebhookSubscription Webhook, string Secret, DateTimeOffset OldSecretValidUntil);

[MutationType]
public static partial class RotateWebhookSecretMutation
{
    /// <summary>Gives a webhook a new secret, and shows it this once. For a while deliveries carry the signatures of both.</summary>
    /// <param name="id">Which webhook.</param>
    /// <param name="oldSecretValidFor">For how long; up to 7 days, without it the server's setting.</param>
    /// <param name="expectedEtag">Refuses the change when the webhook is no longer what the caller read, such as after another rotation.</param>
    [Authorize("integrations:write")]
    [Error<WebhookNotFoundException>]
    [Error<WebhookFollowsAppException>]
    [Error<InputInvalidException>]
    [Error<EtagMismatchException>]
    public static Task<RotateWebhookSecretPayload> RotateWebhookSecretAsync([ID<WebhookSubscription>] Guid id, TimeSpan? oldSecretValidFor, string? expectedEtag, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new RotateWebhookSecret(id, oldSecretValidFor, expectedEtag), ct);
}

internal sealed class RotateWebhookSecretHandler(WebhookWriting writing, IntegrationsOptions options) : IRequestHandler<RotateWebhookSecret, RotateWebhookSecretPayload>
{
    private static readonly TimeSpan MaxOverlap = TimeSpan.FromDays(7);

    public async Task<RotateWebhookSecretPayload> Handle(RotateWebhookSecret request, CancellationToken ct)
    {
        var overlap = request.OldSecretValidFor ?? options.SecretOverlap;
        if (overlap < TimeSpan.Zero || overlap > MaxOverlap)
            throw new InputInvalidException("oldSecretValidFor", $"It must be from 0 to {MaxOverlap.TotalDays:0} days.");
        var webhook = await writing.TakeAsync(request.Id, request.ExpectedEtag, ct);
        if (webhook.IsSignedByApp)
            throw new WebhookFollowsAppException("secret");
        var now = writing.Now;
        var secrets = await writing.Db.WebhookSecrets.Where(s => s.SubscriptionId == webhook.Id).OrderByDescending(s => s.Version).ToListAsync(ct);
        // The one before counts for a while; older ones end at once, so that there are two at most.
        foreach (var old in secrets) old.ExpireAt(old == secrets[0] ? now + overlap : now);
        var secret = WebhookSecret.Generate();
        writing.Db.Add(new WebhookSecret(webhook.Id, secrets[0].Version + 1, secret, writing.Box, now));
        webhook.Touch(now);
        return new RotateWebhookSecretPayload(webhook, secret, now + overlap);
    }
}
