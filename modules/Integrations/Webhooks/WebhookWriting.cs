using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Headers;
using GraphQLPlugins.Integrations.Installations;
using GraphQLPlugins.Integrations.Secrets;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Integrations.Tokens;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Projects;
using GraphQLPlugins.Kernel.Identity.Tokens;
using GraphQLPlugins.Kernel.Outbox;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Webhooks;

/// <summary>What every change of a webhook needs: finding it, and the rules for events, addresses, headers, projects and queries.</summary>
internal sealed class WebhookWriting(
    IntegrationsDb db, KernelDb kernel, Actor actor, AppCaller caller, EgressGuard egress, AppEvents appEvents, EventTypes eventTypes, PayloadQuery queries, SecretBox box, TimeProvider clock)
{
    public IntegrationsDb Db => db;

    public Actor Actor => actor;

    public SecretBox Box => box;

    public DateTimeOffset Now => clock.Now();

    /// <summary>A webhook of the caller's organization; to an app only its own. Waits until no other command changes it.</summary>
    /// <exception cref="WebhookNotFoundException">There is none.</exception>
    /// <exception cref="EtagMismatchException">It is no longer what the caller read.</exception>
    public async Task<WebhookSubscription> TakeAsync(Guid id, string? expectedEtag, CancellationToken ct)
    {
        var found = db.Webhooks.VisibleTo(actor, caller).Where(w => w.Id == id);
        // Writing the row locks it to the end of the transaction, on every database.
        await found.ExecuteUpdateAsync(set => set.SetProperty(w => w.Revision, w => w.Revision), ct);
        var taken = await found.Include(w => w.Topics).FirstOrDefaultAsync(ct) ?? throw new WebhookNotFoundException();
        return expectedEtag is null || expectedEtag == taken.Etag ? taken : throw new EtagMismatchException(expectedEtag, taken.Etag);
    }

    /// <summary>The app that owns a webhook; null for a plugin's.</summary>
    public async Task<App?> AppOfAsync(WebhookOwner owner, CancellationToken ct) => owner.AppId is { } id ? await db.Apps.SingleAsync(app => app.Id == id, ct) : null;

    /// <summary>Checks all of it together: what is sent, to where, and whether owner and caller may know it.</summary>
    public async Task<WebhookSettings> CheckAsync(App? app, string targetUrl, IReadOnlyList<string> events, string? query, bool strictOrder, CancellationToken ct)
    {
        var url = WebAddress.Optional(targetUrl, "targetUrl", WebhookSubscription.MaxUrlLength) ?? throw new InputInvalidException("targetUrl", "The text is empty.");
        egress.Check(url, "targetUrl");
        var types = CheckedEvents(app, events);
        if (string.IsNullOrWhiteSpace(query))
            return new WebhookSettings(url, types, null, strictOrder);
        // The query reads whatever the app may read, and sends it where the caller says.
        if (app?.MissingIn(actor) is { } scope)
            throw new ScopeExceedsRequesterException(scope, "query");
        await queries.CheckAsync(query, ct);
        return new WebhookSettings(url, types, query, strictOrder);
    }

    /// <summary>Whose events a webhook is limited to.</summary>
    public async Task<IReadOnlyList<Guid>> CheckedProjectsAsync(IReadOnlyList<Guid> projectIds, CancellationToken ct)
    {
        var wanted = projectIds.Distinct().ToList();
        if (wanted.Count > WebhookSubscription.MaxProjects)
            throw new InputInvalidException("projectIds", $"The list has {wanted.Count} entries; at most {WebhookSubscription.MaxProjects} are allowed.");
        if (await kernel.Projects.CountAsync(p => wanted.Contains(p.Id) && p.OrganizationId == actor.OrganizationId, ct) != wanted.Count)
            throw new ProjectNotFoundException("projectIds");
        return wanted;
    }

    public List<CustomHeader> CheckedHeaders(WebhookSubscription webhook, IReadOnlyList<CustomHeaderInput> headers) =>
        CustomHeaders.Take(webhook.Headers, headers, webhook.Id, box, "customHeaders", WebhookSubscription.MaxHeaders);

    public static string CheckedIdentifier(string? identifier)
    {
        var text = Text.Line(identifier, "identifier", WebhookSubscription.MaxIdentifierLength);
        return text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? text
            : throw new InputInvalidException("identifier", "It has letters, digits, dashes, underscores and dots.");
    }

    /// <summary>Types of event, each given by its name or by its resource; the owner needs the scope of each (A8), and so does the caller.</summary>
    private List<string> CheckedEvents(App? app, IReadOnlyList<string> events)
    {
        if (events.Count is 0 or > WebhookSubscription.MaxEvents)
            throw new InputInvalidException("events", $"1 to {WebhookSubscription.MaxEvents} events are named.");
        var types = new SortedSet<string>(StringComparer.Ordinal);
        var unknown = new List<string>();
        foreach (var name in events.Distinct())
        {
            var expanded = TypesOf(app, name);
            if (expanded.Count == 0) unknown.Add(name.Length > 100 ? name[..100] + "…" : name);
            types.UnionWith(expanded);
        }
        if (unknown.Count > 0)
            throw new InputInvalidException("events", $"There is no event {string.Join(", ", unknown.Take(10))}. The query eventTypes tells which there are.");
        foreach (var type in types)
        {
            if (app is not null && appEvents.ScopeOf(type[..type.IndexOf('.')]) is { } scope && !AppScopes.Cover(app.Scopes, scope))
                throw new EventScopeMissingException(type, scope);
            if (eventTypes.Find(type) is { } known)
                actor.Require(known.Capability);
        }
        return [.. types];
    }

    private List<string> TypesOf(App? app, string name)
    {
        if (app is null)
            return [.. eventTypes.All.Where(type => type.Name == name || type.Resource == name).Select(type => type.Name)];
        // Apps are told of their own coming and going by the webhook that they have anyway.
        var resource = name.Contains('.') ? name[..name.IndexOf('.')] : name;
        if (!appEvents.IsKnown(resource))
            return [];
        var all = appEvents.Expand([resource]);
        return name == resource ? all : all.Contains(name) ? [name] : [];
    }
}
