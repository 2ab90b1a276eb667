using GraphQLPlugins.Integrations.Contracts;
using GraphQLPlugins.Integrations.Providers;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Integrations.FirstParty;

/// <summary>Switches an integration of the caller's organization off.</summary>
public sealed record DisableIntegration(Guid Id, string? ExpectedEtag) : ICommand<OrganizationIntegration>
{
    string? ICommand.AuditTarget => $"OrganizationIntegration:{Id}";
}

[MutationType]
public static partial class DisableIntegrationMutation
{
    /// <summary>
    /// Switches an integration off where its provider allows that (<c>canDisable</c>): nothing asks the vendor or follows what it tells, and what was granted and configured stays for
    /// <c>enableIntegration</c>. Other organizations keep using theirs. Switching off what is off changes nothing.
    /// </summary>
    /// <param name="id">Which integration.</param>
    /// <param name="expectedEtag">Refuses the change when the integration is no longer what the caller read.</param>
    [Authorize("integrations:write")]
    [Error<IntegrationNotFoundException>]
    [Error<IntegrationNotActiveException>]
    [Error<IntegrationAlwaysEnabledException>]
    [Error<EtagMismatchException>]
    [UseMutationConvention(PayloadFieldName = "integration")]
    public static Task<OrganizationIntegration> DisableIntegrationAsync([ID<OrganizationIntegration>] Guid id, string? expectedEtag, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new DisableIntegration(id, expectedEtag), ct);
}

internal sealed class DisableIntegrationHandler(IntegrationLookup integrations, IntegrationProviders providers, UnitOfWork work, TimeProvider clock) : IRequestHandler<DisableIntegration, OrganizationIntegration>
{
    public async Task<OrganizationIntegration> Handle(DisableIntegration request, CancellationToken ct)
    {
        var link = await integrations.TakeAsync(request.Id, ct, "id", request.ExpectedEtag);
        if (providers.Find(link.Integration.Provider) is not { Info.CanDisable: true }) throw new IntegrationAlwaysEnabledException(link.Integration.Provider);
        if (link.Disable(clock.Now())) work.AfterCommit(link.Event(IntegrationAction.Disabled, clock.Now()));
        return link;
    }
}
