using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.FirstParty;
using GraphQLPlugins.Integrations.Providers;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using MediatR;

namespace GraphQLPlugins.Integrations.Setup;

/// <summary>Begins to set an integration up.</summary>
public sealed record StartIntegrationSetup(string Provider, Guid? IntegrationId) : ICommand<IntegrationSetupProgress>
{
    string? ICommand.AuditTarget => Provider;
}

[MutationType]
public static partial class StartIntegrationSetupMutation
{
    /// <summary>Begins to set an integration up in the caller's organization: the answer says what to do first.</summary>
    /// <param name="provider">The provider's key.</param>
    /// <param name="integrationId">The organization's integration that is set up anew, with the same thing at the vendor; without it, a new one or whichever it turns out to be.</param>
    [Authorize("integrations:write")]
    [Error<IntegrationProviderNotFoundException>]
    [Error<IntegrationNotConfiguredException>]
    [Error<IntegrationNotFoundException>]
    [Error<FeatureDisabledException>]
    [Error<ActionNotSupportedException>]
    [UseMutationConvention(PayloadFieldName = "setup")]
    public static Task<IntegrationSetupProgress> StartIntegrationSetupAsync(string provider, [ID<OrganizationIntegration>] Guid? integrationId, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new StartIntegrationSetup(provider, integrationId), ct);
}

internal sealed class StartIntegrationSetupHandler(IntegrationProviders providers, SetupSteps steps, IntegrationLookup integrations, FeatureGate gate) : IRequestHandler<StartIntegrationSetup, IntegrationSetupProgress>
{
    public async Task<IntegrationSetupProgress> Handle(StartIntegrationSetup request, CancellationToken ct)
    {
        var provider = providers.Require(request.Provider);
        if (provider.Info is { CanAdd: false, Metadata.Aspects.ExternalInstall: null })
            throw new ActionNotSupportedException($"The provider '{request.Provider}' cannot be added.", "provider");
        // One that keeps some of its features is worth setting up.
        var features = provider.Info.Metadata.Features.Select(f => f.Feature).ToList();
        if (features.TrueForAll(f => !gate.IsEnabled(f))) throw new FeatureDisabledException([.. features.Select(FeatureGate.NameOf)], "provider");
        if (request.IntegrationId is { } id && (await integrations.RequireAsync(id, ct)).Integration.Provider != request.Provider)
            throw new IntegrationNotFoundException("integrationId");
        return await steps.BeginAsync(provider, request.IntegrationId, ct);
    }
}
