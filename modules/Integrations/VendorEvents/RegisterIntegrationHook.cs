using GraphQLPlugins.Integrations.FirstParty;
using GraphQLPlugins.Integrations.Providers;
using GraphQLPlugins.Integrations.Providers.Capabilities;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.VendorEvents;

/// <summary>Registers an integration's address at its vendor.</summary>
public sealed record RegisterIntegrationHook(Guid IntegrationId) : ICommand<OrganizationIntegration>
{
    /// <summary>What follows a setup.</summary>
    internal static readonly JobKind Kind = new("integrations.registerHook") { ReadCapability = "integrations:read", ManageCapability = "integrations:write" };

    string? ICommand.AuditTarget => $"OrganizationIntegration:{IntegrationId}";
}

/// <summary>There is no address that could be registered.</summary>
public sealed class IntegrationHookNotFoundException() : RefusalException("The integration has no address for its vendor. Make one with configureIntegrationHook.", "integrationId");

/// <summary>While the vendor was told, somebody else had the address registered, or replaced its secret. What this attempt registered was taken away again.</summary>
public sealed class IntegrationHookChangedException() : RefusalException("The address was registered or its secret replaced meanwhile. Try again if hookWarning still says so.", "integrationId")
{
    /// <inheritdoc/>
    public override bool Retryable => true;
}

[MutationType]
public static partial class RegisterIntegrationHookMutation
{
    /// <summary>
    /// Registers the integration's address at its vendor, in place of what this server had registered there before: Azure DevOps tells of work items and pushes of all projects that there are now. Setups do it
    /// by themselves; <c>hookWarning</c> tells where it did not work.
    /// </summary>
    /// <param name="integrationId">Which integration.</param>
    [Authorize("integrations:write")]
    [Error<IntegrationNotFoundException>]
    [Error<IntegrationNotActiveException>]
    [Error<IntegrationProviderNotFoundException>]
    [Error<IntegrationNotConfiguredException>]
    [Error<IntegrationHookNotFoundException>]
    [Error<IntegrationHookChangedException>]
    [Error<ActionNotSupportedException>]
    [Error<UrlNotAllowedException>]
    [Error<ProviderUnauthorizedException>, Error<ProviderRateLimitedException>, Error<ProviderConflictException>]
    [Error<ProviderUnreachableException>, Error<ProviderTimeoutException>, Error<ProviderBadResponseException>]
    [UseMutationConvention(PayloadFieldName = "integration")]
    public static Task<OrganizationIntegration> RegisterIntegrationHookAsync([ID<OrganizationIntegration>] Guid integrationId, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new RegisterIntegrationHook(integrationId), ct);
}

/// <summary>What the vendor registered, between its answer and the transaction that keeps it.</summary>
internal sealed class RegisteredHooks
{
    public IReadOnlyList<string> VendorIds { get; set; } = [];

    /// <summary>The hook's revision that the vendor was told of.</summary>
    public int Revision { get; set; }
}

/// <summary>Asks the vendor before the transaction; what comes of it is taken away there when the command does not commit, and what was there before when it does.</summary>
internal sealed class RegisterIntegrationHookPreparation(
    IDbContextFactory<IntegrationsDb> contexts, IntegrationAccesses accesses, VendorHooks hooks, SecretBox secrets, IntegrationsOptions options, Actor actor, RegisteredHooks registered, UnitOfWork work)
    : IPreparation<RegisterIntegrationHook>
{
    public async Task PrepareAsync(RegisterIntegrationHook command, CancellationToken ct)
    {
        var usable = await accesses.RequireAsync(command.IntegrationId, actor, null, ct);
        var key = usable.Provider.Info.Key;
        if (usable.Provider is not IHookRegistrar registrar)
            throw new ActionNotSupportedException($"The provider '{key}' lets nobody register addresses from here. Register the address of the integration's hookUrl there.", "integrationId");
        if (options.PublicUrl is null) throw new ActionNotSupportedException("The settings do not say where vendors reach this server. The operator sets Integrations:PublicUrl.", "integrationId");
        await using var db = await contexts.CreateDbContextAsync(ct);
        var hook = await db.IntegrationHooks.FirstOrDefaultAsync(h => h.IntegrationId == command.IntegrationId, ct) ?? throw new IntegrationHookNotFoundException();
        registered.Revision = hook.Revision;
        if (work.IsRehearsal) return;
        registered.VendorIds = await registrar.RegisterHooksAsync(usable.Access, new Uri(hook.Url(key, options.PublicUrl, secrets)), hook.Secret(secrets), ct);
        work.Enlist(hooks.Replacing(registrar, usable.Access, before: hook.VendorIds, after: registered.VendorIds));
    }
}

internal sealed class RegisterIntegrationHookHandler(IntegrationsDb db, IntegrationLookup integrations, RegisteredHooks registered) : IRequestHandler<RegisterIntegrationHook, OrganizationIntegration>
{
    public async Task<OrganizationIntegration> Handle(RegisterIntegrationHook request, CancellationToken ct)
    {
        var link = await integrations.TakeAsync(request.IntegrationId, ct);
        var hook = await db.IntegrationHooks.FirstOrDefaultAsync(h => h.IntegrationId == link.Id, ct) ?? throw new IntegrationHookNotFoundException();
        if (hook.Revision != registered.Revision) throw new IntegrationHookChangedException();
        hook.Registered(registered.VendorIds);
        return link;
    }
}
