using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Integrations.Tokens;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Webhooks.Log;

/// <summary>Sends something once more.</summary>
public sealed record RedeliverWebhook(Guid Id) : ICommand<WebhookDelivery>
{
    string? ICommand.AuditTarget => $"WebhookDelivery:{Id}";
}

[MutationType]
public static partial class RedeliverWebhookMutation
{
    /// <summary>Sends something once more: the same message with a new signature, marked as a replay. The original stays as it is, and how a replay ends does not count for the breaker.</summary>
    /// <param name="id">Which delivery; one that is done.</param>
    [Authorize("integrations:write")]
    [UseMutationConvention(PayloadFieldName = "delivery")]
    [Error<WebhookDeliveryNotFoundException>]
    [Error<WebhookDeliveryNotRepeatableException>]
    public static Task<WebhookDelivery> RedeliverWebhookAsync([ID<WebhookDelivery>] Guid id, IMediator mediator, CancellationToken ct) => mediator.Send(new RedeliverWebhook(id), ct);
}

internal sealed class RedeliverWebhookHandler(IntegrationsDb db, Actor actor, AppCaller caller, UnitOfWork work, TimeProvider clock) : IRequestHandler<RedeliverWebhook, WebhookDelivery>
{
    public async Task<WebhookDelivery> Handle(RedeliverWebhook request, CancellationToken ct)
    {
        var found = db.WebhookDeliveries.AsNoTracking().VisibleTo(db, actor, caller).Where(d => d.Id == request.Id);
        var original = await found.SingleOrDefaultAsync(ct) ?? throw new WebhookDeliveryNotFoundException();
        if (original.Status == WebhookDeliveryStatus.Pending)
            throw new WebhookDeliveryNotRepeatableException("The delivery still waits for its turn or its retry.");
        if (!await found.Repeatable(db).AnyAsync(ct))
            throw new WebhookDeliveryNotRepeatableException("The webhook is switched off or gone, or the payload is too old to be kept.");
        return (await db.ReplayAsync([original], work, clock.Now(), ct))[0];
    }
}
