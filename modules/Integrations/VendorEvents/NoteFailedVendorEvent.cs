using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.VendorEvents;

/// <summary>Counts that applying an event failed. The answer is how far it has come; null when it does not wait any more.</summary>
/// <param name="Id">The event.</param>
/// <param name="Reason">What was wrong, in a sentence for the organization.</param>
internal sealed record NoteFailedVendorEvent(Guid Id, string Reason) : ICommand<IntegrationEventStatus?>
{
    string ICommand.AuditTarget => $"IntegrationEvent:{Id}";
}

internal sealed class NoteFailedVendorEventHandler(IntegrationsDb db, TimeProvider clock) : IRequestHandler<NoteFailedVendorEvent, IntegrationEventStatus?>
{
    public async Task<IntegrationEventStatus?> Handle(NoteFailedVendorEvent request, CancellationToken ct)
    {
        await db.LockAsync(ApplyVendorEvents.Lock, ct);
        if (await db.DueVendorEvents(clock.Now()).FirstOrDefaultAsync(e => e.Id == request.Id, ct) is not { } told) return null;
        told.Failed(request.Reason, clock.Now());
        return told.Status;
    }
}
