using GraphQLPlugins.Integrations.Webhooks.Events;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Integrations.Webhooks;

/// <summary>Takes a webhook away.</summary>
public sealed record DeleteWebhook(Guid Id, string? ExpectedEtag) : ICommand<WebhookSubscription>
{
    string? ICommand.AuditTarget => $"WebhookSubscription:{Id}";
}

[MutationType]
public static partial class DeleteWebhookMutation
{
    /// <summary>Takes a webhook away; what waits is skipped, and the log stays. One that comes with its app goes with the installation; switch it off instead.</summary>
    /// <param name="id">Which webhook.</param>
    /// <param name="expectedEtag">Refuses the change when the webhook is no longer what the caller read.</param>
    [Authorize("integrations:write")]
    [UseMutationConvention(PayloadFieldName = "webhook")]
    [Error<WebhookNotFoundException>]
    [Error<WebhookFollowsAppException>]
    [Error<EtagMismatchException>]
    public static Task<WebhookSubscription> DeleteWebhookAsync([ID<WebhookSubscription>] Guid id, string? expectedEtag, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new DeleteWebhook(id, expectedEtag), ct);
}

internal sealed class DeleteWebhookHandler(WebhookWriting writing, UnitOfWork work) : IRequestHandler<DeleteWebhook, WebhookSubscription>
{
    public async Task<WebhookSubscription> Handle(DeleteWebhook request, CancellationToken ct)
    {
        var webhook = await writing.TakeAsync(request.Id, request.ExpectedEtag, ct);
        if (webhook.Origin != WebhookOrigin.Manual)
            throw new WebhookFollowsAppException("existence");
        webhook.Delete(writing.Now);
        await work.FlushAsync(ct);
        await writing.Db.WakeAsync([webhook.Id], writing.Now, ct);
        return webhook;
    }
}
