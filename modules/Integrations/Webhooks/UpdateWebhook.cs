using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Headers;
using GraphQLPlugins.Integrations.Webhooks.Delivery;
using GraphQLPlugins.Integrations.Webhooks.Events;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Identity.Projects;
using GraphQLPlugins.Kernel.Identity.Tokens;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Webhooks;

/// <summary>Changes a webhook.</summary>
public sealed record UpdateWebhook(UpdateWebhookInput Input) : ICommand<WebhookSubscription>
{
    string? ICommand.AuditTarget => $"WebhookSubscription:{Input.Id}";
}

/// <summary>What changes about a webhook. What is left out stays.</summary>
public sealed record UpdateWebhookInput
{
    /// <summary>Which webhook.</summary>
    [ID<WebhookSubscription>]
    public required Guid Id { get; init; }

    /// <summary>What the owner calls it.</summary>
    public string? Identifier { get; init; }

    /// <summary>Where events are sent.</summary>
    public string? TargetUrl { get; init; }

    /// <summary>Types of event, or resources for all of their types.</summary>
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>A query whose answer becomes the payload's data; null sends the events themselves.</summary>
    public Optional<string?> Query { get; init; }

    /// <summary>Headers to send along, as a whole; a mask keeps the value of its name.</summary>
    public IReadOnlyList<CustomHeaderInput>? CustomHeaders { get; init; }

    /// <summary>The only projects whose events are sent; an empty list is all.</summary>
    [ID<Project>]
    public IReadOnlyList<Guid>? ProjectIds { get; init; }

    /// <summary>Whether a delivery that failed holds up those behind it.</summary>
    public bool? StrictOrder { get; init; }

    /// <summary>Whether events are sent. What waits when it is switched off is skipped.</summary>
    public bool? Active { get; init; }

    /// <summary>Refuses the change when the webhook is no longer what the caller read.</summary>
    public string? ExpectedEtag { get; init; }
}

[MutationType]
public static partial class UpdateWebhookMutation
{
    /// <summary>Changes a webhook. One that comes with its app can only be switched on and off, and limited to projects.</summary>
    [Authorize("integrations:write")]
    [UseMutationConvention(PayloadFieldName = "webhook")]
    [Error<WebhookNotFoundException>]
    [Error<WebhookFollowsAppException>]
    [Error<WebhookIdentifierTakenException>]
    [Error<WebhookQueryInvalidException>]
    [Error<InputInvalidException>]
    [Error<EventScopeMissingException>]
    [Error<ScopeExceedsRequesterException>]
    [Error<ProjectNotFoundException>]
    [Error<UrlNotAllowedException>]
    [Error<EtagMismatchException>]
    [Error<ForbiddenException>]
    public static Task<WebhookSubscription> UpdateWebhookAsync(UpdateWebhookInput input, IMediator mediator, CancellationToken ct) => mediator.Send(new UpdateWebhook(input), ct);
}

internal sealed class UpdateWebhookHandler(WebhookWriting writing, UnitOfWork work) : IRequestHandler<UpdateWebhook, WebhookSubscription>
{
    public async Task<WebhookSubscription> Handle(UpdateWebhook request, CancellationToken ct)
    {
        var input = request.Input;
        var webhook = await writing.TakeAsync(input.Id, input.ExpectedEtag, ct);
        if (webhook.Origin == WebhookOrigin.Manual) await TakeAsync(webhook, input, ct);
        else if (Fixed(input) is { } member) throw new WebhookFollowsAppException(member);
        if (input.ProjectIds is { } projects)
            webhook.Limit(await writing.CheckedProjectsAsync(projects, ct), writing.Now);
        if (input.Active is true && !webhook.Active)
        {
            webhook.Activate(writing.Now);
            await writing.Db.ForgetFailuresAsync(webhook.Id, writing.Now, ct);
        }
        else if (input.Active is false && webhook.Active)
            webhook.Disable(WebhookDisabledReason.Manual, writing.Now);
        try
        {
            await work.FlushAsync(ct);
        }
        catch (DbUpdateException fault) when (fault.IsDuplicate())
        {
            throw new WebhookIdentifierTakenException(webhook.Identifier);
        }
        // What waits is put aside, or goes on.
        if (input.Active is not null)
            await writing.Db.WakeAsync([webhook.Id], writing.Now, ct);
        return webhook;
    }

    /// <summary>Events and query are checked again even when they stay: the app's scopes, or the caller, may be others by now.</summary>
    private async Task TakeAsync(WebhookSubscription webhook, UpdateWebhookInput input, CancellationToken ct)
    {
        if (input.Identifier is { } identifier)
            webhook.Rename(WebhookWriting.CheckedIdentifier(identifier));
        if (input.CustomHeaders is { } headers)
            webhook.TakeHeaders(writing.CheckedHeaders(webhook, headers));
        var app = await writing.AppOfAsync(WebhookOwner.Of(webhook), ct);
        var query = input.Query is { HasValue: true } given ? given.Value : webhook.Query;
        webhook.Take(await writing.CheckAsync(app, input.TargetUrl ?? webhook.TargetUrl, input.Events ?? webhook.Events, query, input.StrictOrder ?? webhook.StrictOrder, ct), writing.Now);
    }

    private static string? Fixed(UpdateWebhookInput input) =>
        input.Identifier is not null ? "identifier" : input.TargetUrl is not null ? "targetUrl" : input.Events is not null ? "events" : input.Query.HasValue ? "query"
        : input.CustomHeaders is not null ? "customHeaders" : input.StrictOrder is not null ? "strictOrder" : null;
}
