using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.FirstParty;
using GraphQLPlugins.Integrations.Forms;
using GraphQLPlugins.Integrations.Providers;
using GraphQLPlugins.Integrations.Providers.Capabilities;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Identity;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.ExternalIssues;

[QueryType]
public static partial class ExternalIssueQueries
{
    private const int MaxFound = 50;

    /// <summary>The issues that the caller's organization has created or linked, newest first unless another order is given.</summary>
    /// <param name="integrationId">Only those of one integration.</param>
    /// <param name="resource">Only those that stand for this.</param>
    [Authorize("integrations:read")]
    [UsePaging(IncludeTotalCount = true)]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<ExternalIssue> GetExternalIssues([ID<OrganizationIntegration>] Guid? integrationId, string? resource, IntegrationsDb db, Actor actor)
    {
        if (resource is not null) Text.Findable(resource, nameof(resource));
        return db.ExternalIssues.AsNoTracking().Where(i => i.OrganizationId == actor.OrganizationId && (integrationId == null || i.IntegrationId == integrationId) && (resource == null || i.Resource == resource))
            .OrderByDescending(i => i.CreatedAt).ThenByDescending(i => i.Id);
    }

    /// <summary>What <c>createExternalIssue</c> needs; the vendor is asked.</summary>
    /// <param name="integrationId">Where it would be created.</param>
    /// <param name="values">What is chosen already, since the other fields may depend on it: an object.</param>
    [Authorize("integrations:write")]
    public static async Task<IReadOnlyList<FormField>> GetExternalIssueFieldsAsync(
        [ID<OrganizationIntegration>] Guid integrationId, JsonElement? values, IntegrationAccesses accesses, Actor actor, CancellationToken ct)
    {
        var usable = await accesses.RequireAsync(integrationId, actor, IntegrationFeature.IssueBasic, ct);
        return await usable.As<IIssueTracker>("issues").IssueFieldsAsync(usable.Access, FormCheck.ObjectOf(values, "values"), ct);
    }

    /// <summary>Issues at the vendor that match a text, to be linked; at most 50.</summary>
    /// <param name="integrationId">Where to look.</param>
    /// <param name="search">What to look for; at most 200 characters.</param>
    /// <param name="repoId">Only those of one repository or project.</param>
    [Authorize("integrations:write")]
    public static async Task<IReadOnlyList<RemoteIssue>> GetRemoteIssuesAsync(
        [ID<OrganizationIntegration>] Guid integrationId, string search, string? repoId, IntegrationAccesses accesses, Actor actor, CancellationToken ct)
    {
        var text = Text.Line(search, "search", 200);
        var usable = await accesses.RequireAsync(integrationId, actor, IntegrationFeature.IssueBasic, ct);
        return await usable.As<IIssueTracker>("issues").SearchIssuesAsync(usable.Access, text, Text.Optional(repoId, "repoId", 255), MaxFound, ct);
    }
}

[ObjectType<ExternalIssue>]
[Authorize("integrations:read")]
public static partial class ExternalIssueNode
{
    [NodeResolver]
    public static Task<ExternalIssue?> GetExternalIssueAsync(Guid id, Actor actor, IntegrationsDb db, CancellationToken ct) =>
        db.ExternalIssues.AsNoTracking().FirstOrDefaultAsync(i => i.Id == id && i.OrganizationId == actor.OrganizationId, ct);

    /// <summary>Where it is.</summary>
    public static Task<OrganizationIntegration> GetIntegrationAsync([Parent(requires: nameof(ExternalIssue.IntegrationId))] ExternalIssue issue, IOrganizationIntegrationByIdDataLoader integrations, CancellationToken ct) =>
        integrations.LoadRequiredAsync(issue.IntegrationId, ct);

    /// <summary>Changes whenever the record does; see <c>expectedEtag</c>.</summary>
    public static string GetEtag([Parent(requires: $"{nameof(ExternalIssue.Id)} {nameof(ExternalIssue.Revision)}")] ExternalIssue issue) => issue.Etag;
}

internal static class ExternalIssueLoaders
{
    [DataLoader]
    internal static async Task<Dictionary<Guid, OrganizationIntegration>> GetOrganizationIntegrationByIdAsync(IReadOnlyList<Guid> ids, IDbContextFactory<IntegrationsDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.OrganizationIntegrations.Where(i => ids.Contains(i.Id)).ToDictionaryAsync(i => i.Id, ct);
    }
}
