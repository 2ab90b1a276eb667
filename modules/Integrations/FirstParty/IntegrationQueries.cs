using System.Text.Json;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Forms;
using GraphQLPlugins.Integrations.Installations;
using GraphQLPlugins.Integrations.Providers;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Refusals;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.FirstParty;

/// <summary>How an integration can be configured, and how it is.</summary>
/// <param name="Fields">What there is to configure, with the choices that the vendor offers.</param>
/// <param name="Values">What is configured: an object; secrets are masked.</param>
/// <param name="Etag">For <c>expectedEtag</c>.</param>
/// <param name="Warning">Why the vendor could not be asked for choices; null when it could.</param>
public sealed record IntegrationConfig(IReadOnlyList<FormField> Fields, JsonElement Values, string Etag, string? Warning);

[QueryType]
public static partial class IntegrationQueries
{
    /// <summary>An organization's integrations, newest first; those that were removed are left out.</summary>
    /// <param name="organizationId">The caller's organization.</param>
    [Authorize("integrations:read")]
    [UsePaging(IncludeTotalCount = true)]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<OrganizationIntegration> GetIntegrations([ID<Organization>] Guid organizationId, IntegrationsDb db, Actor actor)
    {
        actor.RequireOrganization(organizationId);
        return db.OrganizationIntegrations.AsNoTracking().Where(i => i.OrganizationId == organizationId && i.Status != IntegrationStatus.PendingDeletion)
            .OrderByDescending(i => i.CreatedAt).ThenByDescending(i => i.Id);
    }

    /// <summary>One of the caller's organization's integrations; null when there is none of this id.</summary>
    [Authorize("integrations:read")]
    public static Task<OrganizationIntegration?> GetIntegrationAsync([ID<OrganizationIntegration>] Guid id, IntegrationsDb db, Actor actor, CancellationToken ct) =>
        db.OrganizationIntegrations.AsNoTracking().FirstOrDefaultAsync(i => i.Id == id && i.OrganizationId == actor.OrganizationId, ct);

    /// <summary>How an integration can be configured, and how it is; null when the organization has none of this id. A vendor that does not answer leaves the choices out.</summary>
    [Authorize("integrations:read")]
    public static async Task<IntegrationConfig?> GetIntegrationConfigAsync(
        [ID<OrganizationIntegration>] Guid id, IntegrationsDb db, Actor actor, IntegrationAccesses accesses, IntegrationProviders providers, FeatureGate gate, CancellationToken ct)
    {
        if (await db.OrganizationIntegrations.AsNoTracking().Include(i => i.Integration).FirstOrDefaultAsync(i => i.Id == id && i.OrganizationId == actor.OrganizationId, ct) is not { } link) return null;
        var fields = providers.Find(link.Integration.Provider)?.ConfigFields ?? [];
        string? warning = null;
        try
        {
            var usable = await accesses.RequireAsync(id, actor, null, ct);
            fields = await usable.Provider.ConfigFieldsAsync(usable.Access, ct);
        }
        catch (Exception e) when (e is ProviderException or IntegrationNotActiveException or IntegrationNotConfiguredException)
        {
            warning = e.Message;
        }
        return new IntegrationConfig(FormCheck.Gate(fields, gate), JsonSerializer.SerializeToElement(FormSecrets.Hide(link.Config())), link.Etag, warning);
    }
}

[ObjectType<OrganizationIntegration>]
[Authorize("integrations:read")]
public static partial class OrganizationIntegrationNode
{
    [NodeResolver]
    public static Task<OrganizationIntegration?> GetOrganizationIntegrationAsync(Guid id, Actor actor, IntegrationsDb db, CancellationToken ct) =>
        db.OrganizationIntegrations.AsNoTracking().FirstOrDefaultAsync(i => i.Id == id && i.OrganizationId == actor.OrganizationId, ct);

    /// <summary>What is connected at the vendor.</summary>
    public static Task<Integration> GetIntegrationAsync([Parent(requires: nameof(OrganizationIntegration.IntegrationId))] OrganizationIntegration link, IIntegrationByIdDataLoader integrations, CancellationToken ct) =>
        integrations.LoadRequiredAsync(link.IntegrationId, ct);

    /// <summary>The provider as it describes itself; null when this server no longer has it.</summary>
    public static async Task<IntegrationProvider?> GetProviderAsync(
        [Parent(requires: nameof(OrganizationIntegration.IntegrationId))] OrganizationIntegration link, IIntegrationByIdDataLoader integrations, IntegrationProviders providers, CancellationToken ct) =>
        providers.Find((await integrations.LoadRequiredAsync(link.IntegrationId, ct)).Provider)?.Info;

    /// <summary>What is configured: an object; secrets are masked.</summary>
    public static JsonElement GetConfig([Parent(requires: nameof(OrganizationIntegration.StoredConfig))] OrganizationIntegration link) => JsonSerializer.SerializeToElement(FormSecrets.Hide(link.Config()));

    /// <summary>The account that it acts as; null unless its provider needs one.</summary>
    public static async Task<ExternalIdentity?> GetDefaultIdentityAsync(
        [Parent(requires: nameof(OrganizationIntegration.DefaultIdentityId))] OrganizationIntegration link, IIdentityByIdDataLoader identities, CancellationToken ct) =>
        link.DefaultIdentityId is { } id ? await identities.LoadAsync(id, ct) : null;

    /// <summary>Changes whenever the integration does; see <c>expectedEtag</c>.</summary>
    public static string GetEtag([Parent(requires: $"{nameof(OrganizationIntegration.Id)} {nameof(OrganizationIntegration.Revision)}")] OrganizationIntegration link) => link.Etag;
}

internal static class IntegrationLoaders
{
    [DataLoader]
    internal static async Task<Dictionary<Guid, Integration>> GetIntegrationByIdAsync(IReadOnlyList<Guid> ids, IDbContextFactory<IntegrationsDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Integrations.Where(i => ids.Contains(i.Id)).ToDictionaryAsync(i => i.Id, ct);
    }

    [DataLoader]
    internal static async Task<Dictionary<Guid, ExternalIdentity>> GetIdentityByIdAsync(IReadOnlyList<Guid> ids, IDbContextFactory<IntegrationsDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.ExternalIdentities.Where(i => ids.Contains(i.Id)).ToDictionaryAsync(i => i.Id, ct);
    }
}
