using GraphQLPlugins.Integrations.Contracts;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Integrations.FirstParty;

/// <summary>Switches an integration of the caller's organization on again.</summary>
public sealed record EnableIntegration(Guid Id, string? ExpectedEtag) : ICommand<OrganizationIntegration>
{
    string? ICommand.AuditTarget => $"OrganizationIntegration:{Id}";
}

[MutationType]
public static partial class EnableIntegrationMutation
{
    /// <summary>Switches an integration on that was switched off. What its vendor told meanwhile is not made up for, but can be replayed (<c>replayIntegrationEvent</c>).</summary>
    /// <param name="id">Which integration.</param>
    /// <param name="expectedEtag">Refuses the change when the integration is no longer what the caller read.</param>
    [Authorize("integrations:write")]
    [Error<IntegrationNotFoundException>]
    [Error<IntegrationNotActiveException>]
    [Error<EtagMismatchException>]
    [UseMutationConvention(PayloadFieldName = "integration")]
    public static Task<OrganizationIntegration> EnableIntegrationAsync([ID<OrganizationIntegration>] Guid id, string? expectedEtag, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new EnableIntegration(id, expectedEtag), ct);
}

internal sealed class EnableIntegrationHandler(IntegrationLookup integrations, UnitOfWork work, TimeProvider clock) : IRequestHandler<EnableIntegration, OrganizationIntegration>
{
    public async Task<OrganizationIntegration> Handle(EnableIntegration request, CancellationToken ct)
    {
        var link = await integrations.TakeAsync(request.Id, ct, "id", request.ExpectedEtag);
        if (link.Enable(clock.Now())) work.AfterCommit(link.Event(IntegrationAction.Enabled, clock.Now()));
        return link;
    }
}
