using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Contracts;
using GraphQLPlugins.Integrations.Forms;
using GraphQLPlugins.Integrations.Providers;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Integrations.FirstParty;

/// <summary>Configures an organization's integration.</summary>
public sealed record UpdateIntegrationConfig(Guid Id, JsonElement Config, string? ExpectedEtag) : ICommand<OrganizationIntegration>
{
    string? ICommand.AuditTarget => $"OrganizationIntegration:{Id}";

    /// <inheritdoc/>
    public override string ToString() => nameof(UpdateIntegrationConfig);
}

[MutationType]
public static partial class UpdateIntegrationConfigMutation
{
    /// <summary>Configures an integration: what is given is merged into what is there. Other organizations that share it keep their own configuration.</summary>
    /// <param name="id">Which integration.</param>
    /// <param name="config">Values by field name, as <c>integrationConfig</c> describes them; null takes one away, a mask keeps a secret.</param>
    /// <param name="expectedEtag">Refuses the change when it is no longer what the caller read.</param>
    [Authorize("integrations:write")]
    [Error<IntegrationNotFoundException>]
    [Error<IntegrationNotActiveException>]
    [Error<IntegrationProviderNotFoundException>]
    [Error<IntegrationNotConfiguredException>]
    [Error<FormInvalidException>]
    [Error<InputInvalidException>]
    [Error<FeatureDisabledException>]
    [Error<EtagMismatchException>]
    [Error<UrlNotAllowedException>]
    [Error<ProviderUnauthorizedException>, Error<ProviderRateLimitedException>, Error<ProviderConflictException>]
    [Error<ProviderUnreachableException>, Error<ProviderTimeoutException>, Error<ProviderBadResponseException>]
    [UseMutationConvention(PayloadFieldName = "integration")]
    public static Task<OrganizationIntegration> UpdateIntegrationConfigAsync(
        [ID<OrganizationIntegration>] Guid id, JsonElement config, string? expectedEtag, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new UpdateIntegrationConfig(id, config, expectedEtag), ct);
}

/// <summary>Checks the values, and tells the vendor what it must know of them, before the transaction.</summary>
internal sealed class UpdateIntegrationConfigPreparation(IntegrationAccesses accesses, FeatureGate gate, SecretBox secrets, Actor actor, UnitOfWork work) : IPreparation<UpdateIntegrationConfig>
{
    public async Task PrepareAsync(UpdateIntegrationConfig command, CancellationToken ct)
    {
        var usable = await accesses.RequireAsync(command.Id, actor, null, ct, "id");
        if (command.ExpectedEtag is { } expected && expected != usable.Link.Etag) throw new EtagMismatchException(expected, usable.Link.Etag);
        var values = FormCheck.ObjectOf(command.Config, "config");
        var fields = usable.Provider.ConfigFields;
        FormCheck.Check(fields, values, gate, isWhole: false, "config");
        var config = usable.Link.OpenConfig(usable.Link.Merged(fields, values, secrets), secrets);
        if (!work.IsRehearsal) await usable.Provider.ConfigureAsync(usable.Access, config, ct);
    }
}

internal sealed class UpdateIntegrationConfigHandler(IntegrationLookup integrations, IntegrationProviders providers, SecretBox secrets, UnitOfWork work, TimeProvider clock)
    : IRequestHandler<UpdateIntegrationConfig, OrganizationIntegration>
{
    public async Task<OrganizationIntegration> Handle(UpdateIntegrationConfig request, CancellationToken ct)
    {
        var link = await integrations.TakeAsync(request.Id, ct, "id", request.ExpectedEtag);
        link.Configure(providers.Require(link.Integration.Provider).ConfigFields, FormCheck.ObjectOf(request.Config, "config"), secrets, clock.Now());
        work.AfterCommit(link.Event(IntegrationAction.Updated, clock.Now()));
        return link;
    }
}
