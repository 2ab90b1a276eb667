using GraphQLPlugins.Integrations.FirstParty;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Messaging;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.VendorEvents;

/// <summary>Takes away the address at which a vendor tells of an integration.</summary>
public sealed record DeleteIntegrationHook(Guid IntegrationId) : ICommand<OrganizationIntegration>
{
    string? ICommand.AuditTarget => $"OrganizationIntegration:{IntegrationId}";
}

[MutationType]
public static partial class DeleteIntegrationHookMutation
{
    /// <summary>Takes away the address at which a vendor tells of an integration; what it sends there is refused from then on. Without an address nothing changes.</summary>
    /// <param name="integrationId">Which integration.</param>
    [Authorize("integrations:write")]
    [Error<IntegrationNotFoundException>]
    [UseMutationConvention(PayloadFieldName = "integration")]
    public static Task<OrganizationIntegration> DeleteIntegrationHookAsync([ID<OrganizationIntegration>] Guid integrationId, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new DeleteIntegrationHook(integrationId), ct);
}

internal sealed class DeleteIntegrationHookHandler(IntegrationsDb db, IntegrationLookup integrations) : IRequestHandler<DeleteIntegrationHook, OrganizationIntegration>
{
    public async Task<OrganizationIntegration> Handle(DeleteIntegrationHook request, CancellationToken ct)
    {
        var link = await integrations.TakeAsync(request.IntegrationId, ct);
        if (await db.IntegrationHooks.FirstOrDefaultAsync(h => h.IntegrationId == link.Id, ct) is { } hook) db.Remove(hook);
        return link;
    }
}
