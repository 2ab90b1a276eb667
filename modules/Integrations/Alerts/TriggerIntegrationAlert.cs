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

/// <summary>Raises an alert at a vendor.</summary>
public sealed record TriggerIntegrationAlert(TriggerIntegrationAlertInput Input) : ICommand<TriggerIntegrationAlertPayload>
{
    string? ICommand.AuditTarget => Input.Service;
}

/// <summary>What a vendor is told.</summary>
public sealed record TriggerIntegrationAlertInput
{
    /// <summary>Which integration.</summary>
    [ID<OrganizationIntegration>]
    public required Guid IntegrationId { get; init; }

    /// <summary>Who is told there: a row of the configuration, by its id or name.</summary>
    public required string Service { get; init; }

    /// <summary>What is wrong; at most 1024 characters.</summary>
    public required string Summary { get; init; }

    /// <summary>What it is wrong with, such as <c>plugin:git</c>; at most 255 characters.</summary>
    public required string Source { get; init; }

    /// <summary>How bad it is; an error.</summary>
    public AlertSeverity? Severity { get; init; }

    /// <summary>What the alert is known by, so that it can be raised again and resolved; at most 255 characters. Without it the vendor makes one up.</summary>
    public string? Key { get; init; }

    /// <summary>Where to read more; http or https.</summary>
    public string? Url { get; init; }
}

/// <summary>An alert that was raised.</summary>
/// <param name="Key">What it is resolved by; null in a rehearsal that named none.</param>
public sealed record TriggerIntegrationAlertPayload(string? Key);

[MutationType]
public static partial class TriggerIntegrationAlertMutation
{
    /// <summary>Raises an alert at a vendor; under the same key it is raised again, and not twice.</summary>
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
    public static Task<TriggerIntegrationAlertPayload> TriggerIntegrationAlertAsync(TriggerIntegrationAlertInput input, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new TriggerIntegrationAlert(input), ct);
}

/// <summary>What the vendor answered, between the call to it and the transaction with its audit entry.</summary>
internal sealed class ToldAlert
{
    public string? Key { get; set; }
}

/// <summary>Tells the vendor before the transaction; a rehearsal only looks whether it could.</summary>
internal sealed class TriggerIntegrationAlertPreparation(IntegrationAccesses accesses, Actor actor, ToldAlert told, UnitOfWork work) : IPreparation<TriggerIntegrationAlert>
{
    public async Task PrepareAsync(TriggerIntegrationAlert command, CancellationToken ct)
    {
        var input = command.Input;
        var alert = new OutgoingAlert(
            Text.Optional(input.Key, "key", 255), Text.Required(input.Summary, "summary", 1024), Text.Line(input.Source, "source", 255), input.Severity ?? AlertSeverity.Error, Text.Url(input.Url, "url"));
        var service = Text.Line(input.Service, "service", 255);
        var usable = await accesses.RequireAsync(input.IntegrationId, actor, IntegrationFeature.AlertRule, ct);
        var receiver = usable.As<IAlertReceiver>("alerts");
        told.Key = work.IsRehearsal ? alert.Key : await receiver.TriggerAsync(usable.Access, service, alert, ct);
    }
}

internal sealed class TriggerIntegrationAlertHandler(ToldAlert told) : IRequestHandler<TriggerIntegrationAlert, TriggerIntegrationAlertPayload>
{
    public Task<TriggerIntegrationAlertPayload> Handle(TriggerIntegrationAlert request, CancellationToken ct) => Task.FromResult(new TriggerIntegrationAlertPayload(told.Key));
}
