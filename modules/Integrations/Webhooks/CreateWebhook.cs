using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Headers;
using GraphQLPlugins.Integrations.Installations;
using GraphQLPlugins.Integrations.Webhooks.Delivery;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Identity.Projects;
using GraphQLPlugins.Kernel.Identity.Tokens;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Webhooks;

/// <summary>Has events sent somewhere.</summary>
public sealed record CreateWebhook(CreateWebhookInput Input) : ICommand<CreateWebhookPayload>
{
    string? ICommand.AuditTarget => Input.Identifier;
}

/// <summary>A new webhook, of an installed app or of an installed plugin.</summary>
public sealed record CreateWebhookInput
{
    /// <summary>The installation of the app that owns it; instead of a plugin.</summary>
    public Guid? InstallationUuid { get; init; }

    /// <summary>The installed plugin that owns it; instead of an installation.</summary>
    public string? PluginName { get; init; }

    /// <summary>What the owner calls it: letters, digits, dashes, underscores and dots, at most 100; unique among the owner's.</summary>
    public required string Identifier { get; init; }

    /// <summary>Where events are sent.</summary>
    public required string TargetUrl { get; init; }

    /// <summary>Types of event, or resources for all of their types; see <c>eventTypes</c>. The app needs the scope of each.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>A query whose answer becomes the payload's data. It runs as the app, and may declare the variables <c>event: JSON</c>, <c>type: String</c>, <c>resource: String</c> and <c>installationUuid: UUID</c>.</summary>
    public string? Query { get; init; }

    /// <summary>Headers to send along, at most 5; their values are never shown again.</summary>
    public IReadOnlyList<CustomHeaderInput>? CustomHeaders { get; init; }

    /// <summary>The only projects whose events are sent, at most 100; all without it. Events that are about no project are always sent.</summary>
    [ID<Project>]
    public IReadOnlyList<Guid>? ProjectIds { get; init; }

    /// <summary>Whether a delivery that failed holds up those behind it until it is done or given up. False.</summary>
    public bool? StrictOrder { get; init; }

    /// <summary>Whether events are sent from the start. True.</summary>
    public bool? Active { get; init; }
}

/// <summary>A webhook, with its secret: the only time that it is shown.</summary>
/// <param name="Webhook">The webhook.</param>
/// <param name="Secret">What deliveries are signed with.</param>
public sealed record CreateWebhookPayload(WebhookSubscription Webhook, string Secret);

[MutationType]
public static partial class CreateWebhookMutation
{
    /// <summary>Has events sent to an address, signed with a secret that is shown this once.</summary>
    [Authorize("integrations:write")]
    [Error<AppInstallationNotFoundException>]
    [Error<WebhookPluginNotFoundException>]
    [Error<WebhookIdentifierTakenException>]
    [Error<WebhookLimitReachedException>]
    [Error<WebhookQueryInvalidException>]
    [Error<InputInvalidException>]
    [Error<EventScopeMissingException>]
    [Error<ScopeExceedsRequesterException>]
    [Error<ProjectNotFoundException>]
    [Error<UrlNotAllowedException>]
    [Error<ForbiddenException>]
    public static Task<CreateWebhookPayload> CreateWebhookAsync(CreateWebhookInput input, IMediator mediator, CancellationToken ct) => mediator.Send(new CreateWebhook(input), ct);
}

internal sealed class CreateWebhookHandler(WebhookWriting writing, InstallationLookup installations, InstalledPlugins plugins, WebhookOptions options, UnitOfWork work)
    : IRequestHandler<CreateWebhook, CreateWebhookPayload>
{
    public async Task<CreateWebhookPayload> Handle(CreateWebhook request, CancellationToken ct)
    {
        var input = request.Input;
        var identifier = WebhookWriting.CheckedIdentifier(input.Identifier);
        var owner = await OwnerAsync(input, ct);
        var db = writing.Db;
        await db.LockAsync($"integrations:webhooks:{owner.Key}", ct);
        if (await db.Webhooks.CountAsync(w => w.OrganizationId == owner.OrganizationId && w.OwnerKey == owner.Key && w.DeletedAt == null, ct) >= options.MaxPerOwner)
            throw new WebhookLimitReachedException(options.MaxPerOwner);
        var settings = await writing.CheckAsync(await writing.AppOfAsync(owner, ct), input.TargetUrl, input.Events, input.Query, input.StrictOrder ?? false, ct);
        var webhook = new WebhookSubscription(owner, WebhookOrigin.Manual, identifier, writing.Now);
        webhook.TakeHeaders(writing.CheckedHeaders(webhook, input.CustomHeaders ?? []));
        webhook.Limit(await writing.CheckedProjectsAsync(input.ProjectIds ?? [], ct), writing.Now);
        webhook.Take(settings, writing.Now);
        if (input.Active == false)
            webhook.Disable(WebhookDisabledReason.Manual, writing.Now);
        var secret = WebhookSecret.Generate();
        db.Add(webhook);
        db.Add(new WebhookQueue(webhook.Id));
        db.Add(new WebhookSecret(webhook.Id, 1, secret, writing.Box, writing.Now));
        try
        {
            await work.FlushAsync(ct);
        }
        catch (DbUpdateException fault) when (fault.IsDuplicate())
        {
            throw new WebhookIdentifierTakenException(identifier);
        }
        return new CreateWebhookPayload(webhook, secret);
    }

    private async Task<WebhookOwner> OwnerAsync(CreateWebhookInput input, CancellationToken ct)
    {
        if (input.InstallationUuid is null == input.PluginName is null)
            throw new InputInvalidException("installationUuid", "Give either installationUuid or pluginName.");
        if (input.InstallationUuid is { } uuid)
        {
            var installation = await installations.TakeAsync(uuid, null, ct);
            return installation.IsActive ? WebhookOwner.Of(installation) : throw new AppInstallationNotFoundException(uuid);
        }
        var name = Text.Findable(input.PluginName!, "pluginName");
        return await plugins.ExistsAsync(writing.Actor.OrganizationId, name, ct)
            ? new WebhookOwner(writing.Actor.OrganizationId, null, null, name)
            : throw new WebhookPluginNotFoundException(name);
    }
}
