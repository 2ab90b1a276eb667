using System.Text.Json;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Webhooks.Events;

/// <summary>A delivery to queue. The order of rows becomes the order of sending.</summary>
internal sealed record NewDelivery(
    int Ord, Guid Id, Guid OrganizationId, Guid SubscriptionId, Guid? AppId, Guid EventId, string EventType, Guid MessageId, Guid? ReplayOf, string? Body, DateTimeOffset CreatedAt);

/// <summary>The statements that queue deliveries which were chosen already, many rows each; rows travel as JSON, so that both servers take them as one value.</summary>
internal static class FanOutStatements
{
    private const int MaxRows = 2_000;
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    internal const string EventsPostgreSql = """
        INSERT INTO integrations.webhook_events (id, type, resource, data, actor, at, created_at)
        SELECT x.id, x.type, x.resource, x.data, x.actor, x.at, $2
        FROM jsonb_to_recordset($1::jsonb) AS x(id uuid, type text, resource text, data text, actor text, at timestamptz)
        ON CONFLICT DO NOTHING
        """;

    internal const string EventsSqlServer = """
        INSERT INTO integrations.webhook_events (id, type, resource, data, actor, at, created_at)
        SELECT x.id, x.type, x.resource, x.data, x.actor, x.at, $2
        FROM OPENJSON($1) WITH (id uniqueidentifier, type nvarchar(100), resource nvarchar(400), data nvarchar(max), actor nvarchar(2000), at datetimeoffset) AS x
        WHERE NOT EXISTS (SELECT 1 FROM integrations.webhook_events e WHERE e.id = x.id)
        """;

    internal const string DeliveriesPostgreSql = """
        INSERT INTO integrations.webhook_deliveries (id, organization_id, subscription_id, app_id, event_id, event_type, message_id, replay_of, body, created_at, status, attempt_count, attempts)
        SELECT x.id, x.organization_id, x.subscription_id, x.app_id, x.event_id, x.event_type, x.message_id, x.replay_of, x.body, x.created_at, 'Pending', 0, '[]'
        FROM jsonb_to_recordset($1::jsonb) AS x(ord int, id uuid, organization_id uuid, subscription_id uuid, app_id uuid, event_id uuid, event_type text, message_id uuid, replay_of uuid, body text, created_at timestamptz)
        ORDER BY x.ord
        """;

    internal const string DeliveriesSqlServer = """
        INSERT INTO integrations.webhook_deliveries (id, organization_id, subscription_id, app_id, event_id, event_type, message_id, replay_of, body, created_at, status, attempt_count, attempts)
        SELECT x.id, x.organization_id, x.subscription_id, x.app_id, x.event_id, x.event_type, x.message_id, x.replay_of, x.body, x.created_at, 'Pending', 0, '[]'
        FROM OPENJSON($1) WITH (ord int, id uniqueidentifier, organization_id uniqueidentifier, subscription_id uniqueidentifier, app_id uniqueidentifier, event_id uniqueidentifier, event_type nvarchar(100),
          message_id uniqueidentifier, replay_of uniqueidentifier, body nvarchar(max), created_at datetimeoffset) AS x
        ORDER BY x.ord
        """;

    // In the order of keys, as all who touch several of these rows do, so that none waits for another in a circle.
    internal const string WakePostgreSql = """
        WITH woken AS MATERIALIZED (SELECT q.subscription_id FROM integrations.webhook_queues q WHERE q.subscription_id = ANY ($1::uuid[]) ORDER BY q.subscription_id FOR UPDATE)
        UPDATE integrations.webhook_queues q SET wake = q.wake + 1, due_at = LEAST(q.due_at, GREATEST($2, q.not_before)) FROM woken WHERE q.subscription_id = woken.subscription_id
        """;

    internal const string WakeSqlServer = """
        UPDATE q SET wake = q.wake + 1, due_at = CASE WHEN q.due_at <= d.at THEN q.due_at ELSE d.at END
        FROM integrations.webhook_queues q CROSS APPLY (SELECT CASE WHEN q.not_before > $2 THEN q.not_before ELSE $2 END AS at) d
        WHERE q.subscription_id IN (SELECT CONVERT(uniqueidentifier, k.value) FROM OPENJSON($1) k)
        """;

    /// <summary>Queues deliveries, in the order given, inside the context's transaction.</summary>
    public static async Task QueueAsync(this IntegrationsDb db, IReadOnlyCollection<EventTold> events, IReadOnlyList<NewDelivery> deliveries, DateTimeOffset now, CancellationToken ct)
    {
        var isPostgreSql = db.Database.IsNpgsql();
        foreach (var some in events.Chunk(MaxRows))
            await db.RunAsync(isPostgreSql ? EventsPostgreSql : EventsSqlServer, ct, JsonSerializer.Serialize(some.Select(e => new { e.Id, e.Type, e.Resource, e.Data, e.Actor, e.At }), Json), now);
        foreach (var some in deliveries.Chunk(MaxRows))
            await db.RunAsync(isPostgreSql ? DeliveriesPostgreSql : DeliveriesSqlServer, ct, JsonSerializer.Serialize(some, Json));
        await db.WakeAsync([.. deliveries.Select(d => d.SubscriptionId).Distinct()], now, ct);
    }

    /// <summary>Tells workers that there is more to do for these webhooks.</summary>
    public static Task WakeAsync(this IntegrationsDb db, Guid[] subscriptions, DateTimeOffset now, CancellationToken ct) =>
        db.Database.IsNpgsql() ? db.RunAsync(WakePostgreSql, ct, subscriptions, now) : db.RunAsync(WakeSqlServer, ct, JsonSerializer.Serialize(subscriptions), now);

    /// <summary>Runs a statement on the context's open connection.</summary>
    internal static async Task<int> RunAsync(this IntegrationsDb db, string text, CancellationToken ct, params object?[] values)
    {
        await using var command = db.Database.CreateStatement(text, values);
        return await command.ExecuteNonQueryAsync(ct);
    }
}
