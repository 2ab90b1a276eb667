using System.Text.Json;
using GraphQLPlugins.Integrations.ExternalIssues;
using GraphQLPlugins.Integrations.FirstParty;
using GraphQLPlugins.Integrations.Providers;
using GraphQLPlugins.Integrations.Providers.Capabilities;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Secrets;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.VendorEvents;

[QueryType]
public static partial class IntegrationEventQueries
{
    /// <summary>What vendors told about the organization's integrations, newest first unless another order is given.</summary>
    /// <param name="integrationId">Only about this one.</param>
    [Authorize("integrations:read")]
    [UsePaging(IncludeTotalCount = true, MaxPageSize = 100)]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<IntegrationEvent> GetIntegrationEvents([ID<OrganizationIntegration>] Guid? integrationId, IntegrationsDb db, Actor actor) =>
        db.IntegrationEvents.AsNoTracking().Where(told => told.OrganizationId == actor.OrganizationId && (integrationId == null || told.IntegrationId == integrationId))
            .OrderByDescending(told => told.ReceivedAt).ThenByDescending(told => told.Id);
}

[ObjectType<IntegrationEvent>]
[Authorize("integrations:read")]
public static partial class IntegrationEventNode
{
    [NodeResolver]
    public static Task<IntegrationEvent?> GetIntegrationEventAsync(Guid id, Actor actor, IntegrationsDb db, CancellationToken ct) =>
        db.IntegrationEvents.AsNoTracking().FirstOrDefaultAsync(told => told.Id == id && told.OrganizationId == actor.OrganizationId, ct);

    /// <summary>What it is about.</summary>
    public static Task<OrganizationIntegration> GetIntegrationAsync([Parent(requires: nameof(IntegrationEvent.IntegrationId))] IntegrationEvent told, IOrganizationIntegrationByIdDataLoader integrations, CancellationToken ct) =>
        integrations.LoadRequiredAsync(told.IntegrationId, ct);

    /// <summary>The body as it came.</summary>
    public static JsonElement GetPayload([Parent(requires: nameof(IntegrationEvent.Body))] IntegrationEvent told) => told.Payload();
}

[ObjectType<OrganizationIntegration>]
public static partial class OrganizationIntegrationHook
{
    /// <summary>Where the vendor tells of it, to be registered there; null without an address, and for a vendor that tells of nothing. See <c>configureIntegrationHook</c>.</summary>
    [Authorize("integrations:write")]
    public static async Task<string?> GetHookUrlAsync(
        [Parent(requires: $"{nameof(OrganizationIntegration.Id)} {nameof(OrganizationIntegration.IntegrationId)}")] OrganizationIntegration link, IIntegrationByIdDataLoader integrations,
        IIntegrationHookByIntegrationDataLoader hooks, IntegrationProviders providers, IntegrationHookUrls urls, CancellationToken ct)
    {
        var provider = (await integrations.LoadRequiredAsync(link.IntegrationId, ct)).Provider;
        return providers.Find(provider) switch
        {
            IEventSender { UsesOneAddress: true } => urls.Shared(provider),
            IEventSender => await hooks.LoadAsync(link.Id, ct) is { } hook ? urls.Of(hook, provider) : null,
            _ => null,
        };
    }
}

[ObjectType<OrganizationIntegration>]
public static partial class OrganizationIntegrationHookWarning
{
    /// <summary>Why the vendor may tell nothing, where this server could have registered the address there and has not; null when all is well. See <c>registerIntegrationHook</c>.</summary>
    [Authorize("integrations:read")]
    public static async Task<string?> GetHookWarningAsync(
        [Parent(requires: $"{nameof(OrganizationIntegration.Id)} {nameof(OrganizationIntegration.IntegrationId)} {nameof(OrganizationIntegration.Status)}")] OrganizationIntegration link,
        IIntegrationByIdDataLoader integrations, IIntegrationHookByIntegrationDataLoader hooks, IntegrationProviders providers, IntegrationHookUrls urls, CancellationToken ct)
    {
        var provider = (await integrations.LoadRequiredAsync(link.IntegrationId, ct)).Provider;
        if (link.Status is not IntegrationStatus.Active || !urls.ArePublic || providers.Find(provider) is not IHookRegistrar || await hooks.LoadAsync(link.Id, ct) is { VendorIds.Count: > 0 }) return null;
        return "The vendor was not told where to tell of changes, unless somebody did so by hand. registerIntegrationHook does it, and says what stands against it.";
    }
}

/// <summary>The addresses of hooks, as this server is reached.</summary>
public sealed class IntegrationHookUrls
{
    private readonly SecretBox _secrets;
    private readonly Uri? _publicUrl;

    internal IntegrationHookUrls(SecretBox secrets, IntegrationsOptions options) => (_secrets, _publicUrl) = (secrets, options.PublicUrl);

    /// <summary>Whether the settings say where vendors reach this server.</summary>
    internal bool ArePublic => _publicUrl is not null;

    internal string Shared(string provider) => IntegrationHook.SharedUrl(provider, _publicUrl);

    internal string Of(IntegrationHook hook, string provider) => hook.Url(provider, _publicUrl, _secrets);
}

internal static class IntegrationHookLoaders
{
    [DataLoader]
    internal static async Task<Dictionary<Guid, IntegrationHook>> GetIntegrationHookByIntegrationAsync(IReadOnlyList<Guid> ids, IDbContextFactory<IntegrationsDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.IntegrationHooks.Where(h => ids.Contains(h.IntegrationId)).ToDictionaryAsync(h => h.IntegrationId, ct);
    }
}
