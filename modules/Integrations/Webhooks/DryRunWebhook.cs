using System.Text;
using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Integrations.Tokens;
using GraphQLPlugins.Integrations.Webhooks.Events;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Tokens;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Webhooks;

/// <summary>Makes a payload without sending it. Changes nothing, so it is no command.</summary>
public sealed record DryRunWebhook(Guid Id, string EventType, JsonElement? Data) : IRequest<DryRunWebhookPayload>;

/// <summary>What would be sent.</summary>
/// <param name="Payload">The body.</param>
public sealed record DryRunWebhookPayload(string Payload);

[MutationType]
public static partial class DryRunWebhookMutation
{
    /// <summary>The body that a webhook would be sent for an event. Nothing is sent and nothing is kept.</summary>
    /// <param name="id">Which webhook.</param>
    /// <param name="eventType">One of its types of event.</param>
    /// <param name="data">The event's data, an object of at most 64 KiB; without it an empty one.</param>
    [Authorize("integrations:write")]
    [Error<WebhookNotFoundException>]
    [Error<InputInvalidException>]
    [Error<ScopeExceedsRequesterException>]
    public static Task<DryRunWebhookPayload> DryRunWebhookAsync([ID<WebhookSubscription>] Guid id, string eventType, JsonElement? data, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new DryRunWebhook(id, eventType, data), ct);
}

internal sealed class DryRunWebhookHandler(IDbContextFactory<IntegrationsDb> contexts, PayloadQuery queries, Actor actor, AppCaller caller, TimeProvider clock)
    : IRequestHandler<DryRunWebhook, DryRunWebhookPayload>
{
    public async Task<DryRunWebhookPayload> Handle(DryRunWebhook request, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var webhook = await db.Webhooks.VisibleTo(actor, caller).FirstOrDefaultAsync(w => w.Id == request.Id, ct) ?? throw new WebhookNotFoundException();
        var app = webhook.AppId is { } appId ? await db.Apps.SingleAsync(a => a.Id == appId, ct) : null;
        var data = Rehearsal.CheckedData(webhook, request.EventType, request.Data);
        Rehearsal.RequireAsApp(webhook, app, actor);
        var told = EventTold.Rehearsed(request.EventType, data, caller.AsEventActor(), clock.Now());
        return new DryRunWebhookPayload(Encoding.UTF8.GetString(await queries.BodyAsync(webhook, app, told.Type, told.Resource, told.At, told.Data, told.Actor, ct)));
    }
}
