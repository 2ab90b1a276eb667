using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Webhooks;

/// <summary>Switches a webhook off because of how its receiver behaves. Sent by the system.</summary>
internal sealed record DisableWebhook(Guid Id, Guid OrganizationId, WebhookDisabledReason Reason) : ICommand<bool>
{
    string? ICommand.AuditTarget => $"WebhookSubscription:{Id}";

    string? ICommand.AuditReason => Reason == WebhookDisabledReason.Gone ? "The receiver answered that it is gone." : "The receiver did nothing but fail for days.";

    Guid? ICommand.AuditOrganization => OrganizationId;
}

internal sealed class DisableWebhookHandler(IntegrationsDb db, TimeProvider clock) : IRequestHandler<DisableWebhook, bool>
{
    public async Task<bool> Handle(DisableWebhook request, CancellationToken ct)
    {
        var found = db.Webhooks.Where(w => w.Id == request.Id && w.DeletedAt == null);
        await found.ExecuteUpdateAsync(set => set.SetProperty(w => w.Revision, w => w.Revision), ct);
        if (await found.Include(w => w.Topics).FirstOrDefaultAsync(ct) is not { Active: true } webhook)
            return false;
        webhook.Disable(request.Reason, clock.Now());
        return true;
    }
}
