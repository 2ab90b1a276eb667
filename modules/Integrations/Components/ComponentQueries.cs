using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Installations;
using GraphQLPlugins.Integrations.Secrets;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Projects;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Components;

/// <summary>There is no such component in the caller's organization, or it has no such field.</summary>
public sealed class ComponentNotFoundException(string what, string argument) : RefusalException($"There is no {what}.", argument);

[QueryType]
public static partial class ComponentQueries
{
    private const int MaxTextLength = 1000;
    private const int MaxDataLength = 16 * 1024;

    /// <summary>What the apps that are installed in an organization show, oldest component first; at most 200.</summary>
    /// <param name="organizationId">The caller's organization.</param>
    /// <param name="type">Only components of one kind, such as <c>issue-link</c>.</param>
    [Authorize("integrations:read")]
    public static async Task<IReadOnlyList<InstalledComponent>> GetAppComponentsAsync([ID<Organization>] Guid organizationId, string? type, IntegrationsDb db, Actor actor, CancellationToken ct)
    {
        actor.RequireOrganization(organizationId);
        if (type is not null && !SchemaElements.IsKnown(type))
            throw new InputInvalidException(nameof(type), "There is no such kind of component.");
        return await db.InstalledComponents(organizationId).Where(c => type == null || c.Component.Type == type).OrderBy(c => c.Component.Id).Take(200).ToListAsync(ct);
    }

    /// <summary>The choices of a field in an app's form, asked from the app when the form does not name them; an app that fails is told by <c>error</c>.</summary>
    /// <param name="componentUuid">The component.</param>
    /// <param name="field">The field's name.</param>
    /// <param name="query">What the user typed, for apps that search; at most 1,000 characters.</param>
    /// <param name="dependentData">The values of the fields that this one depends on; an object, or its text.</param>
    /// <param name="projectId">The project that the form is for; the app is told its name.</param>
    [Authorize("integrations:read")]
    [UseResolverScope]
    public static async Task<ComponentOptions> GetComponentOptionsAsync(
        Guid componentUuid, string field, string? query, JsonElement? dependentData, [ID<Project>] Guid? projectId, IntegrationsDb db, KernelDb kernel, Actor actor, IAppSecretsDataLoader secrets,
        ComponentChoices choices, CancellationToken ct)
    {
        if (query is not null)
            Text.Findable(query, nameof(query), MaxTextLength);
        var data = dependentData is not { } given || given.ValueKind is JsonValueKind.Null ? null : given.ValueKind == JsonValueKind.String ? given.GetString() : given.GetRawText();
        if (data?.Length > MaxDataLength)
            throw new InputInvalidException(nameof(dependentData), $"It has {data.Length} characters; at most {MaxDataLength} are allowed.");
        var found = await db.InstalledComponents(actor.OrganizationId).FirstOrDefaultAsync(c => c.Component.Id == componentUuid, ct)
            ?? throw new ComponentNotFoundException("such component", nameof(componentUuid));
        var definition = FormFields.In(found.Component.Schema!.Value).Cast<JsonElement?>().FirstOrDefault(f => f!.Value.GetProperty("name").ValueEquals(field))
            ?? throw new ComponentNotFoundException("such field", nameof(field));
        var secret = (await secrets.LoadRequiredAsync(found.App.Id, ct)).MaxBy(s => s.Version)!;
        return await choices.FindAsync(found.App, secret, found.Installation, definition, new ChoicesRequest(query, data, await ProjectAsync(projectId, kernel, actor, ct)), ct);
    }

    private static async Task<string?> ProjectAsync(Guid? projectId, KernelDb kernel, Actor actor, CancellationToken ct) => projectId is not { } id ? null
        : await kernel.Projects.Where(p => p.Id == id && p.OrganizationId == actor.OrganizationId).Select(p => p.Name).FirstOrDefaultAsync(ct) ?? throw new ProjectNotFoundException("projectId");

    private static IQueryable<InstalledComponent> InstalledComponents(this IntegrationsDb db, Guid organizationId) =>
        from installation in db.Installations.AsNoTracking()
        where installation.OrganizationId == organizationId && installation.Status == AppInstallationStatus.Installed
        join app in db.Apps.AsNoTracking() on installation.AppId equals app.Id
        join component in db.AppComponents.AsNoTracking() on app.Id equals component.AppId
        select new InstalledComponent { Component = component, App = app, Installation = installation };
}
