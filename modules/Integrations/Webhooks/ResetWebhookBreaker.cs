using GraphQLPlugins.Integrations.Webhooks.Delivery;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Integrations.Webhooks;

/// <summary>Sends to a receiver again at once.</summary>
public sealed record ResetWebhookBreaker(Guid Id, string? ExpectedEtag) : ICommand<WebhookSubscription>
{
    string? ICommand.AuditTarget => $"WebhookSubscription:{Id}";
}

[MutationType]
public static partial class ResetWebhookBreakerMutation
{
    /// <summary>
    /// Forgets how a receiver has done lately, so that what waits is sent again at once. For when it is known to be mended. Of a webhook that comes with its app, the breaker is reset that all of
    /// these share (<c>appBreaker</c>), too.
    /// </summary>
    /// <param name="id">Which webhook.</param>
    /// <param name="expectedEtag">Refuses it when the webhook is no longer what the caller read, such as at another address.</param>
    [Authorize("integrations:write")]
    [UseMutationConvention(PayloadFieldName = "webhook")]
    [Error<WebhookNotFoundException>]
    [Error<EtagMismatchException>]
    public static Task<WebhookSubscription> ResetWebhookBreakerAsync([ID<WebhookSubscription>] Guid id, string? expectedEtag, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new ResetWebhookBreaker(id, expectedEtag), ct);
}

internal sealed class ResetWebhookBreakerHandler(WebhookWriting writing, UnitOfWork work) : IRequestHandler<ResetWebhookBreaker, WebhookSubscription>
{
    public async Task<WebhookSubscription> Handle(ResetWebhookBreaker request, CancellationToken ct)
    {
        var webhook = await writing.TakeAsync(request.Id, request.ExpectedEtag, ct);
        if (webhook.SharesAppBreaker) await writing.Db.ForgetAppFailuresAsync(webhook.AppId!.Value, writing.Now, ct);
        await writing.Db.ForgetFailuresAsync(webhook.Id, writing.Now, ct);
        work.AfterCommit(new DeliveriesQueued());
        return webhook;
    }
}
