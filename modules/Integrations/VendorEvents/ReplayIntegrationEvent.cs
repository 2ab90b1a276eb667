using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Background;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.VendorEvents;

/// <summary>Lets what a vendor told be applied once more.</summary>
public sealed record ReplayIntegrationEvent(Guid Id) : ICommand<IntegrationEvent>
{
    string? ICommand.AuditTarget => $"IntegrationEvent:{Id}";
}

/// <summary>There is no such event in the caller's organization, or not any more.</summary>
public sealed class IntegrationEventNotFoundException() : RefusalException("There is no integration event with this id.", "id");

[MutationType]
public static partial class ReplayIntegrationEventMutation
{
    /// <summary>Lets what a vendor told be applied once more, such as for an issue that was linked only afterwards, or for an event that was given up.</summary>
    /// <param name="id">The event.</param>
    [Authorize("integrations:write")]
    [Error<IntegrationEventNotFoundException>]
    public static Task<IntegrationEvent> ReplayIntegrationEventAsync([ID<IntegrationEvent>] Guid id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReplayIntegrationEvent(id), ct);
}

internal sealed class ReplayIntegrationEventHandler(IntegrationsDb db, Actor actor, VendorEventLoop loop, UnitOfWork work) : IRequestHandler<ReplayIntegrationEvent, IntegrationEvent>
{
    public async Task<IntegrationEvent> Handle(ReplayIntegrationEvent request, CancellationToken ct)
    {
        var told = await db.IntegrationEvents.FirstOrDefaultAsync(e => e.Id == request.Id && e.OrganizationId == actor.OrganizationId, ct) ?? throw new IntegrationEventNotFoundException();
        told.Replay();
        work.WakeAfterCommit(loop);
        return told;
    }
}
