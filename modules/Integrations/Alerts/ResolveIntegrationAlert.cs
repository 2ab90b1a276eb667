using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.FirstParty;
using GraphQLPlugins.Integrations.Forms;
using GraphQLPlugins.Integrations.Providers;
using GraphQLPlugins.Integrations.Providers.Capabilities;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Integrations.Alerts;

/// <summary>Ends an alert at a vendor.</summary>
public sealed record ResolveIntegrationAlert(Guid IntegrationId, string Service, string Key) : ICommand<ResolveIntegrationAlertPayload>
{
    string? ICommand.AuditTarget => Service;
}

/// <summary>An alert that is over.</summary>
/// <param name="Key">What it was known by.</param>
public sealed record ResolveIntegrationAlertPayload(string Key);

[MutationType]
public static partial class ResolveIntegrationAlertMutation
{
    /// <summary>Ends an alert at a vendor. One that is over already is no error.</summary>
    /// <param name="integrationId">Which integration.</param>
    /// <param name="service">Who was told there: a row of the configuration, by its id or name.</param>
    /// <param name="key">What the alert is known by.</param>
    [Authorize("integrations:write")]
    [Error<IntegrationNotFoundException>]
    [Error<IntegrationNotActiveException>]
    [Error<IntegrationProviderNotFoundException>]
    [Error<IntegrationNotConfiguredException>]
    [Error<ActionNotSupportedException>]
    [Error<FormInvalidException>]
    [Error<InputInvalidException>]
    [Error<FeatureDisabledException>]
    [Error<UrlNotAllowedException>]
    [Error<ProviderUnauthorizedException>, Error<ProviderRateLimitedException>, Error<ProviderConflictException>]
    [Error<ProviderUnreachableException>, Error<ProviderTimeoutException>, Error<ProviderBadResponseException>]
    public static Task<ResolveIntegrationAlertPayload> ResolveIntegrationAlertAsync([ID<OrganizationIntegration>] Guid integrationId, string service, string key, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new ResolveIntegrationAlert(integrationId, service, key), ct);
}

/// <summary>Tells the vendor before the transaction; a rehearsal only looks whether it could.</summary>
internal sealed class ResolveIntegrationAlertPreparation(IntegrationAccesses accesses, Actor actor, UnitOfWork work) : IPreparation<ResolveIntegrationAlert>
{
    public async Task PrepareAsync(ResolveIntegrationAlert command, CancellationToken ct)
    {
        var (service, key) = (Text.Line(command.Service, "service", 255), Text.Line(command.Key, "key", 255));
        var usable = await accesses.RequireAsync(command.IntegrationId, actor, IntegrationFeature.AlertRule, ct);
        var receiver = usable.As<IAlertReceiver>("alerts");
        if (!work.IsRehearsal) await receiver.ResolveAsync(usable.Access, service, key, ct);
    }
}

internal sealed class ResolveIntegrationAlertHandler : IRequestHandler<ResolveIntegrationAlert, ResolveIntegrationAlertPayload>
{
    public Task<ResolveIntegrationAlertPayload> Handle(ResolveIntegrationAlert request, CancellationToken ct) => Task.FromResult(new ResolveIntegrationAlertPayload(request.Key));
}
