using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.FirstParty;
using GraphQLPlugins.Integrations.Providers;
using GraphQLPlugins.Integrations.Providers.Capabilities;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.VendorEvents;

/// <summary>Makes the address at which a vendor tells of an integration, or replaces its secret.</summary>
public sealed record ConfigureIntegrationHook(Guid IntegrationId, string? Secret) : ICommand<ConfigureIntegrationHookPayload>
{
    string? ICommand.AuditTarget => $"OrganizationIntegration:{IntegrationId}";

    /// <inheritdoc/>
    public override string ToString() => nameof(ConfigureIntegrationHook);
}

/// <summary>An address for the vendor.</summary>
/// <param name="Integration">The integration.</param>
/// <param name="HookUrl">The address that the vendor is to be given.</param>
/// <param name="Secret">What the vendor is to sign with, shown once; null when the caller gave it.</param>
/// <param name="PreviousValidUntil">Until when the secret before this one works, too; null when there was none.</param>
public sealed record ConfigureIntegrationHookPayload(OrganizationIntegration Integration, string HookUrl, string? Secret, DateTimeOffset? PreviousValidUntil);

[MutationType]
public static partial class ConfigureIntegrationHookMutation
{
    /// <summary>
    /// Makes the address at which a vendor tells of an integration, to be registered there with the secret; called again, it replaces the secret, and the old one works for a while longer. Azure DevOps
    /// takes the secret as the password of basic authentication, and is told of another one by a job where this server has registered the address there (<c>registerIntegrationHook</c>). Vendors whose app has one address for all, such as GitHub and Vercel, need none.
    /// </summary>
    /// <param name="integrationId">Which integration.</param>
    /// <param name="secret">What the vendor signs with, where it makes the secret itself, as PagerDuty does; 16 to 200 characters. Without it one is made.</param>
    [Authorize("integrations:write")]
    [Error<IntegrationNotFoundException>]
    [Error<IntegrationNotActiveException>]
    [Error<IntegrationProviderNotFoundException>]
    [Error<IntegrationNotConfiguredException>]
    [Error<ActionNotSupportedException>]
    [Error<InputInvalidException>]
    public static Task<ConfigureIntegrationHookPayload> ConfigureIntegrationHookAsync([ID<OrganizationIntegration>] Guid integrationId, string? secret, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new ConfigureIntegrationHook(integrationId, secret), ct);
}

internal sealed class ConfigureIntegrationHookHandler(IntegrationsDb db, IntegrationLookup integrations, IntegrationProviders providers, SecretBox secrets, HookAtSetup hooks, IntegrationsOptions options, TimeProvider clock)
    : IRequestHandler<ConfigureIntegrationHook, ConfigureIntegrationHookPayload>
{
    private const int MinSecretLength = 16;
    private const int MaxSecretLength = 200;

    public async Task<ConfigureIntegrationHookPayload> Handle(ConfigureIntegrationHook request, CancellationToken ct)
    {
        var given = Text.Optional(request.Secret, "secret", MaxSecretLength);
        if (given is { Length: < MinSecretLength }) throw new InputInvalidException("secret", $"It must have at least {MinSecretLength} characters.");
        var link = await integrations.TakeAsync(request.IntegrationId, ct);
        if (link.Status is IntegrationStatus.PendingDeletion) throw new IntegrationNotActiveException(link.Integration.Name);
        var provider = providers.Require(link.Integration.Provider);
        if (provider is not IEventSender { UsesOneAddress: false })
            throw new ActionNotSupportedException($"The provider '{provider.Info.Key}' tells all that it tells at one address, which the operator registers with the app there.", "integrationId");
        var hook = await db.IntegrationHooks.FirstOrDefaultAsync(h => h.IntegrationId == link.Id, ct);
        var isNew = hook is null;
        if (hook is null) db.Add(hook = new IntegrationHook(link, secrets, clock.Now()));
        if (!isNew || given is not null) hook.Rotate(secrets, isNew ? TimeSpan.Zero : options.SecretOverlap, clock.Now(), given);
        await hooks.RotatedAsync(hook, link, ct);
        return new ConfigureIntegrationHookPayload(link, hook.Url(provider.Info.Key, options.PublicUrl, secrets), given is null ? hook.Secret(secrets) : null, isNew ? null : hook.PreviousUntil);
    }
}
