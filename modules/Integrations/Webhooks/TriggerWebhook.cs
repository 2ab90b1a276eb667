using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Tokens;
using GraphQLPlugins.Integrations.Webhooks.Delivery;
using GraphQLPlugins.Integrations.Webhooks.Events;
using GraphQLPlugins.Integrations.Webhooks.Log;
using GraphQLPlugins.Kernel.Identity.Tokens;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Webhooks;

/// <summary>Sends an event that did not happen.</summary>
public sealed record TriggerWebhook(Guid Id, string EventType, JsonElement? Data) : ICommand<WebhookDelivery>
{
    string? ICommand.AuditTarget => $"WebhookSubscription:{Id}";
}

[MutationType]
public static partial class TriggerWebhookMutation
{
    /// <summary>Sends an event that did not happen, to try a webhook with: queued, signed, repeated and logged as any other.</summary>
    /// <param name="id">Which webhook; one that is in use.</param>
    /// <param name="eventType">One of its types of event.</param>
    /// <param name="data">The event's data, an object of at most 64 KiB; without it an empty one.</param>
    [Authorize("integrations:write")]
    [UseMutationConvention(PayloadFieldName = "delivery")]
    [Error<WebhookNotFoundException>]
    [Error<WebhookInactiveException>]
    [Error<InputInvalidException>]
    [Error<ScopeExceedsRequesterException>]
    public static Task<WebhookDelivery> TriggerWebhookAsync([ID<WebhookSubscription>] Guid id, string eventType, JsonElement? data, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new TriggerWebhook(id, eventType, data), ct);
}

internal sealed class TriggerWebhookHandler(WebhookWriting writing, AppCaller caller, UnitOfWork work) : IRequestHandler<TriggerWebhook, WebhookDelivery>
{
    public async Task<WebhookDelivery> Handle(TriggerWebhook request, CancellationToken ct)
    {
        var webhook = await writing.TakeAsync(request.Id, null, ct);
        if (!webhook.Active)
            throw new WebhookInactiveException();
        var data = Rehearsal.CheckedData(webhook, request.EventType, request.Data);
        Rehearsal.RequireAsApp(webhook, await writing.AppOfAsync(WebhookOwner.Of(webhook), ct), writing.Actor);
        var now = writing.Now;
        var told = EventTold.Rehearsed(request.EventType, data, caller.AsEventActor(), now);
        var id = OrderedId.Next(now);
        await writing.Db.QueueAsync([told], [new NewDelivery(0, id, webhook.OrganizationId, webhook.Id, webhook.LogAppId, told.Id, told.Type, id, null, null, now)], now, ct);
        work.AfterCommit(new DeliveriesQueued());
        return await writing.Db.WebhookDeliveries.AsNoTracking().SingleAsync(d => d.Id == id, ct);
    }
}
